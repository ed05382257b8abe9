import {answer, column, measure, time} from '../../../testing/chat-samples';
import type {Cells, ChartHint} from '../model/answer';
import {firstKind, possibleKinds} from './chart-choice';
import {chartData, describeChart} from './chart-data';

const hint = (overrides: Partial<ChartHint>): ChartHint => ({
  kind: 'bar',
  x: '',
  y: [],
  series: '',
  reason: '',
  ...overrides,
});
const device = column('device_type', {title: 'Device'});
const viewers = measure('viewers', {title: 'Viewers'});
const errorRate = measure('error_rate', {title: 'Error rate', type: 'real', unit: '%'});
const hour = time('hour', {title: 'Hour'});

describe('chartData', () => {
  it('takes what the hint names', () => {
    const rows: Cells[] = [['tv', 5, 1.5]];
    const data = chartData('bar', [device, viewers, errorRate], rows, hint({x: 'device_type', y: ['error_rate']}))!;
    expect(data.categories).toEqual(['TV']);
    expect(data.series).toMatchObject([{name: 'Error rate', unit: '%', values: [1.5]}]);
  });

  it('sets a series apart by its column, with gaps where there is no value', () => {
    const rows: Cells[] = [
      ['tv', 'this week', 5],
      ['tv', 'last week', 4],
      ['web', 'this week', 7],
    ];
    const data = chartData('groupedBar', [device, column('period'), viewers], rows, undefined)!;
    expect(data.categories).toEqual(['TV', 'Web']);
    expect(data.series.map(({name, values}) => [name, values])).toEqual([
      ['this week', [5, 7]],
      ['last week', [4, undefined]],
    ]);
  });

  it('puts times in their order and keeps the newest when there are too many', () => {
    const rows: Cells[] = Array.from({length: 40}, (_, index) => [
      new Date(Date.UTC(2026, 2, 18, 40 - index)).toISOString(),
      index,
    ]);
    const data = chartData('bar', [hour, viewers], rows, undefined)!;
    expect(data.categories).toHaveLength(30);
    expect(data.series[0]!.values.at(-1)).toBe(0);
    expect(data.times).toEqual([...data.times].sort((a, b) => a - b));
    expect(data.leftOut).toBe(10);
  });

  it('compares periods for each group, however the columns stand', () => {
    const rows: Cells[] = ['tv', 'web', 'mobile'].flatMap((each) => [
      ['this week', each, 5],
      ['last week', each, 4],
    ]);
    const columns = [column('period', {title: 'Period'}), device, viewers];
    const chosen = hint({kind: 'groupedBar', x: 'period', y: ['viewers'], series: 'device_type'});
    const data = chartData('groupedBar', columns, rows, chosen)!;
    expect(data.categories).toEqual(['TV', 'Web', 'Mobile']);
    expect(data.series.map(({name}) => name)).toEqual(['this week', 'last week']);
  });

  it('draws the earlier of two periods first, along the axis and beside each other', () => {
    const change = measure('change_percent', {title: 'Change', type: 'real', unit: '%'});
    const alone: Cells[] = [
      ['last hour', 3, -25],
      ['hour before', 4, undefined],
    ];
    const bars = chartData('bar', [column('period'), viewers, change], alone, hint({x: 'period', y: ['viewers']}))!;
    expect(bars.categories).toEqual(['hour before', 'last hour']);
    expect(bars.series[0]!.values).toEqual([4, 3]);
    expect(bars.otherMeasures).toEqual([]);
    const grouped: Cells[] = alone.flatMap(([period, ...rest]) =>
      ['tv', 'web', 'mobile'].map((each) => [period, each, ...rest]),
    );
    const columns = [column('period'), device, viewers, change];
    const chosen = hint({kind: 'groupedBar', x: 'period', y: ['viewers'], series: 'device_type'});
    const data = chartData('groupedBar', columns, grouped, chosen)!;
    expect(data.series.map(({name}) => name)).toEqual(['hour before', 'last hour']);
  });

  it('takes hours of the day for an axis, not for a measure', () => {
    const columns = [measure('hour', {title: 'Hour', role: 'dimension'}), viewers];
    const data = chartData('bar', columns, [[7, 5], [8, 9]], undefined)!; // prettier-ignore
    expect(data).toMatchObject({isOrdered: true, isTime: false, categories: ['7', '8'], xTitle: 'Hour'});
  });

  it('never sets measures of different units on one axis', () => {
    const data = chartData('groupedBar', [device, viewers, errorRate], [['tv', 5, 1]], undefined)!;
    expect(data.series.map(({name}) => name)).toEqual(['Viewers']);
    expect(data).toMatchObject({measures: ['Viewers'], otherMeasures: ['Error rate'], leftOut: 0});
  });

  it('draws nothing where rows would lie on each other', () => {
    const rows: Cells[] = [
      ['tv', 'Berlin', 'x', 1],
      ['tv', 'Paris', 'x', 2],
    ];
    expect(chartData('bar', [device, column('city'), column('isp'), viewers], rows, undefined)).toBeUndefined();
    expect(chartData('bar', [device], [['tv']], undefined)).toBeUndefined();
  });

  it('is described by its extremes', () => {
    const data = chartData('bar', [device, errorRate], [['tv', 1.5], ['web', 4.25]], undefined)!; // prettier-ignore
    expect(describeChart('bar', data)).toBe(
      'Bar chart by Device, 2 values. Error rate: highest 4.25 % (Web), lowest 1.50 % (TV). The table has every value.',
    );
  });
});

