import type {Cells, ColumnView} from '../model/answer';
import {unitOf, type CellFormat} from '../model/cell-format';

/** Pixels that a character takes in a cell and in the smaller heading, generously. */
const perCharacter = 7;
const perCapital = 8.8;
const perHeadingCharacter = 6.7;
const padding = 24;
const sortMark = 17;
const narrowest = 72;
const widest = 340;
/** Rows that are measured; the others are rarely wider, and longer text ends in an ellipsis. */
const measured = 300;

/** How wide each column must be for its heading and cells, in pixels: known before anything is drawn, so nothing jumps. */
export function columnWidths(
  columns: readonly ColumnView[],
  rows: readonly Cells[],
  formats: readonly CellFormat[],
): number[] {
  const sample = rows.slice(0, measured);
  return columns.map((column, index) => {
    const heading = headingLength(`${column.title} ${unitOf(column)}`.trim()) * perHeadingCharacter + sortMark;
    const cells = sample.reduce((most, row) => Math.max(most, widthOf(formats[index]!(row[index]))), 0);
    return Math.round(Math.min(widest, Math.max(narrowest, heading + padding, cells + padding)));
  });
}

function widthOf(text: string): number {
  const capitals = text.match(/[A-Z0-9_]/g)?.length ?? 0;
  return capitals * perCapital + (text.length - capitals) * perCharacter;
}

/** A heading may take two lines, broken between words. */
function headingLength(text: string): number {
  const words = text.split(' ');
  const lines = words.map((_, index) => {
    const first = words.slice(0, index + 1).join(' ').length;
    return Math.max(first, text.length - first - 1);
  });
  return text.length <= 10 ? text.length : Math.min(...lines);
}
