import {Injectable, InjectionToken, computed, inject, signal} from '@angular/core';
import {PageConfig} from '../config/page-config';

/** The page's own address. */
export const PAGE_ADDRESS = new InjectionToken<Pick<Location, 'protocol' | 'hostname' | 'port'>>(
  'address of the page',
  {
    providedIn: 'root',
    factory: () => window.location,
  },
);

/**
 * Where the live service answers gRPC-Web, without a trailing slash: what `config.json` beside the page says, else the
 * page's own host, one port further (page 3000, service 3001), so that a default set-up needs no configuration at all.
 * With several nodes it is the one that the page talks to now.
 */
@Injectable({providedIn: 'root'})
export class LiveAddress {
  private readonly config = inject(PageConfig);
  private readonly page = inject(PAGE_ADDRESS);
  private readonly known = signal<readonly string[]>([]);
  private readonly place = signal(0);

  /** Undefined until it has been found. */
  readonly url = computed<string | undefined>(() => this.known()[this.place()]);

  /** How many nodes there are to choose from. */
  get nodes(): number {
    return this.known().length;
  }

  /** Fails with UNAVAILABLE while the page's server answers that the live service is still starting (503). */
  async find(): Promise<string> {
    if (this.nodes === 0) {
      const {liveUrls} = await this.config.read();
      this.known.set(liveUrls.length > 0 ? liveUrls : [this.onePortFurther()]);
    }
    return this.url()!;
  }

  /** From now on it is the next node, and after the last one the first again. */
  moveOn(): void {
    this.place.update((place) => (this.nodes === 0 ? 0 : (place + 1) % this.nodes));
  }

  private onePortFurther(): string {
    const {protocol, hostname, port} = this.page;
    return `${protocol}//${hostname}:${Number(port || (protocol === 'https:' ? 443 : 80)) + 1}`;
  }
}
