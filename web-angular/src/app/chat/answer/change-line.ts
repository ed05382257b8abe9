import {isMeasure} from '../chart/chart-data';
import type {Cell, Cells, ColumnView} from '../model/answer';
import {cellFormat} from '../model/cell-format';
import {changeColumn, laterPeriod, periodColumn} from '../model/compared-periods';

/**
 * What a comparison of two numbers comes to ("−3.1 % from last week to this week"); undefined for groups, and where nothing is
 * compared. Of a measure that is itself in percent the change is in points too, as the board tells it.
 */
export function changeLine(columns: readonly ColumnView[], rows: readonly Cells[]): string | undefined {
  const change = columns.findIndex(({name}) => name === changeColumn);
  const period = columns.findIndex(({name}) => name === periodColumn);
  const newer = laterPeriod(columns, rows);
  const later = rows.find((row) => row[period] === newer);
  const earlier = rows.find((row) => row !== later);
  if (newer === undefined || rows.length !== 2 || !later || !earlier) {
    return undefined;
  }
  const percent = `${signed(later[change] as number, columns[change]!, [later[change]])} %`;
  const both = [...pointsBetween(earlier, later, columns), percent].join(', ');
  return `${both} from ${earlier[period]} to ${later[period]}`;
}

function pointsBetween(earlier: Cells, later: Cells, columns: readonly ColumnView[]): string[] {
  const first = columns.findIndex((column) => isMeasure(column) && column.name !== changeColumn);
  const before = earlier[first];
  const now = later[first];
  return columns[first]?.unit === '%' && typeof before === 'number' && typeof now === 'number'
    ? [`${signed(now - before, columns[first], [before, now])} points`]
    : [];
}

/** With as many decimals as the column's `cells` need. */
function signed(value: number, column: ColumnView, cells: readonly Cell[]): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  return `${sign}${cellFormat(column, cells)(Math.abs(value))}`;
}
