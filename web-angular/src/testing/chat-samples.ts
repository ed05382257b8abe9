import {AnswerRows, type FetchRows} from '../app/chat/model/answer-rows';
import type {AnswerView, Cells, ColumnView, FailureView, ProgressView} from '../app/chat/model/answer';
import type {Turn} from '../app/chat/model/turn';

export function column(name: string, overrides: Partial<ColumnView> = {}): ColumnView {
  return {name, title: name, type: 'text', unit: '', role: 'dimension', ...overrides};
}

export function measure(name: string, overrides: Partial<ColumnView> = {}): ColumnView {
  return column(name, {type: 'integer', role: 'measure', ...overrides});
}

export function time(name: string, overrides: Partial<ColumnView> = {}): ColumnView {
  return column(name, {type: 'timestamp', role: 'time', ...overrides});
}

export function answer(overrides: Partial<AnswerView> = {}): AnswerView {
  return {
    queryId: 'q1',
    kind: 'table',
    text: 'Viewers by device, last 7 days',
    reading: [],
    assumptions: [],
    repairs: [],
    columns: [column('device_type', {title: 'Device'}), measure('viewers', {title: 'Viewers'})],
    rows: [],
    rowCount: 0,
    truncated: false,
    chart: undefined,
    definitions: [],
    sql: '',
    options: [],
    unknownWords: [],
    suggestions: [],
    queryMs: 120,
    planningMs: 5,
    cached: false,
    bytesScanned: 0,
    engine: 'DuckDB',
    freshAtMs: undefined,
    modelMade: false,
    atMs: 0,
    board: undefined,
    ...overrides,
  };
}

/** Rows that are all here; further ones come from `fetch`. */
export function rowsOf(first: readonly Cells[], rowCount = first.length, fetch?: FetchRows): AnswerRows {
  return new AnswerRows(first, rowCount, fetch ?? (() => Promise.reject(new Error('There are no further rows.'))));
}

export function progress(overrides: Partial<ProgressView> = {}): ProgressView {
  return {stage: 'running', fraction: undefined, bytesScanned: 0, reading: '', note: '', ...overrides};
}

export function failure(overrides: Partial<FailureView> = {}): FailureView {
  return {kind: 'engine', message: 'The engine gave up.', retryable: false, sql: '', ...overrides};
}

export function turn(id: number, question: string, overrides: Partial<Turn> = {}): Turn {
  return {
    id,
    question,
    askedAtMs: Date.now(),
    bound: {},
    outcome: {kind: 'answered', answer: answer({kind: 'explanation', text: `About ${question}`}), rows: rowsOf([])},
    ...overrides,
  };
}
