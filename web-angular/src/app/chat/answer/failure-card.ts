import {ChangeDetectionStrategy, Component, computed, input, output, signal} from '@angular/core';
import {LucideCircleStop, LucideRotateCcw, LucideTriangleAlert} from '@lucide/angular';
import type {FailureKind, FailureView} from '../model/answer';
import {AnswerSql} from './answer-sql';

const titles: Record<FailureKind, string> = {
  cancelled: 'Stopped',
  timedOut: 'It took too long',
  limit: 'A limit was reached',
  unavailable: 'No answer right now',
  refused: 'No access',
  engine: 'The query failed',
};

/** What went wrong, what to do, and the way to try again. */
@Component({
  selector: 'app-failure-card',
  imports: [AnswerSql, LucideCircleStop, LucideRotateCcw, LucideTriangleAlert],
  template: `
    <div class="head" [class.calm]="isCalm()">
      @if (isCalm()) {
        <svg lucideCircleStop [size]="17"></svg>
      } @else {
        <svg lucideTriangleAlert [size]="17"></svg>
      }
      <div class="words">
        <p class="title">{{ title() }}</p>
        <p class="message">{{ failure().message }}</p>
      </div>
    </div>
    <div class="actions">
      @if (failure().retryable) {
        <button type="button" class="control" [disabled]="busy()" (click)="retried.emit()">
          <svg lucideRotateCcw [size]="14"></svg>{{ isCalm() ? 'Ask again' : 'Try again' }}
        </button>
      }
      @if (failure().sql) {
        <button
          type="button"
          class="small-control"
          [attr.aria-expanded]="showsSql()"
          (click)="showsSql.set(!showsSql())"
        >
          {{ showsSql() ? 'Hide SQL' : 'Show SQL' }}
        </button>
      }
    </div>
    @if (showsSql()) {
      <app-answer-sql [sql]="failure().sql" />
    }
  `,
  styleUrl: './failure-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FailureCard {
  readonly failure = input.required<FailureView>();
  /** Another question is under way. */
  readonly busy = input(false);
  readonly retried = output();
  protected readonly showsSql = signal(false);
  protected readonly isCalm = computed(() => this.failure().kind === 'cancelled');
  protected readonly title = computed(() => titles[this.failure().kind]);
}
