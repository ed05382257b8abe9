import {ErrorResponse, OidcClient, User as OidcUser, WebStorageStateStore} from 'oidc-client-ts';
import type {IdentitySettings} from '../config/page-config';
import {OidcProblem, type Oidc, type OidcProblemKind, type Tokens} from './oidc';
import {userOf} from './user';

/** Longer than this no issuer takes to answer that is there. */
const patienceSeconds = 10;
/** How the library says, in words alone, that an answer is not to what was asked. */
const mismatches = /\bstate\b|nonce|\bsub\b|azp|auth_time|mismatch/i;

/** An issuer by authorization code with PKCE, and its user as long as the tab is open. */
export class OidcIssuer implements Oidc {
  private readonly client: OidcClient;
  private readonly storageKey: string;

  constructor(
    private readonly settings: IdentitySettings,
    private readonly page: Window,
  ) {
    const home = `${page.location.origin}/`;
    this.storageKey = `signed-in ${settings.authority} ${settings.clientId}`;
    this.client = new OidcClient({
      authority: settings.authority,
      client_id: settings.clientId,
      scope: settings.scope,
      redirect_uri: home,
      post_logout_redirect_uri: home,
      response_type: 'code',
      stateStore: new WebStorageStateStore({prefix: 'sign-in.', store: page.sessionStorage}),
      requestTimeoutInSeconds: patienceSeconds,
    });
  }

  kept(): Tokens | undefined {
    const user = this.stored();
    return user && this.tokensOf(user);
  }

  async signInUrl(): Promise<string> {
    if (!this.page.isSecureContext) {
      throw new OidcProblem('insecure', 'This page came over plain HTTP from another computer.');
    }
    return (await this.asking(this.client.createSigninRequest({nonce: crypto.randomUUID()}))).url;
  }

  async redeem(answer: string): Promise<Tokens> {
    return this.store(new OidcUser(await this.asking(this.client.processSigninResponse(answer))));
  }

  async renew(): Promise<Tokens> {
    const user = this.stored();
    if (!user?.refresh_token) {
      throw new OidcProblem('refused', 'The sign-in service gave nothing to renew it with.');
    }
    const {refresh_token, id_token, session_state, scope, profile} = user;
    const state = {refresh_token, id_token, session_state, scope, profile};
    const renewed = await this.asking(this.client.useRefreshToken({state}));
    // An issuer that goes on with the same refresh token need not say it again.
    return this.store(new OidcUser({...renewed, refresh_token: renewed.refresh_token ?? refresh_token}));
  }

  async signOutUrl(): Promise<string | undefined> {
    const user = this.stored();
    this.page.sessionStorage.removeItem(this.storageKey);
    const {end_session_endpoint} = await this.asking(this.client.metadataService.getMetadata());
    return end_session_endpoint
      ? (await this.asking(this.client.createSignoutRequest({id_token_hint: user?.id_token}))).url
      : undefined;
  }

  private stored(): OidcUser | undefined {
    const text = this.page.sessionStorage.getItem(this.storageKey);
    try {
      return text === null ? undefined : OidcUser.fromStorageString(text);
    } catch {
      // Not written by this page.
      return undefined;
    }
  }

  private store(user: OidcUser): Tokens {
    this.page.sessionStorage.setItem(this.storageKey, user.toStorageString());
    return this.tokensOf(user);
  }

  private tokensOf({access_token, expires_at, profile}: OidcUser): Tokens {
    const claimed: unknown = profile[this.settings.tenantClaim];
    const tenants = (Array.isArray(claimed) ? claimed : [claimed]).filter((each) => typeof each === 'string');
    return {
      access: access_token,
      expiresAtMs: expires_at === undefined ? Infinity : expires_at * 1_000,
      issuedAtMs: profile.iat === undefined ? undefined : profile.iat * 1_000,
      user: userOf(profile.name ?? profile.preferred_username ?? profile.sub, tenants),
    };
  }

  private async asking<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw new OidcProblem(this.kindOf(error), this.wordsOf(error));
    }
  }

  private kindOf(error: unknown): OidcProblemKind {
    if (error instanceof ErrorResponse) {
      return 'refused';
    }
    const isOwn = error instanceof Error && !(error instanceof TypeError);
    return isOwn && mismatches.test(error.message) ? 'mismatch' : 'away';
  }

  private wordsOf(error: unknown): string {
    if (error instanceof ErrorResponse) {
      return error.error_description || error.error || 'It gave no reason.';
    }
    // What a browser says of a connection that failed tells people nothing.
    return error instanceof TypeError ? '' : String((error as Partial<Error> | null)?.message ?? error);
  }
}
