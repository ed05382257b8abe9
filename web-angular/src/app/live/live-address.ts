import {Injectable, InjectionToken, inject, signal} from '@angular/core';
import {Code, ConnectError} from '@connectrpc/connect';

/** How `config.json` is fetched; tests answer themselves. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => fetch(input, init),
});

/** The page's own address. */
export const PAGE_ADDRESS = new InjectionToken<Pick<Location, 'protocol' | 'hostname' | 'port'>>(
  'address of the page',
  {
    providedIn: 'root',
    factory: () => window.location,
  },
);

/**
 * Where the live service answers gRPC-Web, without a trailing slash: what `config.json` beside the page says
 * (`{"liveUrl": "http://host:port"}`), else the page's own host, one port further (page 3000, service 3001), so that a
 * default set-up needs no configuration at all.
 */
@Injectable({providedIn: 'root'})
export class LiveAddress {
  private readonly fetch = inject(FETCH);
  private readonly page = inject(PAGE_ADDRESS);
  private readonly found = signal<string | undefined>(undefined);

  /** Undefined until it has been found. */
  readonly url = this.found.asReadonly();

  /** Fails with UNAVAILABLE while the page's server answers that the live service is still starting (503). */
  async find(): Promise<string> {
    const url = (await this.configured()) ?? this.onePortFurther();
    this.found.set(url);
    return url;
  }

  private async configured(): Promise<string | undefined> {
    let response: Response;
    try {
      response = await this.fetch('config.json', {cache: 'no-store'});
    } catch {
      // The page's server is gone; the live service may still be where it is by default.
      return undefined;
    }
    if (response.status === 503) {
      throw new ConnectError((await response.text()) || 'The live service is still starting.', Code.Unavailable);
    }
    const config: {liveUrl?: unknown} = response.ok ? await response.json().catch(() => ({})) : {};
    return typeof config.liveUrl === 'string' && config.liveUrl !== '' ? config.liveUrl.replace(/\/+$/, '') : undefined;
  }

  private onePortFurther(): string {
    const {protocol, hostname, port} = this.page;
    return `${protocol}//${hostname}:${Number(port || (protocol === 'https:' ? 443 : 80)) + 1}`;
  }
}
