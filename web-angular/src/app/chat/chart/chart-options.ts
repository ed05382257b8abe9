import type {EChartsCoreOption} from 'echarts/core';
import {share, shortCount} from '../../common/numbers';
import type {ChartKind} from '../model/answer';
import {withUnit} from '../model/cell-format';
import {axisTitle, type ChartData, type ChartSeries} from './chart-data';
import type {ChartColours} from './chart-drawing';

const size = 12;
const longestTickUnit = 6;
/** Upright bars beside each other have room for so many numbers at most. */
const mostLabelled = 8;
/** Pixels beside a lying bar for its number, and those of a letter of its unit. */
const roomForNumber = 64;
const letter = 7;
/** Pixels beneath the labels of the axis for the name of its clock: the library keeps room for the labels alone. */
const roomForClock = 18;
const belowLabels = 26;
const dayMs = 86_400_000;
/** Pixels left of the bars, for the numbers of the axis. */
const roomForAxis = 90;
/** Pixels of the axis for each moment on it: fewer where it is short, so that days are named before hours. */
const roomForMoment = 100;
/** By name, because the library measures text on a canvas, where nothing is inherited. */
const fontFamily = "'Inter Variable', system-ui, sans-serif";

/** Bars lie down when their names are many or long: names are read, not tilted. */
export function liesDown(kind: ChartKind, data: ChartData): boolean {
  return (
    (kind === 'bar' || kind === 'groupedBar') &&
    !data.isOrdered &&
    (data.categories.length > 6 || data.categories.some((name) => name.length > 12))
  );
}

/** Pixels that a chart needs to be read; its place is kept before it is drawn. */
export function chartHeight(kind: ChartKind, data: ChartData): number {
  const legend = data.series.length > 1 ? 32 : 0;
  if (liesDown(kind, data)) {
    const bars = data.series.length;
    return data.categories.length * Math.max(26, bars * 13 + 10) + (bars > 1 ? 44 : 16) + legend;
  }
  return kind === 'donut' ? 200 : 250 + legend + (data.clock === '' ? 0 : roomForClock);
}

/** Everything that ECharts is told about one chart. */
export function chartOptions(
  kind: ChartKind,
  data: ChartData,
  colours: ChartColours,
  animate: boolean,
  width: number,
): EChartsCoreOption {
  const isRing = kind === 'donut';
  const common = {
    animation: animate,
    animationDuration: 300,
    color: [...colours.series],
    textStyle: {fontFamily, fontSize: size, color: colours.text},
    useUTC: true,
    tooltip: {
      trigger: isRing ? 'item' : 'axis',
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      borderWidth: 1,
      padding: [8, 10],
      textStyle: {color: colours.text, fontSize: size},
      axisPointer: {type: kind === 'line' ? 'line' : 'shadow', lineStyle: {color: colours.muted}},
    },
    legend: {
      show: isRing || data.series.length > 1,
      type: 'scroll',
      top: isRing ? 'middle' : 0,
      ...(isRing ? ringLegend(data, width) : {left: 0}),
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 10,
      itemGap: 14,
      textStyle: {color: colours.text, fontSize: size},
      pageTextStyle: {color: colours.muted},
      pageIconColor: colours.text,
      pageIconInactiveColor: colours.line,
    },
  };
  return isRing ? {...common, ...ring(data, colours, width)} : {...common, ...axes(kind, data, colours, width)};
}

function axes(kind: ChartKind, data: ChartData, colours: ChartColours, width: number): EChartsCoreOption {
  const flat = liesDown(kind, data);
  // A bar that ends in its number needs no scale.
  const isLabelled = flat && data.series.length === 1;
  const unit = data.series[0]?.unit ?? '';
  // The feed and the messages beside it are in the reader's own time.
  const clock =
    data.clock === ''
      ? {}
      : {
          name: axisTitle(data),
          nameLocation: 'middle',
          nameGap: belowLabels,
          nameTextStyle: {color: colours.muted, fontSize: size},
        };
  const names = {
    type: 'category',
    ...clock,
    data: [...data.categories],
    inverse: flat,
    axisTick: {show: false},
    axisLine: {lineStyle: {color: colours.line}},
    axisLabel: {
      color: colours.muted,
      fontSize: size,
      hideOverlap: true,
      ...(flat ? {width: 150, overflow: 'truncate'} : {}),
    },
  };
  const moments = {
    type: 'time',
    ...clock,
    ...(isDaily(data) ? {minInterval: dayMs} : {}),
    axisLine: {lineStyle: {color: colours.line}},
    axisTick: {show: false},
    splitLine: {show: false},
    splitNumber: Math.max(2, Math.floor(width / roomForMoment)),
    axisLabel: {
      color: colours.muted,
      fontSize: size,
      hideOverlap: true,
      formatter: {year: '{yyyy}', month: '{MMM} {yyyy}', day: '{d} {MMM}', hour: '{HH}:{mm}', minute: '{HH}:{mm}'},
    },
  };
  const numbers = {
    type: 'value',
    scale: kind === 'line' && isFarFromZero(data),
    splitNumber: flat && width < 420 ? 2 : 4,
    axisLabel: {
      color: colours.muted,
      fontSize: size,
      hideOverlap: true,
      formatter: (value: number) => tick(value, unit),
    },
    splitLine: {show: !isLabelled, lineStyle: {color: colours.line}},
    ...(isLabelled ? {max: 'dataMax', axisLabel: {show: false}} : {}),
  };
  const along = kind === 'line' && data.isTime ? moments : names;
  return {
    grid: {
      left: 4,
      right: isLabelled ? roomForNumber + letter * unit.length : 20,
      top: data.series.length > 1 ? 36 : 22,
      bottom: data.clock === '' ? 4 : 4 + roomForClock,
      containLabel: true,
    },
    xAxis: flat ? numbers : along,
    yAxis: flat ? names : numbers,
    series: data.series.map((series, index) => drawn(kind, data, series, colours, index, flat, width)),
  };
}

