import type {Selection} from '../../filters/selection';
import type {WindowName} from '../../live/view';

/** What a conversation shows, in plain values. Components know these and never the protobuf types. */

export type Cell = string | number | boolean | undefined;
export type Cells = readonly Cell[];

export type ColumnRole = 'dimension' | 'time' | 'measure' | 'other';

export interface ColumnView {
  readonly name: string;
  readonly title: string;
  /** text, integer, real, decimal, boolean, date or timestamp. */
  readonly type: string;
  /** %, ms, s, h, Mbit/s or empty. */
  readonly unit: string;
  readonly role: ColumnRole;
}

export const chartKinds = ['number', 'line', 'bar', 'groupedBar', 'donut', 'table'] as const;
export type ChartKind = (typeof chartKinds)[number];

/** How the planner would draw the answer. */
export interface ChartHint {
  readonly kind: ChartKind;
  readonly x: string;
  readonly y: readonly string[];
  readonly series: string;
  readonly reason: string;
}

export interface ReadingPart {
  /** measure, time, filter, dimension, grain, comparison, order, limit or analysis. */
  readonly kind: string;
  readonly text: string;
}

export interface DefinitionView {
  readonly measure: string;
  readonly name: string;
  readonly text: string;
  readonly unit: string;
}

export interface Choice {
  readonly label: string;
  readonly question: string;
}

/** An order to the board instead of an answer. */
export interface BoardCommandView {
  readonly action: 'show' | 'clear' | 'pause' | 'resume' | 'back';
  /** What alone is to be shown; nothing named = the filters stay. */
  readonly filters: Partial<Selection>;
  /** Undefined = the window stays. */
  readonly window: WindowName | undefined;
}

export type AnswerKind = 'table' | 'clarification' | 'refusal' | 'explanation' | 'board';

export interface AnswerView {
  /** Handle for further rows and export; empty without a table. */
  readonly queryId: string;
  readonly kind: AnswerKind;
  readonly text: string;
  readonly reading: readonly ReadingPart[];
  readonly assumptions: readonly string[];
  readonly repairs: readonly {readonly from: string; readonly to: string}[];
  readonly columns: readonly ColumnView[];
  /** The first rows; none when the answer comes from the history. */
  readonly rows: readonly Cells[];
  /** Rows that the answer has in all. */
  readonly rowCount: number;
  /** There were more rows than an answer may have. */
  readonly truncated: boolean;
  readonly chart: ChartHint | undefined;
  readonly definitions: readonly DefinitionView[];
  readonly sql: string;
  readonly options: readonly Choice[];
  readonly unknownWords: readonly string[];
  readonly suggestions: readonly string[];
  readonly queryMs: number;
  readonly planningMs: number;
  readonly cached: boolean;
  readonly bytesScanned: number;
  readonly engine: string;
  /** Unix milliseconds of the newest event that the answer can know of; undefined when unknown. */
  readonly freshAtMs: number | undefined;
  readonly modelMade: boolean;
  readonly atMs: number;
  /** With kind board. */
  readonly board: BoardCommandView | undefined;
}

export type Stage = 'planning' | 'queued' | 'running' | 'paging';

export interface ProgressView {
  readonly stage: Stage;
  /** 0 to 1; undefined when unknown. */
  readonly fraction: number | undefined;
  readonly bytesScanned: number;
  readonly reading: string;
  readonly note: string;
}

export type FailureKind = 'cancelled' | 'timedOut' | 'limit' | 'unavailable' | 'refused' | 'engine';

export interface FailureView {
  readonly kind: FailureKind;
  readonly message: string;
  readonly retryable: boolean;
  readonly sql: string;
}
