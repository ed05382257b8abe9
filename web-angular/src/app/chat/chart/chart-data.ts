import {undefinedNumber} from '../../common/numbers';
import type {Cell, Cells, ChartHint, ChartKind, ColumnView} from '../model/answer';
import {cellFormat, isNumeric, isTime, timeOf, type CellFormat} from '../model/cell-format';
import {clockOf, onClock} from './chart-clock';
import {changeColumn, laterPeriod, periodColumn} from '../model/compared-periods';

export interface ChartSeries {
  readonly name: string;
  readonly unit: string;
  readonly format: CellFormat;
  /** One for each category. */
  readonly values: readonly (number | undefined)[];
}

/** What a chart draws, free of any chart library. */
export interface ChartData {
  readonly isTime: boolean;
  /** The axis has an order of its own: moments, hours of the day. */
  readonly isOrdered: boolean;
  readonly xTitle: string;
  /** Zone whose clock the axis shows; empty where it shows no time. */
  readonly clock: string;
  /** In words, as the axis writes them. */
  readonly categories: readonly string[];
  /** Of the categories when the axis is time: milliseconds since 1970 as `clock` shows them, so that they read as UTC. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** What is measured. */
  readonly measures: readonly string[];
  /** What the answer measures besides, which the chart does not draw; the table has it. */
  readonly otherMeasures: readonly string[];
  /** Categories and groups that there was no room for; the table has them. */
  readonly leftOut: number;
}

/** What can be told apart and read in half a page. */
const mostSeries = 8;
const mostCategories: Record<ChartKind, number> = {
  number: 1,
  line: 1_000,
  bar: 30,
  groupedBar: 24,
  donut: 8,
  table: 0,
};

interface Axes {
  readonly x: number;
  readonly y: readonly number[];
  readonly series: number;
}

/** The data of a chart of this kind; undefined when the answer has no columns for one. */
export function chartData(
  kind: ChartKind,
  columns: readonly ColumnView[],
  rows: readonly Cells[],
  hint: ChartHint | undefined,
  zone = 'UTC',
): ChartData | undefined {
  const read = axesOf(columns, rows, hint);
  const axes = read && kind === 'groupedBar' ? withFewSeries(read, rows) : read;
  if (!axes || rows.length === 0 || kind === 'table' || kind === 'number') {
    return undefined;
  }
  const xColumn = columns[axes.x]!;
  const clock = clockOf(xColumn, zone);
  const onAxis = onClock(xColumn, clock);
  const xKeys = inOrder(axes.x, columns, rows);
  const overTime = isTime(xColumn);
  if (overTime) {
    xKeys.sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0));
  }
  // Of time the newest part is kept, of a ranking the top.
  const room = mostCategories[kind];
  const shown = overTime ? xKeys.slice(-room) : xKeys.slice(0, room);
  const written = shown.map(onAxis);
  const place = new Map(shown.map((key, index) => [key, index]));
  const all = axes.series >= 0 ? pivoted(axes, columns, rows, place) : measured(axes, columns, rows, place);
  const series = all.slice(0, kind === 'donut' || kind === 'bar' ? 1 : mostSeries);
  const isPivoted = axes.series >= 0;
  const drawn = axes.y.slice(0, isPivoted ? 1 : series.length);
  const undrawn = measuresOf(columns).filter(
    (index) => index !== axes.x && !drawn.includes(index) && columns[index]!.name !== changeColumn,
  );
  const titles = (indexes: readonly number[]) => indexes.map((index) => columns[index]!.title);
  return {
    isTime: overTime,
    isOrdered: overTime || isNumeric(xColumn),
    xTitle: xColumn.title,
    clock,
    categories: written.map(cellFormat(xColumn, written)),
    times: overTime ? written.map((key) => timeOf(key) ?? 0) : [],
    series,
    measures: titles(drawn),
    otherMeasures: titles(undrawn),
    leftOut: xKeys.length - shown.length + (isPivoted ? all.length - series.length : 0),
  };
}

/**
 * The columns that a chart is made of: what the hint names, else what the columns' roles say. Undefined when rows would lie
 * on each other, because two of them have the same place on the axis and nothing tells them apart.
 */
export function axesOf(
  columns: readonly ColumnView[],
  rows: readonly Cells[],
  hint: ChartHint | undefined,
): Axes | undefined {
  const named = (name: string) => (name === '' ? -1 : columns.findIndex((column) => column.name === name));
  const measures = measuresOf(columns);
  const hinted = (hint?.y ?? []).map(named).filter((index) => index >= 0 && isNumeric(columns[index]!));
  const others = columns.flatMap((_, index) => (measures.includes(index) ? [] : [index]));
  const x = named(hint?.x ?? '');
  const own = x >= 0 ? x : (others.find((index) => isTime(columns[index]!)) ?? others[0] ?? -1);
  const series = named(hint?.series ?? '');
  const wanted = (hinted.length > 0 ? hinted : measures).filter((index) => index !== own);
  if (own < 0 || wanted.length === 0) {
    return undefined;
  }
  // One axis has one unit: measures of another one are for the table.
  const y = wanted.filter((index) => columns[index]!.unit === columns[wanted[0]!]!.unit);
  const rest = others.filter((index) => index !== own);
  const isUnique = new Set(rows.map((row) => row[own])).size === rows.length;
  if (series >= 0 && series !== own) {
    return {x: own, y, series};
  }
  return isUnique ? {x: own, y, series: -1} : rest.length === 1 ? {x: own, y, series: rest[0]!} : undefined;
}

