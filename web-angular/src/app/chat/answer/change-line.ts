import type {Cells, ColumnView} from '../model/answer';
import {cellFormat} from '../model/cell-format';

/** What a comparison of two numbers comes to ("−3.1 % from last week to this week"); undefined for groups, and where nothing is compared. */
export function changeLine(columns: readonly ColumnView[], rows: readonly Cells[]): string | undefined {
  const change = columns.findIndex((column) => column.name === 'change_percent');
  const period = columns.findIndex((column) => column.name === 'period');
  const later = rows.find((row) => typeof row[change] === 'number');
  const earlier = rows.find((row) => row !== later);
  if (change < 0 || period < 0 || rows.length !== 2 || !later || !earlier) {
    return undefined;
  }
  const percent = later[change] as number;
  const size = Math.abs(percent);
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : '±';
  return `${sign}${cellFormat(columns[change]!, [size])(size)} % from ${earlier[period]} to ${later[period]}`;
}
