import {Injectable, InjectionToken, inject, signal} from '@angular/core';
import {Code, ConnectError} from '@connectrpc/connect';

/** How the page fetches what is no RPC; tests answer themselves. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => fetch(input, init),
});

/** Where one signs in: an OpenID Connect issuer, and what the page is called there. */
export interface IdentitySettings {
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
  /** The claim that names the tenants whose data the user may see. */
  readonly tenantClaim: string;
}

/** Addresses of the services, without a trailing slash; none or undefined where the configuration names none. */
export interface PageSettings {
  /** Nodes of the live service that all serve the same, in the order in which to try them. */
  readonly liveUrls: readonly string[];
  readonly chatUrl: string | undefined;
  /** Undefined where there is no sign-in. */
  readonly identity: IdentitySettings | undefined;
}

/**
 * What `config.json` beside the page says: `{"liveUrl": "http://host:port", "chatUrl": "http://host:port"}`, or
 * `{"liveUrls": ["http://a:port", "http://b:port"], …}` for several nodes of the live service; with a sign-in also
 * `"identity": {"authority": "https://issuer", "clientId": "telemetry-page", "scope": "openid …", "tenantClaim": "tenant_id"}`.
 */
@Injectable({providedIn: 'root'})
export class PageConfig {
  private readonly fetch = inject(FETCH);
  private reading: Promise<PageSettings> | undefined;
  private readonly known = signal<PageSettings | undefined>(undefined);

  /** Undefined until it has been read. */
  readonly settings = this.known.asReadonly();

  /** Read once. Fails with UNAVAILABLE while the page's server answers that the services are still starting (503). */
  read(): Promise<PageSettings> {
    return (this.reading ??= this.fetched().then(
      (settings) => {
        this.known.set(settings);
        return settings;
      },
      (error: unknown) => {
        this.reading = undefined;
        throw error;
      },
    ));
  }

  /** Resolves when the settings are known, or after a moment: a page that knows them before it draws does not move. */
  async settled(patienceMs = 300): Promise<void> {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
    await Promise.race([patience, this.read().then(noMatter, noMatter)]);
  }

  private async fetched(): Promise<PageSettings> {
    let response: Response;
    try {
      response = await this.fetch('config.json', {cache: 'no-store'});
    } catch {
      // The page's server is gone; the services may still be where they are by default.
      return {liveUrls: [], chatUrl: undefined, identity: undefined};
    }
    if (response.status === 503) {
      throw new ConnectError((await response.text()) || 'The live service is still starting.', Code.Unavailable);
    }
    const config: Record<string, unknown> = response.ok ? await response.json().catch(() => ({})) : {};
    const several: unknown = config['liveUrls'];
    const named = [...(Array.isArray(several) ? several : []), config['liveUrl']].map(address);
    return {
      liveUrls: [...new Set(named.filter((url) => url !== undefined))],
      chatUrl: address(config['chatUrl']),
      identity: identity(config['identity']),
    };
  }
}

/** Whoever needs the settings reads again and sees the failure. */
function noMatter(): void {}

function identity(value: unknown): IdentitySettings | undefined {
  const {authority, clientId, scope, tenantClaim} = (value ?? {}) as Partial<IdentitySettings>;
  const issuer = address(authority);
  return issuer === undefined
    ? undefined
    : {
        authority: issuer,
        clientId: clientId ?? 'telemetry-page',
        scope: scope ?? 'openid profile telemetry offline_access',
        tenantClaim: tenantClaim ?? 'tenant_id',
      };
}

function address(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(/\/+$/, '') : undefined;
}
