import {ChangeDetectionStrategy, Component, inject} from '@angular/core';
import {LucideListFilter, LucideX} from '@lucide/angular';
import {BoundFilters} from '../conversation/bound-filters';

/** The board's filters that the next question is about; each can be left aside without changing the board. */
@Component({
  selector: 'app-bound-chips',
  imports: [LucideListFilter, LucideX],
  template: `
    @if (bound.chips().length > 0 || bound.leftAside() > 0 || bound.notAsked().length > 0) {
      <div class="bound" role="group" aria-label="The question is about">
        <svg lucideListFilter [size]="13"></svg>
        <span class="about">{{ bound.chips().length > 0 ? 'About' : 'About everything' }}</span>
        @for (chip of bound.chips(); track chip.dimension + chip.value) {
          <button
            type="button"
            class="chip"
            [attr.aria-label]="'Ask without ' + chip.name + ' ' + chip.label"
            (click)="bound.remove(chip)"
          >
            {{ chip.label }}<svg lucideX [size]="12"></svg>
          </button>
        }
        @for (name of bound.notAsked(); track name) {
          <span class="unused">{{ name }} is not applied to questions</span>
        }
        @if (bound.leftAside() > 0) {
          <button type="button" class="restore" (click)="bound.restore()">Use the board’s filters</button>
        }
      </div>
    }
  `,
  styleUrl: './bound-chips.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BoundChips {
  protected readonly bound = inject(BoundFilters);
}
