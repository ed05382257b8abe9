import type {AnswerView, Cell, Cells, ChartKind} from '../model/answer';
import {isNumeric, isTime} from '../model/cell-format';
import {axesOf, isMeasure} from './chart-data';

/** Somebody who watched on two devices is in both counts: such parts do not add up to the whole. */
const overlapping = new Set(['viewers']);
/** Slices beyond this can't be told apart in a ring. */
const mostSlices = 8;

/** Beside bars so many times as long, others can't be compared any more. */
const widestScale = 20;

/** Kinds that would show this answer without misleading, in the order of the switch; the table always does. */
export function possibleKinds(answer: AnswerView, rows: readonly Cells[]): ChartKind[] {
  const axes = axesOf(answer.columns, rows, answer.chart);
  const hinted = answer.chart?.kind;
  const kinds = new Set<ChartKind>(['table']);
  if (rows.length === 1 && answer.columns.some(isMeasure)) {
    kinds.add('number');
  }
  // A list of things with many names is not about one of them: only the planner may say that it is.
  const names = answer.columns.filter((column) => !isMeasure(column)).length;
  if (axes && rows.length > 1 && (names <= 2 || (hinted !== undefined && hinted !== 'table'))) {
    const x = answer.columns[axes.x]!;
    const measure = answer.columns[axes.y[0]!]!;
    const isGrouped = axes.series >= 0 || axes.y.length > 1;
    const drawnTogether = isGrouped && (axes.series >= 0 || haveOneScale(axes.y, rows));
    kinds.add(isGrouped ? 'groupedBar' : 'bar');
    const moments = new Set(rows.map((row) => row[axes.x])).size;
    if (moments > 1 && (isTime(x) || isNumeric(x))) {
      kinds.add('line');
    }
    const values = rows.map((row) => row[axes.y[0]!]);
    const hasAllParts = hasEveryPart(answer, measure.unit, values);
    const isPartOfWhole =
      hasAllParts &&
      !overlapping.has(measure.name) &&
      x.name !== 'period' &&
      (measure.type === 'integer' || measure.unit === 'h') &&
      values.every((value) => typeof value === 'number' && value >= 0);
    if (!isTime(x) && !isNumeric(x) && !isGrouped && rows.length <= mostSlices && isPartOfWhole) {
      kinds.add('donut');
    }
    // The planner knows more than the columns say: an ordered axis that is no time, shares that add up.
    if (
      hinted &&
      hinted !== 'number' &&
      // The planner's bars are of its first measure alone.
      (hinted !== 'bar' || !drawnTogether) &&
      (hinted !== 'line' || moments > 1) &&
      (hinted !== 'donut' || (rows.length <= mostSlices && hasAllParts))
    ) {
      kinds.add(hinted);
    }
  }
  const order: readonly ChartKind[] = ['number', 'line', 'bar', 'groupedBar', 'donut', 'table'];
  return order.filter((kind) => kinds.has(kind));
}

/** What is shown first: the planner's choice where it can be drawn. */
export function firstKind(answer: AnswerView, kinds: readonly ChartKind[]): ChartKind {
  const hinted = answer.chart?.kind;
  if (hinted === 'bar' && !kinds.includes('bar') && kinds.includes('groupedBar')) {
    return 'groupedBar';
  }
  return hinted && kinds.includes(hinted) ? hinted : (kinds[0] ?? 'table');
}

/** The first five of many are no whole: their ring would make shares of the five. Shares show it by their sum. */
function hasEveryPart(answer: AnswerView, unit: string, values: readonly Cell[]): boolean {
  if (unit === '%') {
    const sum = values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
    return Math.abs(sum - 100) < 1;
  }
  return !answer.truncated && !answer.reading.some(({kind}) => kind === 'limit');
}

/** Whether bars of these measures can be read beside each other. */
function haveOneScale(measures: readonly number[], rows: readonly Cells[]): boolean {
  const largest = measures.map((index) =>
    Math.max(
      0,
      ...rows
        .map((row) => row[index])
        .filter((cell) => typeof cell === 'number')
        .map(Math.abs),
    ),
  );
  return Math.max(...largest) <= widestScale * Math.min(...largest);
}
