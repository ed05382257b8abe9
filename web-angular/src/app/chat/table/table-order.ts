import type {Cell, Cells, ColumnView} from '../model/answer';
import type {Row} from '../model/answer-rows';
import {isNumeric, isTime, timeOf} from '../model/cell-format';

export interface TableSort {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** Clicking a heading: the useful direction first (largest number, first name), then the other, then the answer's own order. */
export function nextSort(sort: TableSort | undefined, column: number, of: ColumnView): TableSort | undefined {
  const first = isNumeric(of) ? 'descending' : 'ascending';
  if (sort?.column !== column) {
    return {column, direction: first};
  }
  return sort.direction === first ? {column, direction: first === 'ascending' ? 'descending' : 'ascending'} : undefined;
}

/** Rows in that order; rows that are equal keep theirs, and what has no value comes last either way. */
export function sorted(
  rows: readonly Row[],
  columns: readonly ColumnView[],
  sort: TableSort | undefined,
): readonly Row[] {
  if (!sort) {
    return rows;
  }
  const key = keyOf(columns[sort.column]!);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({row, key: key(row.cells?.[sort.column])}));
  keyed.sort((a, b) =>
    a.key === undefined || b.key === undefined
      ? Number(a.key === undefined) - Number(b.key === undefined)
      : sign * compare(a.key, b.key),
  );
  return keyed.map(({row}) => row);
}

/** The table for a spreadsheet: tabs between cells, numbers and times as they came, not as they are written here. */
export function asTabSeparated(columns: readonly ColumnView[], rows: readonly Cells[]): string {
  const plain = (cell: Cell) => (cell === undefined ? '' : String(cell).replace(/[\t\r\n]+/g, ' '));
  const headings = columns.map((column) => (column.unit === '' ? column.title : `${column.title} (${column.unit})`));
  return [headings, ...rows.map((row) => row.map(plain))].map((cells) => cells.join('\t')).join('\n');
}

const collator = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

function keyOf(column: ColumnView): (cell: Cell) => string | number | undefined {
  if (isTime(column)) {
    return (cell) => timeOf(cell);
  }
  return (cell) => (typeof cell === 'boolean' ? Number(cell) : cell);
}
