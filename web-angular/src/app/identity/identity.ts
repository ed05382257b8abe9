import {DOCUMENT} from '@angular/common';
import {Injectable, InjectionToken, computed, effect, inject, signal, untracked} from '@angular/core';
import type {Transport} from '@connectrpc/connect';
import {PageConfig, type IdentitySettings} from '../config/page-config';
import {arrive, hasDeparted, type Arrival} from './arrival';
import {callErrors, type CallErrors} from './call-errors';
import type {SignIn} from './sign-in';
import type {SignInState} from './sign-in-state';

/** Brings what signs in, and lets it begin; tests bring their own. */
export const SIGN_IN = new InjectionToken<
  (settings: IdentitySettings, arrival: Arrival, page: Window, errors: CallErrors) => Promise<SignIn>
>('sign-in', {
  providedIn: 'root',
  factory:
    () =>
    async (...given) =>
      (await import('./loaded')).signsIn(...given),
});

/**
 * Who uses the page, where the configuration asks for that; elsewhere there is nobody, and nothing of a sign-in is loaded.
 * Components read, and say `signIn` and `signOut`; what calls the services goes by `authorized` and `calling`.
 */
@Injectable({providedIn: 'root'})
export class Identity {
  private readonly config = inject(PageConfig);
  private readonly bring = inject(SIGN_IN);
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly brought = signal<SignIn | undefined>(undefined);
  private arrival: Arrival | undefined;
  private bringing: Promise<SignIn> | undefined;

  /** There is a sign-in. */
  readonly isAsked = computed(() => this.config.settings()?.identity !== undefined);
  readonly state = computed<SignInState>(() => this.brought()?.state() ?? {kind: 'signingIn'});
  /** Who is signed in, or was until now. */
  readonly user = computed(() => {
    const state = this.state();
    return state.kind === 'signingIn' ? undefined : state.user;
  });
  /** Why somebody has to sign in again; undefined while nobody has to. */
  readonly need = computed(() => {
    const state = this.state();
    return state.kind === 'needed' ? state : undefined;
  });

  constructor() {
    effect(() => {
      this.config.settings();
      untracked(() => this.begin());
    });
  }

  /** To be called before anybody reads the page's address: it may hold an issuer's answer. */
  begin(): void {
    const settings = this.config.settings();
    if (settings ? settings.identity !== undefined : hasDeparted(this.page)) {
      this.arrival ??= arrive(this.page);
    }
    if (settings?.identity) {
      this.signing(settings.identity).catch(noMatter);
    }
  }

  /** Lets every call of a transport be made in the name of who is signed in; without a sign-in it stays what it is. */
  authorized(transport: Transport): Transport {
    const now = async () => (await this.asked())?.authorized(transport) ?? transport;
    return {
      unary: async (...call) => (await now()).unary(...call),
      stream: async (...call) => (await now()).stream(...call),
    };
  }

  /** The same for a call that is none of a transport: it gets headers, and fails with UNAUTHENTICATED where they are refused. */
  async calling<T>(call: (headers: Record<string, string>) => Promise<T>): Promise<T> {
    const signIn = await this.asked();
    return signIn ? signIn.calling(call) : call({});
  }

  signIn(): void {
    void this.brought()?.again();
  }

  signOut(): void {
    void this.brought()?.out();
  }

  private async asked(): Promise<SignIn | undefined> {
    const {identity} = await this.config.read();
    return identity && this.signing(identity);
  }

  private signing(settings: IdentitySettings): Promise<SignIn> {
    return (this.bringing ??= this.bring(settings, (this.arrival ??= arrive(this.page)), this.page, callErrors).then(
      (signIn) => {
        this.brought.set(signIn);
        return signIn;
      },
      () => {
        this.bringing = undefined;
        throw callErrors.unavailable('Part of the page could not be loaded.');
      },
    ));
  }
}

/** Whoever calls a service tries again. */
function noMatter(): void {}