/** The longer list lies along the axis: periods are compared for each device, not devices for each period. */
function withFewSeries(axes: Axes, rows: readonly Cells[]): Axes {
  const countOf = (index: number) => new Set(rows.map((row) => row[index])).size;
  return axes.series >= 0 && countOf(axes.series) > countOf(axes.x) ? {...axes, x: axes.series, series: axes.x} : axes;
}

/** Each y column is a series. */
function measured(
  axes: Axes,
  columns: readonly ColumnView[],
  rows: readonly Cells[],
  place: ReadonlyMap<Cell, number>,
): ChartSeries[] {
  return axes.y.map((index) => {
    const column = columns[index]!;
    const values = new Array<number | undefined>(place.size).fill(undefined);
    for (const row of rows) {
      const at = place.get(row[axes.x]);
      const cell = row[index];
      if (at !== undefined && typeof cell === 'number') {
        values[at] = cell;
      }
    }
    return {name: column.title, unit: column.unit, format: cellFormat(column, values), values};
  });
}

/** A number that is counted, not one that names a group, as an hour of the day. */
export function isMeasure(column: ColumnView): boolean {
  return isNumeric(column) && (column.role === 'measure' || column.role === 'other');
}

function measuresOf(columns: readonly ColumnView[]): number[] {
  return columns.flatMap((column, index) => (isMeasure(column) ? [index] : []));
}

/** Each value of the series column is a series of the first y column. */
function pivoted(
  axes: Axes,
  columns: readonly ColumnView[],
  rows: readonly Cells[],
  place: ReadonlyMap<Cell, number>,
): ChartSeries[] {
  const measure = columns[axes.y[0]!]!;
  const seriesColumn = columns[axes.series]!;
  const names = inOrder(axes.series, columns, rows);
  const write = cellFormat(seriesColumn, names);
  const format = cellFormat(
    measure,
    rows.map((row) => row[axes.y[0]!]),
  );
  const byName = new Map(names.map((name) => [name, new Array<number | undefined>(place.size).fill(undefined)]));
  for (const row of rows) {
    const at = place.get(row[axes.x]);
    const cell = row[axes.y[0]!];
    if (at !== undefined && typeof cell === 'number') {
      byName.get(row[axes.series])![at] = cell;
    }
  }
  return names.map((name) => ({name: write(name), unit: measure.unit, format, values: byName.get(name)!}));
}

/** What lies along the axis; of times also whose: "Hour of day, UTC". */
export function axisTitle({xTitle, clock}: ChartData): string {
  return clock === '' ? xTitle : `${xTitle}, ${clock}`;
}

/** One sentence that says what the picture shows, for those who do not see it. */
export function describeChart(kind: ChartKind, data: ChartData): string {
  const names: Record<ChartKind, string> = {
    number: 'Number',
    line: 'Line chart',
    bar: 'Bar chart',
    groupedBar: 'Grouped bar chart',
    donut: 'Donut chart',
    table: 'Table',
  };
  const parts = data.series.slice(0, 4).map((series) => {
    const known = series.values.flatMap((value, index) => (value === undefined ? [] : [{value, index}]));
    if (known.length === 0) {
      return `${series.name}: no values`;
    }
    const low = known.reduce((a, b) => (b.value < a.value ? b : a));
    const high = known.reduce((a, b) => (b.value > a.value ? b : a));
    const say = ({value, index}: {value: number; index: number}) =>
      `${series.format(value)}${series.unit ? ` ${series.unit}` : ''} (${data.categories[index] ?? undefinedNumber})`;
    return `${series.name}: highest ${say(high)}, lowest ${say(low)}`;
  });
  return `${names[kind]} by ${axisTitle(data)}, ${data.categories.length} values. ${parts.join('. ')}. The table has every value.`;
}

/** The column's values in the order of the rows; of two periods the earlier first, as time is read. */
function inOrder(index: number, columns: readonly ColumnView[], rows: readonly Cells[]): Cell[] {
  const cells = [...new Set(rows.map((row) => row[index]))];
  const later = columns[index]?.name === periodColumn ? laterPeriod(columns, rows) : undefined;
  return later === undefined ? cells : [...cells.filter((cell) => cell !== later), later];
}
