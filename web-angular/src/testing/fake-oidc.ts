import {OidcProblem, type Oidc, type OidcProblemKind, type Tokens} from '../app/identity/oidc';
import {userOf} from '../app/identity/user';

export const ada = userOf('Ada Lovelace', ['acme']);

/** An OpenID Connect client as a test wants it, and a record of what was asked of it. */
export class FakeOidc implements Oidc {
  readonly asked: string[] = [];
  /** How long a token holds, ms. */
  lifeMs = 600_000;
  /** What the issuer answers instead. */
  problem: OidcProblemKind | undefined;
  keeps: Tokens | undefined;
  private serial = 0;

  tokens(lifeMs = this.lifeMs): Tokens {
    const now = Date.now();
    return {access: `token-${++this.serial}`, expiresAtMs: now + lifeMs, issuedAtMs: now, user: ada};
  }

  kept(): Tokens | undefined {
    return this.keeps;
  }

  signInUrl(): Promise<string> {
    return this.answer('signIn', () => 'https://issuer/authorize?x');
  }

  redeem(answer: string): Promise<Tokens> {
    return this.answer(`redeem ${answer}`, () => this.tokens());
  }

  renew(): Promise<Tokens> {
    return this.answer('renew', () => this.tokens());
  }

  signOutUrl(): Promise<string | undefined> {
    return this.answer('signOut', () => 'https://issuer/end-session?x');
  }

  private async answer<T>(asked: string, value: () => T): Promise<T> {
    this.asked.push(asked);
    if (this.problem) {
      throw new OidcProblem(this.problem, `it is ${this.problem}`);
    }
    return value();
  }
}

/** A page that can be left: what it keeps, and where it was sent. */
export class FakePage {
  readonly left: string[] = [];
  reloads = 0;
  readonly history = {state: {boardStep: 2} as unknown, replaced: [] as string[]};
  readonly sessionStorage = new FakeStorage();
  readonly location;
  readonly isSecureContext = true;
  private readonly listeners = new Map<string, (event: unknown) => void>();

  constructor(href = 'https://page/?device=tv#x') {
    const {origin, pathname, search, hash} = new URL(href);
    this.location = {
      href,
      origin,
      pathname,
      search,
      hash,
      replace: (url: string) => void this.left.push(url),
      reload: () => void this.reloads++,
    };
    Object.assign(this.history, {
      replaceState: (state: unknown, _: string, url: string) => {
        this.history.state = state;
        this.history.replaced.push(url);
      },
    });
  }

  addEventListener(name: string, listener: (event: unknown) => void): void {
    this.listeners.set(name, listener);
  }

  dispatch(name: string, event: unknown): void {
    this.listeners.get(name)?.(event);
  }

  /** As the code under test wants it. */
  get window(): Window {
    return this as unknown as Window;
  }
}

class FakeStorage {
  private readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}
