import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {LucideListFilter} from '@lucide/angular';
import {AnswerCard} from '../answer/answer-card';
import {FailureCard} from '../answer/failure-card';
import {ProgressLine} from '../answer/progress-line';
import type {Turn} from '../model/turn';
import {describeBound} from './bound-filters';

const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const dated = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
const dayMs = 86_400_000;

/** A question as a bubble, and beneath it its progress, its answer or its failure. What shows answers is fetched with the first question. */
@Component({
  selector: 'app-turn-view',
  imports: [AnswerCard, FailureCard, LucideListFilter, ProgressLine],
  template: `
    <div class="question">
      <h3 class="bubble"><span class="visually-hidden">You asked: </span>{{ turn().question }}</h3>
      <p class="meta numeric">
        @if (bound().length > 0) {
          <svg lucideListFilter [size]="12"></svg><span>{{ bound().join(', ') }}</span
          ><span aria-hidden="true">·</span>
        }
        <time [attr.datetime]="iso()">{{ time() }}</time>
      </p>
    </div>
    @let outcome = turn().outcome;
    <article class="outcome" aria-label="Answer" [attr.data-outcome]="outcome.kind">
      @switch (outcome.kind) {
        @case ('asking') {
          <app-progress-line
            [progress]="outcome.progress"
            [askedAtMs]="turn().askedAtMs"
            (cancelled)="cancelled.emit()"
          />
        }
        @case ('failed') {
          <app-failure-card [failure]="outcome.failure" [busy]="busy()" (retried)="retried.emit()" />
        }
      }
      @defer (when outcome.kind === 'answered'; prefetch on immediate) {
        @if (outcome.kind === 'answered') {
          <app-answer-card
            [answer]="outcome.answer"
            [rows]="outcome.rows"
            [isNewest]="isNewest()"
            [busy]="busy()"
            [starters]="starters()"
            (asked)="asked.emit($event)"
          />
        }
      } @error {
        <p role="alert">This part of the page could not be fetched. Reload the page; the conversation is kept.</p>
      }
    </article>
  `,
  styleUrl: './turn-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TurnView {
  readonly turn = input.required<Turn>();
  readonly isNewest = input(false);
  readonly busy = input(false);
  readonly starters = input<readonly string[]>([]);
  readonly asked = output<string>();
  readonly retried = output();
  readonly cancelled = output();

  protected readonly bound = computed(() => describeBound(this.turn().bound));
  protected readonly iso = computed(() => new Date(this.turn().askedAtMs).toISOString());
  protected readonly time = computed(() => {
    const atMs = this.turn().askedAtMs;
    return (Date.now() - atMs < dayMs / 2 ? clock : dated).format(atMs);
  });
}
