import {count, decimal, label, undefinedNumber} from '../../common/numbers';
import type {Cell, Cells, ColumnView} from './answer';

const day = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
const minute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const second = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});
/** Columns whose values are words of the event (METRICS), written as people do. */
const vocabulary = new Set(['device_type', 'event_type']);
const dayMs = 86_400_000;

/** Writes the cells of one column alike: as many decimals as the column needs, dates as short as they may be. */
export type CellFormat = (cell: Cell) => string;

export function isNumeric(column: ColumnView): boolean {
  return column.type === 'integer' || column.type === 'real' || column.type === 'decimal';
}

export function isTime(column: ColumnView): boolean {
  return column.type === 'date' || column.type === 'timestamp';
}

/** `sample` is what is known of the column; cells that come later are written like these. */
export function cellFormat(column: ColumnView, sample: readonly Cell[]): CellFormat {
  if (isNumeric(column)) {
    const digits = column.type === 'integer' ? 0 : digitsFor(sample);
    return (cell) => (typeof cell === 'number' ? decimal(cell, digits) : asText(cell));
  }
  if (isTime(column)) {
    const format = timeFormatFor(column, sample);
    return (cell) => {
      const atMs = timeOf(cell);
      return atMs === undefined ? asText(cell) : format.format(atMs);
    };
  }
  if (column.type === 'boolean') {
    return (cell) => (typeof cell === 'boolean' ? (cell ? 'Yes' : 'No') : asText(cell));
  }
  return vocabulary.has(column.name) ? (cell) => (typeof cell === 'string' ? label(cell) : asText(cell)) : asText;
}

/** Of each column, from its cells in `rows`. */
export function cellFormats(columns: readonly ColumnView[], rows: readonly Cells[]): CellFormat[] {
  return columns.map((column, index) =>
    cellFormat(
      column,
      rows.map((row) => row[index]),
    ),
  );
}

/** Unix milliseconds of a date or an ISO-8601 timestamp, which is in UTC even where it does not say so. */
export function timeOf(cell: Cell): number | undefined {
  if (typeof cell !== 'string') {
    return undefined;
  }
  const iso = cell.trim().replace(' ', 'T');
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes('T');
  const atMs = Date.parse(hasZone ? iso : `${iso}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

export function withUnit(text: string, unit: string): string {
  return unit === '' || text === undefinedNumber ? text : `${text} ${unit}`;
}

/** The column's heading; times say that they are in UTC, numbers what they are counted in. */
export function unitOf(column: ColumnView): string {
  return column.type === 'timestamp' ? 'UTC' : column.unit;
}

/** 1.2 MB: decimal units, as storage is paid for. */
export function byteCount(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? count(bytes) : decimal(value, value < 10 ? 1 : 0)} ${units[power]}`;
}

/** 340 ms, 1.2 s, 1 min 5 s. */
export function duration(ms: number): string {
  if (ms < 1_000) {
    return `${Math.max(0, Math.round(ms))} ms`;
  }
  const seconds = ms / 1_000;
  return seconds < 60 ? `${decimal(seconds, 1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

function asText(cell: Cell): string {
  return cell === undefined ? undefinedNumber : typeof cell === 'number' ? decimalOf(cell) : String(cell);
}

function decimalOf(value: number): string {
  return decimal(value, digitsFor([value]));
}

/** Three or four figures of the largest value are what somebody compares; the others line up with it. */
function digitsFor(sample: readonly Cell[]): number {
  const numbers = sample.filter((cell) => typeof cell === 'number');
  if (numbers.every(Number.isInteger)) {
    return 0;
  }
  const most = Math.max(...numbers.map(Math.abs));
  return most >= 1_000 ? 0 : most >= 100 ? 1 : most >= 1 ? 2 : most >= 0.1 ? 3 : 4;
}

function timeFormatFor(column: ColumnView, sample: readonly Cell[]): Intl.DateTimeFormat {
  const times = sample.map(timeOf).filter((atMs) => atMs !== undefined);
  // The hour that begins at midnight is not a day.
  if (/hour|minute/.test(column.name) && times.every((atMs) => atMs % 60_000 === 0)) {
    return minute;
  }
  return times.every((atMs) => atMs % dayMs === 0) ? day : times.every((atMs) => atMs % 60_000 === 0) ? minute : second;
}