describe('possibleKinds', () => {
  const kinds = (columns: ReturnType<typeof column>[], rows: Cells[], chart?: ChartHint) =>
    possibleKinds(answer({columns, chart}), rows);

  it('offers the table always and pictures where they fit', () => {
    expect(kinds([viewers], [[5]])).toEqual(['number', 'table']);
    expect(kinds([device, measure('errors')], [['tv', 5], ['web', 6]])).toEqual(['bar', 'donut', 'table']); // prettier-ignore
    expect(kinds([hour, viewers], [['2026-03-18T01:00:00Z', 5], ['2026-03-18T02:00:00Z', 6]])).toEqual(['line', 'bar', 'table']); // prettier-ignore
    expect(kinds([device], [['tv'], ['web']])).toEqual(['table']);
  });

  it('offers no ring of what does not add up', () => {
    expect(kinds([device, errorRate], [['tv', 5], ['web', 6]])).toEqual(['bar', 'table']); // prettier-ignore
  });

  it('offers no ring of people, who may be in two parts, or of periods', () => {
    const periods = [column('period'), measure('errors')];
    expect(kinds(periods, [['this week', 5], ['last week', 6]])).toEqual(['bar', 'table']); // prettier-ignore
    expect(kinds([device, viewers], [['tv', 5], ['web', 6]])).toEqual(['bar', 'table']); // prettier-ignore
  });

  it('offers no ring of the first few of many', () => {
    const active = measure('active_viewers', {title: 'Active viewers'});
    const rows: Cells[] = [['Tokyo', 26], ['Mumbai', 23]]; // prettier-ignore
    const all = answer({columns: [column('city'), active]});
    expect(possibleKinds(all, rows)).toContain('donut');
    const ranking = {...all, reading: [{kind: 'limit', text: '2 rows'}]};
    expect(possibleKinds(ranking, rows)).toEqual(['bar', 'table']);
    expect(possibleKinds({...all, truncated: true}, rows)).toEqual(['bar', 'table']);
  });

  it('draws the planner’s ring of shares only when they add up', () => {
    const columns = [column('city'), measure('share_percent', {type: 'real', unit: '%'})];
    const chart = hint({kind: 'donut', x: 'city', y: ['share_percent']});
    expect(kinds(columns, [['Tokyo', 60.2], ['Mumbai', 39.8]], chart)).toContain('donut'); // prettier-ignore
    expect(kinds(columns, [['Tokyo', 26], ['Mumbai', 23]], chart)).toEqual(['bar', 'table']); // prettier-ignore
  });

  it('draws no line through a single moment', () => {
    const rows: Cells[] = [['2026-03-18T01:00:00Z', 'tv', 5], ['2026-03-18T01:00:00Z', 'web', 6]]; // prettier-ignore
    expect(kinds([hour, device, viewers], rows, hint({kind: 'line', x: 'hour', y: ['viewers']}))).toEqual([
      'groupedBar',
      'table',
    ]);
  });

  it('does not draw a list', () => {
    const list = [column('session'), device, column('city'), viewers];
    expect(kinds(list, [['a', 'tv', 'x', 1], ['b', 'tv', 'y', 2]], hint({kind: 'table'}))).toEqual(['table']); // prettier-ignore
  });

  it.each(['number', 'table'] as const)('shows one row of numbers as the %s that the planner names', (kind) => {
    const numbers = answer({columns: [viewers, errorRate], chart: hint({kind})});
    expect(firstKind(numbers, possibleKinds(numbers, [[5, 1]]))).toBe(kind);
  });

  it('begins with measures of one unit and scale side by side, though the planner names plain bars', () => {
    const p50 = measure('median_startup_time', {title: 'Median', type: 'real', unit: 'ms'});
    const p99 = measure('p99_startup_time', {title: 'p99', type: 'real', unit: 'ms'});
    const chart = hint({kind: 'bar', x: 'device_type', y: [p50.name, p99.name]});
    const asked = answer({columns: [device, p50, p99], chart});
    const rows: Cells[] = [
      ['tv', 2_060, 6_200],
      ['web', 1_324, 4_100],
    ];
    expect(possibleKinds(asked, rows)).toEqual(['groupedBar', 'table']);
    expect(firstKind(asked, possibleKinds(asked, rows))).toBe('groupedBar');
    const byHour = answer({columns: [measure('hour_of_day', {role: 'dimension'}), p50, p99], chart: {...chart, x: 'hour_of_day'}}); // prettier-ignore
    expect(firstKind(byHour, possibleKinds(byHour, [[0, 2, 6], [1, 2, 6]]))).toBe('groupedBar'); // prettier-ignore
  });

  it('leaves measures of very different size apart', () => {
    const columns = [device, viewers, measure('events')];
    const asked = answer({columns, chart: hint({kind: 'bar', x: 'device_type', y: ['viewers', 'events']})});
    const rows: Cells[] = [['tv', 40, 9_000], ['web', 20, 8_000]]; // prettier-ignore
    expect(firstKind(asked, possibleKinds(asked, rows))).toBe('bar');
  });

  it('begins with what the planner chose, where that can be drawn', () => {
    const chosen = answer({chart: hint({kind: 'donut'})});
    expect(firstKind(chosen, ['bar', 'donut', 'table'])).toBe('donut');
    expect(firstKind(chosen, ['bar', 'table'])).toBe('bar');
  });
});
