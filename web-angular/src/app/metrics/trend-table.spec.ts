import {render} from '../../testing/rendered';
import {live} from '../../testing/samples';
import {TrendTable} from './trend-table';

describe('TrendTable', () => {
  it('shows the steps of all trends, newest first, with a dash where a metric is not known', async () => {
    const {all} = await render(TrendTable, {
      status: live,
      trends: {
        eventsPerSecond: [
          {atMs: 5_000, value: 12},
          {atMs: 10_000, value: 14.25},
        ],
        errorRate: [{atMs: 10_000, value: 1.5}],
        startup: [{atMs: 5_000, value: 2_345}],
      },
    });
    const rows = all('tbody tr').map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent!.trim()));
    expect(rows).toEqual([
      ['–', '14.3', '1.50 %', '–', '–', '–'],
      ['–', '12.0', '–', '–', '2.35 s', '–'],
    ]);
  });
});
