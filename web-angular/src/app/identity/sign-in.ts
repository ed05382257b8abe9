import {signal} from '@angular/core';
import type {Transport} from '@connectrpc/connect';
import {depart, type Arrival} from './arrival';
import {authorized, calledAs, type Caller} from './authorized';
import type {CallErrors} from './call-errors';
import {OidcProblem, type Oidc, type Tokens} from './oidc';
import type {Reason, SignInState} from './sign-in-state';

/** A token is renewed this long before it expires, or when three quarters of its life are over. */
const renewBeforeMs = 60_000;
/** With less life than this it may expire on its way. */
const shortestLifeMs = 5_000;
/** Between two attempts to renew what still holds. */
const renewAgainMs = 15_000;
/** No timer reaches further than some 24 days. */
const longestTimerMs = 86_400_000;
/** Clocks that differ by more than this spoil a sign-in. */
const toleratedSkewMs = 120_000;

/** Signs in, keeps the token fresh, signs out. Leaves for the issuer by itself only when the page is opened, and once. */
export class SignIn implements Caller {
  private readonly now = signal<SignInState>({kind: 'signingIn'});
  private tokens: Tokens | undefined;
  private renewal: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** How far the issuer's clock was ahead of this computer's when somebody signed in. */
  private skewMs = 0;
  private settle!: () => void;
  private settled = new Promise<void>((resolve) => (this.settle = resolve));

  readonly state = this.now.asReadonly();

  constructor(
    private readonly oidc: Oidc,
    private readonly page: Window,
    readonly errors: CallErrors,
  ) {
    // A page that the browser took out of its memory, while it was on its way to the issuer, would wait for ever.
    page.addEventListener('pageshow', ({persisted}) => persisted && this.isLeaving() && page.location.reload());
  }

  async start({answer, departure}: Arrival): Promise<void> {
    try {
      if (answer !== undefined) {
        const tokens = await this.oidc.redeem(answer);
        this.skewMs = (tokens.issuedAtMs ?? Date.now()) - Date.now();
        this.become(tokens);
      } else if (departure?.to === 'signOut') {
        this.need('signedOut');
      } else if (!(await this.takesKept())) {
        // Whoever comes back without an answer has turned round: leaving again by itself would hold them captive.
        await (departure ? this.need('unfinished') : this.leave());
      }
    } catch (error) {
      this.needFor(error);
    }
  }

  /**
   * A token that holds, and is another one than `refused`. Waits while somebody signs in; fails with UNAUTHENTICATED when they
   * have to do it again, and with UNAVAILABLE when the issuer can't renew it now.
   */
  async bearer(refused?: string): Promise<string> {
    while (this.now().kind === 'signingIn') {
      await this.settled;
    }
    const state = this.now();
    if (!this.tokens || (state.kind === 'needed' && state.reason !== 'away')) {
      throw this.errors.unauthenticated('Sign in again.');
    }
    return this.tokens.access === refused || lifeOf(this.tokens) < shortestLifeMs ? this.renewed() : this.tokens.access;
  }

  /** The services refuse `token` although it is new: only signing in again can help. */
  notAccepted(token: string, why: string): void {
    if (token === this.tokens?.access) {
      const minutes = Math.round(Math.abs(this.skewMs) / 60_000);
      const skewed = `The clocks of this computer and of the sign-in service are ${minutes} minutes apart.`;
      this.need('notAccepted', Math.abs(this.skewMs) > toleratedSkewMs ? `${why} ${skewed}`.trim() : why);
    }
  }

  authorized(transport: Transport): Transport {
    return authorized(transport, this);
  }

  calling<T>(call: (headers: Record<string, string>) => Promise<T>): Promise<T> {
    return calledAs(this, call);
  }

  /** Leaves for the issuer, on somebody's wish. */
  async again(): Promise<void> {
    clearTimeout(this.timer);
    this.settled = new Promise<void>((resolve) => (this.settle = resolve));
    this.now.set({kind: 'signingIn'});
    try {
      await this.leave();
    } catch (error) {
      this.needFor(error);
    }
  }

  /** Signs out here and at the issuer, as far as that answers. */
  async out(): Promise<void> {
    clearTimeout(this.timer);
    const url = await this.oidc.signOutUrl().catch(() => undefined);
    depart(this.page, 'signOut');
    this.page.location.replace(url ?? `${this.page.location.origin}/`);
  }

  private async takesKept(): Promise<boolean> {
    const kept = this.oidc.kept();
    if (!kept || lifeOf(kept) >= shortestLifeMs) {
      return kept !== undefined && (this.become(kept), true);
    }
    try {
      await this.renew();
      return true;
    } catch (error) {
      // Nothing is on screen yet that could be lost: an issuer that is there is asked anew.
      if (!isAway(error)) {
        return false;
      }
      this.tokens = kept;
      throw error;
    }
  }

  private async leave(): Promise<void> {
    const url = await this.oidc.signInUrl();
    depart(this.page, 'signIn');
    // Not a step of the history: going back from the issuer leads to where one was before this page.
    this.page.location.replace(url);
  }

  /** One renewal at a time: an issuer may take the same refresh token but once. */
  private renew(): Promise<void> {
    return (this.renewal ??= this.oidc
      .renew()
      .then((tokens) => this.become(tokens))
      .finally(() => (this.renewal = undefined)));
  }

  private async renewed(): Promise<string> {
    try {
      await this.renew();
      return this.tokens!.access;
    } catch (error) {
      this.need(isAway(error) ? 'away' : 'ended', wordsOf(error));
      throw isAway(error)
        ? this.errors.unavailable('The sign-in can’t be renewed now.')
        : this.errors.unauthenticated('The sign-in has ended.');
    }
  }

  private become(tokens: Tokens): void {
    this.tokens = tokens;
    this.now.set({kind: 'signedIn', user: tokens.user});
    this.settle();
    const life = lifeOf(tokens);
    this.renewIn(life - Math.min(renewBeforeMs, life / 4));
  }

  private renewIn(ms: number): void {
    clearTimeout(this.timer);
    if (Number.isFinite(ms)) {
      this.timer = setTimeout(() => this.renewEarly(), Math.min(ms, longestTimerMs));
    }
  }

  /** While the token holds a failure is no matter: it is tried again until then, and after that by whoever needs a token. */
  private async renewEarly(): Promise<void> {
    try {
      await this.renew();
    } catch {
      this.renewIn(this.tokens && lifeOf(this.tokens) > 0 ? renewAgainMs : Infinity);
    }
  }

  private needFor(error: unknown): void {
    this.need(error instanceof OidcProblem ? error.kind : 'away', wordsOf(error));
  }

  private need(reason: Reason, detail = ''): void {
    this.now.set({kind: 'needed', reason, detail, user: this.tokens?.user});
    this.settle();
  }

  private isLeaving(): boolean {
    return this.now().kind === 'signingIn';
  }
}

function lifeOf({expiresAtMs}: Tokens): number {
  return expiresAtMs - Date.now();
}

function isAway(error: unknown): boolean {
  return error instanceof OidcProblem && error.kind === 'away';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
