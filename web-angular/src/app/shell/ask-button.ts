import {ChangeDetectionStrategy, Component, inject, input} from '@angular/core';
import {LucideMessageCircleQuestionMark} from '@lucide/angular';
import type {Selection} from '../filters/selection';
import {AskThis, type Subject} from './ask-this';

/** Asks the chat about what it stands beside; absent on a page without a chat. */
@Component({
  selector: 'app-ask-button',
  imports: [LucideMessageCircleQuestionMark],
  template: `
    @if (askThis.canAsk()) {
      <button
        type="button"
        class="ask"
        title="Ask about this"
        [attr.aria-label]="'Ask about ' + of()"
        (click)="askThis.ask(subject(), about())"
      >
        <svg lucideMessageCircleQuestionMark [size]="14"></svg>
      </button>
    }
  `,
  styleUrl: './ask-button.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AskButton {
  readonly subject = input.required<Subject>();
  /** What it is about, in words. */
  readonly of = input.required<string>();
  /** What the question is narrowed to, beyond the board's own filters. */
  readonly about = input<Partial<Selection>>({});
  protected readonly askThis = inject(AskThis);
}
