import {ChangeDetectionStrategy, Component, inject, input} from '@angular/core';
import {ShownHalf} from './shown-half';

/** The first stops of the keyboard: past everything that repeats, to what one came for. Seen only while focused. */
@Component({
  selector: 'app-skip-links',
  template: `
    <button type="button" class="control" (click)="halves.reach('dashboard')">Skip to the dashboard</button>
    <button type="button" class="control" (click)="halves.reach('dashboard', '[role=list][tabindex]')">
      Skip to the events
    </button>
    @if (hasChat()) {
      <button type="button" class="control" (click)="halves.reach('chat', 'textarea')">Skip to the chat</button>
    }
  `,
  styles: `
    .control {
      position: absolute;
      z-index: 10;
      top: 10px;
      left: 12px;
      box-shadow: var(--shadow-raised);
    }

    .control:not(:focus) {
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      min-height: 0;
      overflow: hidden;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SkipLinks {
  readonly hasChat = input(false);
  protected readonly halves = inject(ShownHalf);
}
