import {LineChart} from 'echarts/charts';
import {GridComponent, LegendComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import {column, measure, time} from '../../../testing/chat-samples';
import {chartData} from './chart-data';
import type {ChartColours} from './chart-drawing';
import {chartHeight, chartOptions, liesDown} from './chart-options';

describe('chartOptions', () => {
  const colours: ChartColours = {
    series: ['#111', '#222'],
    text: '#000',
    muted: '#333',
    line: '#ccc',
    surface: '#fff',
    raised: '#fff',
  };
  const data = (names: readonly string[], values: readonly number[]) =>
    chartData('bar', [column('city'), measure('ms', {type: 'real', unit: 'ms'})], names.map((name, i) => [name, values[i]]), undefined)!; // prettier-ignore
  interface Read {
    readonly xAxis: {readonly type: string; readonly name?: string; readonly scale?: boolean};
    readonly yAxis: {readonly type: string; readonly scale?: boolean; axisLabel: {formatter(value: number): string}};
    readonly series: readonly {
      readonly tooltip: {valueFormatter(value: unknown): string};
      readonly label?: {formatter(point: {value: unknown}): string};
    }[];
    readonly grid: {readonly right: number};
    readonly animation: boolean;
  }
  const of = (kind: 'bar' | 'line', of: ReturnType<typeof data>, width = 600) =>
    chartOptions(kind, of, colours, false, width) as unknown as Read;

  it('lays bars down when their names are many or long', () => {
    expect(liesDown('bar', data(['A', 'B'], [1, 2]))).toBe(false);
    expect(liesDown('bar', data(['A', 'Rio de Janeiro'], [1, 2]))).toBe(true);
    const seven = data([...'ABCDEFG'], [1, 2, 3, 4, 5, 6, 7]);
    expect(of('bar', seven).yAxis.type).toBe('category');
    expect(chartHeight('bar', seven)).toBeGreaterThan(7 * 20);
  });

  it('begins bars at zero, and a line only where zero is near', () => {
    const far = data(['A', 'B'], [1_000, 1_010]);
    expect(of('bar', far).yAxis.scale).toBe(false);
    expect(of('line', far).yAxis.scale).toBe(true);
    expect(of('line', data(['A', 'B'], [1, 9])).yAxis.scale).toBe(false);
  });

  it('writes units on the axis and in the tooltip', () => {
    const {yAxis, series} = of('bar', data(['A', 'B'], [1_200.5, 2]));
    expect(yAxis.axisLabel.formatter(1_500)).toBe('1,500 ms');
    expect(series[0]!.tooltip.valueFormatter(1_200.5)).toBe('1,201 ms');
    expect(series[0]!.tooltip.valueFormatter(null)).toBe('–');
  });

  it('writes the unit beside the number of every bar, with room for it where the bars lie', () => {
    const upright = of('bar', data(['A', 'B'], [4_642, 2]));
    expect(upright.series[0]!.label!.formatter({value: 4_642})).toBe('4,642 ms');
    const lying = of('bar', data([...'ABCDEFG'], [31.59, 2, 3, 4, 5, 6, 7]));
    expect(lying.series[0]!.label!.formatter({value: 31.59})).toBe('31.59 ms');
    const counted = of('bar', {
      ...data([...'ABCDEFG'], [1, 2, 3, 4, 5, 6, 7]),
      series: [{...data(['A'], [1]).series[0]!, unit: ''}],
    });
    expect(lying.grid.right).toBeGreaterThan(counted.grid.right);
  });

  it('leaves out the numbers of upright bars that would run into each other', () => {
    const six = data([...'ABCDEF'], [1_001, 2, 3, 4, 5, 6]);
    expect(of('bar', six).series[0]!.label).toBeDefined();
    expect(of('bar', six, 320).series[0]!.label).toBeUndefined();
  });

  describe('over time', () => {
    use([GridComponent, LegendComponent, LineChart, SVGRenderer, TooltipComponent]);
    const dayMs = 86_400_000;
    const lineHeight = 12;
    /** The texts of the drawn picture that are within it. */
    const texts = (moments: readonly number[], name: string, zone?: string) => {
      const rows = moments.map((atMs, index) => [new Date(atMs).toISOString(), index + 1]);
      const drawn = chartData('line', [time(name, {title: 'From'}), measure('viewers')], rows, undefined, zone)!;
      const chart = init(null, null, {renderer: 'svg', ssr: true, width: 600, height: chartHeight('line', drawn)});
      chart.setOption(chartOptions('line', drawn, colours, false, 600));
      const svg = new DOMParser().parseFromString(chart.renderToSVGString(), 'image/svg+xml');
      const topOf = (text: Element) => Number(/translate\(\S+ (\S+)\)/.exec(text.getAttribute('transform') ?? '')?.[1]);
      const found = [...svg.querySelectorAll('text')]
        .filter((text) => topOf(text) + lineHeight <= chart.getHeight())
        .map((text) => text.textContent);
      chart.dispose();
      return found;
    };
    const daysFrom = (first: number, days: number) => Array.from({length: days}, (_, day) => first + day * dayMs);

    it('says whose clock the axis shows', () => {
      expect(texts(daysFrom(Date.UTC(2026, 10, 20), 3), 'day')).toContain('From, UTC');
      const tokyo = texts(daysFrom(Date.UTC(2026, 10, 19, 15), 3), 'day', 'Asia/Tokyo');
      expect(tokyo).toEqual(expect.arrayContaining(['From, Asia/Tokyo', '20 Nov', '21 Nov', '22 Nov']));
      const hours = chartData('bar', [measure('hour_of_day', {title: 'Hour', role: 'dimension'}), measure('n')], [[7, 1], [8, 2]], undefined)!; // prettier-ignore
      expect(of('bar', hours).xAxis.name).toBe('Hour, UTC');
      expect(of('bar', data(['A'], [1])).xAxis.name).toBeUndefined();
    });

    it('names no hours between days, however few these are', () => {
      for (const days of [2, 3, 7]) {
        expect(texts(daysFrom(Date.UTC(2026, 10, 20), days), 'day').filter((text) => text.includes(':'))).toEqual([]);
      }
      const hourly = Array.from({length: 12}, (_, hour) => Date.UTC(2026, 10, 20, hour));
      expect(texts(hourly, 'hour')).toContain('06:00');
    });
  });

  it('is still when motion is not wanted', () => {
    expect(of('bar', data(['A'], [1])).animation).toBe(false);
  });
});
