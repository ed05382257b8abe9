import type {IdentitySettings} from '../config/page-config';
import type {Arrival} from './arrival';
import type {CallErrors} from './call-errors';
import {OidcIssuer} from './oidc-issuer';
import {SignIn} from './sign-in';

// All that is loaded where there is a sign-in, and nowhere else: in one piece, as it is needed together.

export {SignInNotice} from './sign-in-notice';
export {UserMenu} from './user-menu';

/** Lets the sign-in begin. */
export function signsIn(settings: IdentitySettings, arrival: Arrival, page: Window, errors: CallErrors): SignIn {
  const signIn = new SignIn(new OidcIssuer(settings, page), page, errors);
  void signIn.start(arrival);
  return signIn;
}
