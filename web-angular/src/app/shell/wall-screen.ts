import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, effect, inject, signal} from '@angular/core';

const parameter = 'wall';

/**
 * The board for a screen that people walk past: nothing but the numbers, larger, over the whole screen, which is kept
 * awake. `?wall` in the address opens the page like this.
 */
@Injectable({providedIn: 'root'})
export class WallScreen {
  private readonly document = inject(DOCUMENT);
  private readonly page = this.document.defaultView!;
  private readonly on = signal(new URLSearchParams(this.page.location.search).has(parameter));
  private awake: Promise<WakeLockSentinel | undefined> | undefined;
  readonly isOn = this.on.asReadonly();

  constructor() {
    effect(() => {
      this.document.documentElement.classList.toggle('wall', this.on());
      if (this.on()) {
        this.keepAwake();
      } else {
        this.letSleep();
      }
    });
    const leftFullScreen = () => !this.document.fullscreenElement && this.leave();
    // The browser takes the lock back while the tab is hidden.
    const seenAgain = () => !this.document.hidden && this.on() && this.keepAwake();
    this.document.addEventListener('fullscreenchange', leftFullScreen);
    this.document.addEventListener('visibilitychange', seenAgain);
    inject(DestroyRef).onDestroy(() => {
      this.document.removeEventListener('fullscreenchange', leftFullScreen);
      this.document.removeEventListener('visibilitychange', seenAgain);
      this.letSleep();
      this.document.documentElement.classList.remove('wall');
    });
  }

  /** Only what somebody pressed may fill the screen; without it the page is a wall screen in its window. */
  enter(): void {
    this.set(true);
    void this.document.documentElement.requestFullscreen?.().catch(() => undefined);
  }

  leave(): void {
    if (this.on()) {
      this.set(false);
      if (this.document.fullscreenElement) {
        void this.document.exitFullscreen();
      }
    }
  }

  private set(on: boolean): void {
    this.on.set(on);
    const address = new URL(this.page.location.href);
    if (on) {
      address.searchParams.set(parameter, '');
    } else {
      address.searchParams.delete(parameter);
    }
    this.page.history.replaceState(this.page.history.state, '', address);
  }

  private keepAwake(): void {
    this.letSleep();
    // Not every browser has it, and one on a low battery refuses.
    this.awake = this.page.navigator.wakeLock?.request('screen').catch(() => undefined);
  }

  private letSleep(): void {
    void this.awake?.then((lock) => lock?.release());
    this.awake = undefined;
  }
}
