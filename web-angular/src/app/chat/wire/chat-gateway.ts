import {Injectable, inject} from '@angular/core';
import {Code, ConnectError} from '@connectrpc/connect';
import {FETCH, PageConfig} from '../../config/page-config';
import {Identity} from '../../identity/identity';
import type {AnswerView, Cells, ColumnView, FailureView, ProgressView} from '../model/answer';
import {RowsGone} from '../model/answer-rows';
import type {BoundFilters, SessionSummary} from '../model/turn';
import {CHAT_CLIENT} from './chat-client';
import {answerFromWire, failureFromWire, progressFromWire, rowsFromWire} from './from-wire';

export type AskEvent =
  | {readonly kind: 'progress'; readonly progress: ProgressView}
  | {readonly kind: 'answer'; readonly answer: AnswerView}
  | {readonly kind: 'failure'; readonly failure: FailureView};

export interface HistoryTurn {
  readonly question: string;
  readonly atMs: number;
  readonly answer: AnswerView | undefined;
  readonly failure: FailureView | undefined;
}

export type ExportFormat = 'csv' | 'json';

/** An Ask has the service's own limits; everything else is quick or broken. */
const deadlineMs = 15_000;

/** The chat service in plain values. Failures of the connection become sentences for people. */
@Injectable({providedIn: 'root'})
export class ChatGateway {
  private readonly client = inject(CHAT_CLIENT);
  private readonly fetch = inject(FETCH);
  private readonly config = inject(PageConfig);
  private readonly identity = inject(Identity);

  /**
   * Progress, then one answer or one failure, whatever happens to the connection; a call cut by `signal` just ends. A
   * connection that is lost before the service has said a word is tried once more.
   */
  async *ask(sessionId: string, message: string, bound: BoundFilters, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const boundFilters = Object.fromEntries(
      Object.entries(bound).map(([dimension, values]) => [dimension, {values: [...values]}]),
    );
    for (let isRepeated = false; ; isRepeated = true) {
      let heard = false;
      try {
        for await (const {update} of this.client.ask({sessionId, message, boundFilters}, {signal})) {
          heard = true;
          if (update.case === 'progress') {
            yield {kind: 'progress', progress: progressFromWire(update.value)};
          } else if (update.case === 'answer') {
            yield {kind: 'answer', answer: answerFromWire(update.value)};
            return;
          } else if (update.case === 'failure') {
            yield {kind: 'failure', failure: failureFromWire(update.value)};
            return;
          }
        }
        yield broken('The chat service ended without an answer. Ask again.');
        return;
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (heard || isRepeated || !isLostConnection(error)) {
          yield {kind: 'failure', failure: failureOf(error)};
          return;
        }
      }
    }
  }

  /** Fails with `RowsGone` when the service no longer keeps the answer. */
  async rows(
    sessionId: string,
    queryId: string,
    columns: readonly ColumnView[],
    offset: number,
    limit: number,
  ): Promise<Cells[]> {
    try {
      const request = {sessionId, queryId, offset: BigInt(offset), limit};
      const {rows} = await this.client.getRows(request, {timeoutMs: deadlineMs});
      return rowsFromWire(rows, columns);
    } catch (error) {
      const {code, rawMessage} = ConnectError.from(error);
      throw code === Code.NotFound ? new RowsGone(rawMessage) : error;
    }
  }

  async suggestions(sessionId: string): Promise<readonly string[]> {
    return (await this.client.getSuggestions({sessionId}, {timeoutMs: deadlineMs})).suggestions;
  }

  /** Oldest first; a session that the service has never heard of has none. */
  async history(sessionId: string): Promise<HistoryTurn[]> {
    try {
      const {entries} = await this.client.getHistory({sessionId}, {timeoutMs: deadlineMs});
      return entries.map(({message, atUnixMs, outcome}) => ({
        question: message,
        atMs: Number(atUnixMs),
        answer: outcome.case === 'answer' ? answerFromWire(outcome.value) : undefined,
        failure: outcome.case === 'failure' ? failureFromWire(outcome.value) : undefined,
      }));
    } catch (error) {
      if (ConnectError.from(error).code === Code.NotFound) {
        return [];
      }
      throw error;
    }
  }

  /** Latest first. */
  async sessions(): Promise<SessionSummary[]> {
    const {sessions} = await this.client.listSessions({limit: 50}, {timeoutMs: deadlineMs});
    return sessions.map(({sessionId, title, lastAtUnixMs, questions}) => ({
      sessionId,
      title,
      lastAtMs: Number(lastAtUnixMs),
      questions,
    }));
  }

  /** The whole answer as a file. Fails with a sentence for people. */
  async export(queryId: string, format: ExportFormat): Promise<Blob> {
    const url = `${this.config.settings()?.chatUrl ?? ''}/api/chat/export`;
    let response: Response;
    try {
      response = await this.identity.calling(async (headers) => {
        const answer = await this.fetch(url, {
          method: 'POST',
          headers: {'content-type': 'application/json', ...headers},
          body: JSON.stringify({queryId, format}),
        });
        if (answer.status === 401) {
          throw new ConnectError(await problemOf(answer), Code.Unauthenticated);
        }
        return answer;
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) {
        throw new Error(refusal);
      }
      throw new Error('The chat service can’t be reached. Try again in a moment.');
    }
    if (!response.ok) {
      throw new Error(await problemOf(response));
    }
    return response.blob();
  }
}

/** What the service said when it refused who asks, which asking again does not change; undefined for every other failure. */
export function refusalOf(error: unknown): string | undefined {
  const {code, rawMessage} = ConnectError.from(error);
  return code === Code.PermissionDenied || code === Code.Unauthenticated
    ? rawMessage || 'The chat service refuses this page.'
    : undefined;
}

async function problemOf(response: Response): Promise<string> {
  const problem: {detail?: unknown; title?: unknown} = await response.json().catch(() => ({}));
  return String(problem.detail ?? problem.title ?? `The export failed (${response.status}).`);
}

function broken(message: string): AskEvent {
  return {kind: 'failure', failure: {kind: 'unavailable', message, retryable: true, sql: ''}};
}

/** A connection that was kept open may be closed by the other side just as it is used again: nobody has seen the question. */
function isLostConnection(error: unknown): boolean {
  return ConnectError.from(error).cause instanceof TypeError;
}

function failureOf(error: unknown): FailureView {
  const {code, rawMessage} = ConnectError.from(error);
  switch (code) {
    case Code.ResourceExhausted:
      return {kind: 'limit', message: rawMessage, retryable: true, sql: ''};
    case Code.DeadlineExceeded:
      return {kind: 'timedOut', message: rawMessage || 'The answer took too long.', retryable: true, sql: ''};
    case Code.InvalidArgument:
      return {kind: 'engine', message: rawMessage, retryable: false, sql: ''};
    case Code.PermissionDenied:
    case Code.Unauthenticated:
      return {kind: 'refused', message: rawMessage, retryable: false, sql: ''};
    case Code.Canceled:
      return {kind: 'cancelled', message: 'The question was stopped.', retryable: true, sql: ''};
    default:
      return {
        kind: 'unavailable',
        message:
          'The chat service can’t be reached, or the connection to it broke. Your question is kept: ask it again in a moment.',
        retryable: true,
        sql: '',
      };
  }
}
