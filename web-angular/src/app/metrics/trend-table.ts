import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {DataTable, type TableColumn} from '../common/data-table';
import {count, decimal, undefinedNumber} from '../common/numbers';
import {Panel} from '../common/panel';
import type {Trend, TrendName} from '../live/trends';
import type {PanelStatus} from '../live/view';

interface Step {
  readonly atMs: number;
  readonly values: Readonly<Partial<Record<TrendName, number>>>;
}

const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});

/** The sparklines of the cards as numbers, newest first: a row for each step, a column for each metric. */
@Component({
  selector: 'app-trend-table',
  imports: [DataTable, Panel],
  template: `
    <app-panel
      heading="Trends"
      definition="What the small lines of the cards show: each metric in steps of 5 seconds, or of a minute for the last hour, under the board’s filters. The newest step is not over yet. Active viewers over time are kept for all events only."
      emptyText="No step has been counted yet."
      [status]="status()"
    >
      <app-data-table
        caption="Metrics over time, newest first"
        [columns]="columns"
        [rows]="steps()"
        [key]="timeOf"
        [firstOrder]="{column: 'Time', descending: true}"
      />
    </app-panel>
  `,
  styles: `
    :host {
      display: block;
    }

    app-panel {
      height: 100%;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TrendTable {
  readonly trends = input.required<Readonly<Partial<Record<TrendName, Trend>>>>();
  readonly status = input.required<PanelStatus>();

  protected readonly columns: readonly TableColumn<Step>[] = [
    {name: 'Time', text: ({atMs}) => clock.format(atMs), by: ({atMs}) => atMs},
    column('Viewers', 'activeViewers', count),
    column('Events/s', 'eventsPerSecond', (value) => decimal(value, 1)),
    column('Errors', 'errorRate', (value) => `${decimal(value, 2)} %`),
    column('Mbit/s', 'bandwidth', (value) => decimal(value, 1)),
    column('Start-up p95', 'startup', (value) => `${decimal(value / 1_000, 2)} s`),
    column('Rebuffering', 'rebuffering', (value) => `${decimal(value, 2)} %`),
  ];
  protected readonly steps = computed<readonly Step[]>(() => {
    const steps = new Map<number, Partial<Record<TrendName, number>>>();
    for (const [name, trend] of Object.entries(this.trends()) as [TrendName, Trend][]) {
      for (const {atMs, value} of trend) {
        const values = steps.get(atMs) ?? {};
        if (value !== undefined) {
          values[name] = value;
        }
        steps.set(atMs, values);
      }
    }
    return [...steps].map(([atMs, values]) => ({atMs, values}));
  });
  protected readonly timeOf = ({atMs}: Step) => atMs;
}

function column(name: string, metric: TrendName, text: (value: number) => string): TableColumn<Step> {
  return {
    name,
    text: ({values}) => (values[metric] === undefined ? undefinedNumber : text(values[metric])),
    by: ({values}) => values[metric],
  };
}
