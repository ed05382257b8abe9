import type {AnswerRows} from './answer-rows';
import type {AnswerView, FailureView, ProgressView} from './answer';

/** A filter of the dashboard that a question is bound to, in the wire's vocabulary. */
export type BoundFilters = Readonly<Record<string, readonly string[]>>;

/** A question and what became of it. */
export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly askedAtMs: number;
  readonly bound: BoundFilters;
  readonly outcome: Outcome;
}

export type Outcome =
  | {readonly kind: 'asking'; readonly progress: ProgressView}
  | {readonly kind: 'answered'; readonly answer: AnswerView; readonly rows: AnswerRows}
  | {readonly kind: 'failed'; readonly failure: FailureView};

export interface SessionSummary {
  readonly sessionId: string;
  readonly title: string;
  readonly lastAtMs: number;
  readonly questions: number;
}
