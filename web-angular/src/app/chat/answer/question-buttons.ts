import {ChangeDetectionStrategy, Component, input, output} from '@angular/core';
import {LucideCornerDownRight} from '@lucide/angular';
import type {Choice} from '../model/answer';

/** Questions that are asked with one click: to begin with, to go on, or to choose a reading. */
@Component({
  selector: 'app-question-buttons',
  imports: [LucideCornerDownRight],
  template: `
    @if (heading(); as text) {
      <p class="heading">{{ text }}</p>
    }
    <ul class="list" [attr.aria-label]="heading() || 'Questions to ask'">
      @for (choice of choices(); track $index) {
        <li>
          <button type="button" class="question" [disabled]="disabled()" (click)="chosen.emit(choice.question)">
            <svg lucideCornerDownRight [size]="14"></svg>
            <span>{{ choice.label }}</span>
          </button>
        </li>
      }
    </ul>
  `,
  styleUrl: './question-buttons.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QuestionButtons {
  readonly choices = input.required<readonly Choice[]>();
  readonly heading = input('');
  readonly disabled = input(false);
  /** The question to ask. */
  readonly chosen = output<string>();
}