/** Between the moments of days there are no hours to name. */
function isDaily({times}: ChartData): boolean {
  return times.every((atMs, index) => index === 0 || atMs - times[index - 1]! >= dayMs);
}

/** A bar's length is its value; a line may leave out zero where it would hide a small change in a large number. */
function isFarFromZero(data: ChartData): boolean {
  const values = data.series.flatMap((series) => series.values).filter((value) => value !== undefined);
  return values.length > 0 && Math.min(...values) > 0.6 * Math.max(...values);
}

function drawn(
  kind: ChartKind,
  data: ChartData,
  series: ChartSeries,
  colours: ChartColours,
  index: number,
  flat: boolean,
  width: number,
): object {
  const colour = colours.series[index] ?? colours.muted;
  const tooltip = {valueFormatter: (value: unknown) => said(series, value)};
  if (kind === 'line') {
    const isSparse = series.values.length <= 40;
    return {
      type: 'line',
      name: series.name,
      tooltip,
      data: data.isTime
        ? series.values.map((value, index) => [data.times[index], value ?? null])
        : series.values.map((value) => value ?? null),
      showSymbol: isSparse,
      symbolSize: 5,
      symbol: 'circle',
      lineStyle: {width: 2, color: colour},
      itemStyle: {color: colour},
      ...(data.series.length === 1 ? {areaStyle: {color: colour, opacity: isFarFromZero(data) ? 0 : 0.08}} : {}),
      emphasis: {disabled: true},
    };
  }
  return {
    type: 'bar',
    name: series.name,
    tooltip,
    data: series.values.map((value) => value ?? null),
    ...(data.series.length === 1 && (flat || fitsAbove(data, series, width))
      ? {label: {show: true, position: flat ? 'right' : 'top', color: colours.text, formatter: valueLabel(series)}}
      : {}),
    barMaxWidth: flat ? 18 : 40,
    barGap: '12%',
    itemStyle: {color: colour, borderRadius: flat ? [0, 3, 3, 0] : [3, 3, 0, 0]},
    emphasis: {disabled: true},
  };
}

function ring(data: ChartData, colours: ChartColours, width: number): EChartsCoreOption {
  const series = data.series[0];
  return {
    series: [
      {
        type: 'pie',
        name: series?.name,
        radius: width < 400 ? [42, 68] : [56, 90],
        center: [width < 400 ? 70 : 104, '50%'],
        startAngle: 90,
        label: {show: false},
        labelLine: {show: false},
        itemStyle: {borderColor: colours.surface, borderWidth: 2, borderRadius: 4},
        emphasis: {scaleSize: 3},
        tooltip: {valueFormatter: (value: unknown) => (series ? said(series, value) : '')},
        data: data.categories.map((name, index) => ({name, value: series?.values[index] ?? 0})),
      },
    ],
  };
}

/** Numbers above upright bars are written where none runs into its neighbour. */
function fitsAbove({categories}: ChartData, series: ChartSeries, width: number): boolean {
  const longest = Math.max(...series.values.map((value) => said(series, value).length));
  return categories.length <= mostLabelled && longest * letter <= (width - roomForAxis) / categories.length;
}

function valueLabel(series: ChartSeries): (point: {readonly value: unknown}) => string {
  return ({value}) => (typeof value === 'number' ? said(series, value) : '');
}

/** Names with their shares beside the ring: the colours alone would have to be looked up one by one. */
function ringLegend(data: ChartData, width: number): object {
  const values = data.series[0]?.values ?? [];
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return {
    left: Math.min(224, Math.max(150, width * 0.45)),
    orient: 'vertical',
    formatter: (name: string) => `${name}   ${share(values[data.categories.indexOf(name)] ?? 0, total)}`,
  };
}

function said(series: ChartSeries, value: unknown): string {
  const number = Array.isArray(value) ? value[1] : value;
  return withUnit(series.format(typeof number === 'number' ? number : undefined), series.unit);
}

function tick(value: number, unit: string): string {
  const text = Number.isInteger(value) ? shortCount(value) : String(value);
  return unit.length <= longestTickUnit ? withUnit(text, unit) : text;
}
