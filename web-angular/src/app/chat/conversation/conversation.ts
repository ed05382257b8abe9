import {DestroyRef, Injectable, computed, inject, signal} from '@angular/core';
import {BackOff} from '../../live/back-off';
import type {AnswerView, ProgressView} from '../model/answer';
import {AnswerRows} from '../model/answer-rows';
import type {BoundFilters, Outcome, SessionSummary, Turn} from '../model/turn';
import {ChatGateway, refusalOf, type AskEvent, type HistoryTurn} from '../wire/chat-gateway';
import {BoardSteering} from './board-steering';
import {SessionId} from './session-id';

export const longestQuestion = 2_000;
/** What the service calls a session nobody has asked anything in yet is an empty history, so these are all states there are. */
export type ConversationLink = 'connecting' | 'ready' | 'unreachable' | 'refused';

const started: ProgressView = {stage: 'planning', fraction: undefined, bytesScanned: 0, reading: '', note: ''};

/** The conversation on screen: one question at a time, its progress, its answer; and the sessions before it. */
@Injectable({providedIn: 'root'})
export class Conversation {
  private readonly gateway = inject(ChatGateway);
  private readonly session = inject(SessionId);
  private readonly steering = inject(BoardSteering);
  private readonly backOff = new BackOff();
  private readonly shown = signal<readonly Turn[]>([]);
  private readonly starting = signal<readonly string[]>([]);
  private readonly reached = signal<ConversationLink>('connecting');
  private readonly refusing = signal('');
  private readonly others = signal<readonly SessionSummary[] | undefined>(undefined);
  private call = new AbortController();
  private opening = new AbortController();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private serial = 0;

  /** Oldest first. */
  readonly turns = this.shown.asReadonly();
  readonly isAsking = computed(() => this.shown().at(-1)?.outcome.kind === 'asking');
  /** Questions to begin with. */
  readonly starters = this.starting.asReadonly();
  readonly link = this.reached.asReadonly();
  /** What the service said when it refused who asks. */
  readonly refusal = this.refusing.asReadonly();
  readonly sessionId = this.session.value;
  /** Latest first; undefined until they were asked for and told. */
  readonly sessions = this.others.asReadonly();

  constructor() {
    void this.load();
    inject(DestroyRef).onDestroy(() => {
      this.call.abort();
      this.opening.abort();
      clearTimeout(this.retryTimer);
    });
  }

  /** Asks, unless a question is under way or there is nothing to ask. */
  ask(question: string, bound: BoundFilters = {}): void {
    const message = question.trim().slice(0, longestQuestion);
    if (message === '' || this.isAsking()) {
      return;
    }
    const turn: Turn = {
      id: ++this.serial,
      question: message,
      askedAtMs: Date.now(),
      bound,
      outcome: {kind: 'asking', progress: started},
    };
    this.shown.update((turns) => [...turns, turn]);
    void this.follow(turn);
  }

  /** Asks a question once more, as it was asked: in its place when it was the last one, else as a new one. */
  askAgain(turn: Turn): void {
    if (this.isAsking()) {
      return;
    }
    if (this.shown().at(-1)?.id === turn.id) {
      this.shown.update((turns) => turns.slice(0, -1));
    }
    this.ask(turn.question, turn.bound);
  }

  /** Stops the question under way, here and in the service. */
  cancel(): void {
    const turn = this.shown().at(-1);
    if (turn?.outcome.kind !== 'asking') {
      return;
    }
    this.call.abort();
    const message = 'You stopped this question.';
    this.settle(turn.id, {kind: 'failed', failure: {kind: 'cancelled', message, retryable: true, sql: ''}});
  }

  startNew(): void {
    this.leave();
    this.session.useNew();
    void this.load();
  }

  open(sessionId: string): void {
    if (sessionId !== this.session.value()) {
      this.leave();
      this.session.use(sessionId);
      void this.load();
    }
  }

  /** Tries at once what a timer would try later. */
  retryNow(): void {
    void this.load();
  }

  /** Asks which sessions there are; keeps what it knew when the service does not say. */
  async refreshSessions(): Promise<void> {
    try {
      this.others.set(await this.gateway.sessions());
    } catch {
      this.others.update((known) => known ?? []);
    }
  }

  private leave(): void {
    this.call.abort();
    this.shown.set([]);
    this.starting.set([]);
  }

  private async follow(turn: Turn): Promise<void> {
    const {signal} = (this.call = new AbortController());
    const sessionId = this.session.value();
    for await (const event of this.gateway.ask(sessionId, turn.question, turn.bound, signal)) {
      if (signal.aborted) {
        return;
      }
      this.settle(turn.id, this.outcomeOf(sessionId, event));
      if (event.kind === 'answer') {
        this.steering.apply(event.answer);
      }
    }
  }

  private outcomeOf(sessionId: string, event: AskEvent): Outcome {
    switch (event.kind) {
      case 'progress':
        return {kind: 'asking', progress: event.progress};
      case 'failure':
        return {kind: 'failed', failure: event.failure};
      case 'answer':
        this.reached.set('ready');
        return this.answered(sessionId, event.answer);
    }
  }

  private answered(sessionId: string, answer: AnswerView): Outcome {
    const rows = new AnswerRows(answer.rows, answer.rowCount, (offset, limit) =>
      this.gateway.rows(sessionId, answer.queryId, answer.columns, offset, limit),
    );
    return {kind: 'answered', answer, rows};
  }

  private settle(id: number, outcome: Outcome): void {
    this.shown.update((turns) => turns.map((turn) => (turn.id === id ? {...turn, outcome} : turn)));
  }

  /** Brings the session's history and questions to begin with; tries again by itself until the service answers. */
  private async load(): Promise<void> {
    this.opening.abort();
    clearTimeout(this.retryTimer);
    const {signal} = (this.opening = new AbortController());
    const sessionId = this.session.value();
    if (this.shown().length === 0 && this.reached() === 'ready') {
      this.reached.set('connecting');
    }
    try {
      const [history, starters] = await Promise.all([
        this.gateway.history(sessionId),
        this.gateway.suggestions(sessionId),
      ]);
      if (signal.aborted) {
        return;
      }
      this.backOff.reset();
      this.starting.set(starters);
      // What was asked while the history was on its way is newer than it, and may be in it already.
      const here = this.shown().map((turn) => turn.question);
      const restored = history.map((entry) => this.restored(sessionId, entry));
      const earlier = restored.slice(0, restored.length - overlap(history, here));
      this.shown.update((turns) => [...earlier, ...turns]);
      this.reached.set('ready');
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const refusal = refusalOf(error);
      this.refusing.set(refusal ?? '');
      this.reached.set(refusal === undefined ? 'unreachable' : 'refused');
      if (refusal === undefined) {
        this.retryTimer = setTimeout(() => void this.load(), this.backOff.nextDelayMs());
      }
    }
  }

  private restored(sessionId: string, {question, atMs, answer, failure}: HistoryTurn): Turn {
    const outcome: Outcome = answer
      ? this.answered(sessionId, answer)
      : {
          kind: 'failed',
          failure: failure ?? {kind: 'cancelled', message: 'This question has no answer.', retryable: true, sql: ''},
        };
    return {id: ++this.serial, question, askedAtMs: atMs, bound: {}, outcome};
  }
}

/** How many of the last entries are the first of `questions`. */
function overlap(entries: readonly HistoryTurn[], questions: readonly string[]): number {
  for (let length = Math.min(entries.length, questions.length); length > 0; length--) {
    if (entries.slice(-length).every(({question}, index) => question === questions[index])) {
      return length;
    }
  }
  return 0;
}
