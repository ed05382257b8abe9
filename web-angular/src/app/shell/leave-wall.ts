import {DOCUMENT} from '@angular/common';
import {ChangeDetectionStrategy, Component, DestroyRef, inject, signal} from '@angular/core';
import {LucideMinimize2} from '@lucide/angular';
import {WallScreen} from './wall-screen';

/** How long the way out is in sight after somebody moved the pointer or pressed a key. */
const shownMs = 3_000;

/** The one control of a wall screen; like the pointer it shows itself to whoever moves it, and to the keyboard. */
@Component({
  selector: 'app-leave-wall',
  imports: [LucideMinimize2],
  template: `
    <button type="button" class="control" aria-keyshortcuts="Escape" [class.shown]="stirred()" (click)="wall.leave()">
      <svg lucideMinimize2 [size]="16"></svg>Leave wall screen
    </button>
  `,
  styleUrl: './leave-wall.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {'(document:pointermove)': 'stir()', '(document:keydown)': 'stir()'},
})
export class LeaveWall {
  protected readonly wall = inject(WallScreen);
  protected readonly stirred = signal(false);
  private readonly root = inject(DOCUMENT).documentElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.rest());
  }

  protected stir(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), shownMs);
    this.stirred.set(true);
    this.root.classList.add('stirred');
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.stirred.set(false);
    this.root.classList.remove('stirred');
  }
}
