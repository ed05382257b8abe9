import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {LucideSparkles} from '@lucide/angular';
import {QuestionButtons} from '../answer/question-buttons';
import type {ConversationLink} from './conversation';

/** What an empty conversation says: what can be asked, with questions to begin with. */
@Component({
  selector: 'app-welcome',
  imports: [LucideSparkles, QuestionButtons],
  template: `
    <svg lucideSparkles class="mark" [size]="22" [strokeWidth]="1.75"></svg>
    <p class="title">Ask about your viewers</p>
    <p class="hint">
      Viewers, errors, stalls, bandwidth, watch time: by device, title, place or hour, now or in the days before. Every
      answer says how it read the question.
    </p>
    @if (link() === 'connecting') {
      <div class="bones" aria-hidden="true">
        @for (bone of [190, 240, 210, 170]; track bone) {
          <span class="skeleton bone" [style.width.px]="bone"></span>
        }
      </div>
    } @else if (choices().length > 0) {
      <app-question-buttons class="starters" [choices]="choices()" (chosen)="asked.emit($event)" />
    }
  `,
  styleUrl: './welcome.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Welcome {
  readonly starters = input.required<readonly string[]>();
  readonly link = input.required<ConversationLink>();
  readonly asked = output<string>();
  protected readonly choices = computed(() => this.starters().map((question) => ({label: question, question})));
}
