import type {OidcProblemKind} from './oidc';
import type {User} from './user';

/** Why somebody has to sign in again: what the issuer's client says, and what happens without it. */
export type Reason = OidcProblemKind | 'unfinished' | 'ended' | 'notAccepted' | 'signedOut';

export type SignInState =
  | {readonly kind: 'signingIn'}
  | {readonly kind: 'signedIn'; readonly user: User}
  /** `detail` is what the issuer or a service said; `user` is who was signed in before. */
  | {readonly kind: 'needed'; readonly reason: Reason; readonly detail: string; readonly user: User | undefined};
