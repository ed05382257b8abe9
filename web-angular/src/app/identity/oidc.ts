import type {User} from './user';

/** What somebody who is signed in has. */
export interface Tokens {
  /** Goes with every call of the services. */
  readonly access: string;
  /** By this computer's clock, Unix milliseconds. */
  readonly expiresAtMs: number;
  /** By the issuer's clock, Unix milliseconds; undefined when it does not say. */
  readonly issuedAtMs: number | undefined;
  readonly user: User;
}

/** What the page needs of an OpenID Connect client. Each fails with `OidcProblem` alone. */
export interface Oidc {
  /** What this tab has kept, fresh or not. */
  kept(): Tokens | undefined;
  /** The issuer's page to sign in at. */
  signInUrl(): Promise<string>;
  /** Redeems the issuer's answer, which is the whole address that it sent the browser to. */
  redeem(answer: string): Promise<Tokens>;
  /** Renews what is kept by its refresh token. */
  renew(): Promise<Tokens>;
  /** Forgets what is kept, and names the issuer's page to sign out at; undefined where it has none. */
  signOutUrl(): Promise<string | undefined>;
}

/**
 * `away`: the issuer does not answer, or not as one. `refused`: it said no. `mismatch`: its answer is not to what this tab asked.
 * `insecure`: the browser has no cryptography for a page that came like this one.
 */
export type OidcProblemKind = 'away' | 'refused' | 'mismatch' | 'insecure';

export class OidcProblem extends Error {
  constructor(
    readonly kind: OidcProblemKind,
    message: string,
  ) {
    super(message);
  }
}
