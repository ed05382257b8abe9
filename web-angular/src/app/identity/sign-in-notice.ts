import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {LucideLock, LucideLogOut} from '@lucide/angular';
import type {Reason} from './sign-in-state';

const titles: Record<Reason, string> = {
  away: 'The sign-in service does not answer.',
  refused: 'The sign-in was refused.',
  mismatch: 'This answer of the sign-in service is not for this tab.',
  insecure: 'Signing in needs HTTPS.',
  unfinished: 'You are not signed in yet.',
  ended: 'Your sign-in has ended.',
  notAccepted: 'The services do not accept your sign-in.',
  signedOut: 'You are signed out.',
};

const advice: Partial<Record<Reason, string>> = {
  away: 'Nothing is lost: what you look at is in the address of the page.',
  mismatch: 'It was used before, or belongs to a sign-in that was begun elsewhere.',
  insecure: 'Ask for an address that begins with https.',
  unfinished: 'You came back before it was done.',
  ended: 'What is on screen stays, and grows old.',
};

/** Why the page has nothing to show to whom it does not know, what was said, and the way to sign in again. */
@Component({
  selector: 'app-sign-in-notice',
  imports: [LucideLock, LucideLogOut],
  template: `
    <section class="notice" aria-label="Sign-in" [class.calm]="isCalm()">
      @if (isCalm()) {
        <svg lucideLogOut [size]="18"></svg>
      } @else {
        <svg lucideLock [size]="18"></svg>
      }
      <p class="words" role="alert">
        <b>{{ title() }}</b>
        {{ advice() }}
        @if (detail()) {
          <span class="said">Reason: {{ detail() }}</span>
        }
      </p>
      <button type="button" class="control again" (click)="signedIn.emit()">Sign in again</button>
    </section>
  `,
  styleUrl: './sign-in-notice.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignInNotice {
  readonly reason = input.required<Reason>();
  /** What the issuer or a service said, in its own words. */
  readonly detail = input('');
  readonly signedIn = output();

  protected readonly isCalm = computed(() => this.reason() === 'signedOut');
  protected readonly title = computed(() => titles[this.reason()]);
  protected readonly advice = computed(() => advice[this.reason()] ?? '');
}
