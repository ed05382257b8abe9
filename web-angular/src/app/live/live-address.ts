import {Injectable, InjectionToken, inject, signal} from '@angular/core';
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
 */
@Injectable({providedIn: 'root'})
export class LiveAddress {
  private readonly config = inject(PageConfig);
  private readonly page = inject(PAGE_ADDRESS);
  private readonly found = signal<string | undefined>(undefined);

  /** Undefined until it has been found. */
  readonly url = this.found.asReadonly();

  /** Fails with UNAVAILABLE while the page's server answers that the live service is still starting (503). */
  async find(): Promise<string> {
    const url = (await this.config.read()).liveUrl ?? this.onePortFurther();
    this.found.set(url);
    return url;
  }

  private onePortFurther(): string {
    const {protocol, hostname, port} = this.page;
    return `${protocol}//${hostname}:${Number(port || (protocol === 'https:' ? 443 : 80)) + 1}`;
  }
}
