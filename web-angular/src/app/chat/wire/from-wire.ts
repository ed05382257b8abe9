import type {ListValue, Value} from '@bufbuild/protobuf/wkt';
import {dimensions, type Dimension} from '../../filters/selection';
import {
  AnswerKind as WireAnswerKind,
  BoardAction as WireBoardAction,
  ColumnRole as WireColumnRole,
  FailureKind as WireFailureKind,
  Stage as WireStage,
  type Answer,
  type BoardCommand,
  type Chart,
  type Column,
  type Failure,
  type Progress,
} from '../../../generated/telemetry/v1/chat_pb.js';
import {
  chartKinds,
  type AnswerKind,
  type AnswerView,
  type BoardCommandView,
  type Cell,
  type Cells,
  type ChartHint,
  type ChartKind,
  type ColumnRole,
  type ColumnView,
  type FailureKind,
  type FailureView,
  type ProgressView,
  type Stage,
} from '../model/answer';

// With the client and the gateway, the only files that know protobuf. 64-bit counts become numbers: they stay far below 2^53.

const kinds: Partial<Record<WireAnswerKind, AnswerKind>> = {
  [WireAnswerKind.TABLE]: 'table',
  [WireAnswerKind.CLARIFICATION]: 'clarification',
  [WireAnswerKind.REFUSAL]: 'refusal',
  [WireAnswerKind.BOARD]: 'board',
};
const actions: Partial<Record<WireBoardAction, BoardCommandView['action']>> = {
  [WireBoardAction.CLEAR]: 'clear',
  [WireBoardAction.PAUSE]: 'pause',
  [WireBoardAction.RESUME]: 'resume',
  [WireBoardAction.BACK]: 'back',
};
const roles: Partial<Record<WireColumnRole, ColumnRole>> = {
  [WireColumnRole.DIMENSION]: 'dimension',
  [WireColumnRole.TIME]: 'time',
  [WireColumnRole.MEASURE]: 'measure',
};
const stages: Partial<Record<WireStage, Stage>> = {
  [WireStage.QUEUED]: 'queued',
  [WireStage.RUNNING]: 'running',
  [WireStage.PAGING]: 'paging',
};
const failures: Partial<Record<WireFailureKind, FailureKind>> = {
  [WireFailureKind.CANCELLED]: 'cancelled',
  [WireFailureKind.TIMED_OUT]: 'timedOut',
  [WireFailureKind.LIMIT]: 'limit',
  [WireFailureKind.UNAVAILABLE]: 'unavailable',
};
const numericTypes = new Set(['integer', 'real', 'decimal']);

export function answerFromWire(answer: Answer): AnswerView {
  const columns = answer.columns.map(columnFromWire);
  return {
    queryId: answer.queryId,
    kind: kinds[answer.kind] ?? 'explanation',
    text: answer.text,
    reading: answer.reading.map(({kind, text}) => ({kind, text})),
    assumptions: answer.assumptions,
    repairs: answer.repairs.map(({from, to}) => ({from, to})),
    columns,
    rows: rowsFromWire(answer.rows, columns),
    rowCount: Math.max(Number(answer.rowCount), answer.rows.length),
    truncated: answer.truncated,
    chart: answer.chart && chartFromWire(answer.chart),
    definitions: answer.definitions.map(({measure, name, text, unit}) => ({measure, name, text, unit})),
    sql: answer.sql,
    options: answer.options.map(({label, question}) => ({label, question})),
    unknownWords: answer.unknownWords,
    suggestions: answer.suggestions,
    queryMs: Number(answer.queryMs),
    planningMs: Number(answer.planningMs),
    cached: answer.cached,
    bytesScanned: Number(answer.bytesScanned),
    engine: answer.engine,
    freshAtMs: answer.freshAtUnixMs === undefined ? undefined : Number(answer.freshAtUnixMs),
    modelMade: answer.modelMade,
    atMs: Number(answer.atUnixMs),
    board: answer.board && boardFromWire(answer.board),
  };
}

export function rowsFromWire(rows: readonly ListValue[], columns: readonly ColumnView[]): Cells[] {
  const isNumeric = columns.map((column) => numericTypes.has(column.type));
  return rows.map((row) => row.values.map((value, index) => cellFromWire(value, isNumeric[index] ?? false)));
}

export function progressFromWire(progress: Progress): ProgressView {
  return {
    stage: stages[progress.stage] ?? 'planning',
    fraction: progress.fraction === undefined ? undefined : Math.min(1, Math.max(0, progress.fraction)),
    bytesScanned: Number(progress.bytesScanned),
    reading: progress.reading,
    note: progress.note,
  };
}

export function failureFromWire(failure: Failure): FailureView {
  return {
    kind: failures[failure.kind] ?? 'engine',
    message: failure.message,
    retryable: failure.retryable,
    sql: failure.sql,
  };
}

function boardFromWire({action, filters, window}: BoardCommand): BoardCommandView {
  const named = Object.entries(filters).map(([name, {values}]) => [dimensionFromWire(name), values] as const);
  return {
    action: actions[action] ?? 'show',
    filters: Object.fromEntries(named.filter(([dimension]) => dimension !== undefined)),
    window: window === '1m' || window === '5m' || window === '1h' ? window : undefined,
  };
}

function dimensionFromWire(name: string): Dimension | undefined {
  return dimensions.find((dimension) => dimension === (name === 'device_type' ? 'device' : name));
}

function columnFromWire(column: Column): ColumnView {
  return {
    name: column.name,
    title: column.title || column.name,
    type: column.type,
    unit: column.unit,
    role: roles[column.role] ?? 'other',
  };
}

function chartFromWire(chart: Chart): ChartHint {
  const kind = (chartKinds as readonly string[]).includes(chart.kind) ? (chart.kind as ChartKind) : 'table';
  return {kind, x: chart.x, y: chart.y, series: chart.series, reason: chart.reason};
}

/** Numbers that a double can't hold travel as text: they become numbers where that loses nothing. */
function cellFromWire({kind}: Value, isNumeric: boolean): Cell {
  switch (kind.case) {
    case 'numberValue':
    case 'boolValue':
      return kind.value;
    case 'stringValue': {
      const number = isNumeric && kind.value.trim() !== '' ? Number(kind.value) : NaN;
      return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : kind.value;
    }
    default:
      return undefined;
  }
}
