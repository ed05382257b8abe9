import {DOCUMENT} from '@angular/common';
import {Injectable, Injector, afterNextRender, inject, signal} from '@angular/core';

export type Half = 'dashboard' | 'chat';

/** Which half is in front where there is room for one only, and the way to it from anywhere on the page. */
@Injectable({providedIn: 'root'})
export class ShownHalf {
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  private readonly chosen = signal<Half>('dashboard');
  readonly half = this.chosen.asReadonly();

  show(half: Half): void {
    this.chosen.set(half);
  }

  /** Shows a half and puts the focus on what `selector` names in it, or on the half itself. */
  reach(half: Half, selector?: string): void {
    this.show(half);
    const focus = () => {
      const whole = this.document.getElementById(`half-${half}`);
      const wanted = (selector === undefined ? undefined : whole?.querySelector<HTMLElement>(selector)) ?? whole;
      wanted?.focus();
      return wanted !== null && this.document.activeElement === wanted;
    };
    // At once where it is in sight: whoever goes on typing means that place. What is hidden takes no focus until it is drawn.
    if (!focus()) {
      afterNextRender(() => void focus(), {injector: this.injector});
    }
  }
}
