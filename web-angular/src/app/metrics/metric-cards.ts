import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {count, decimal, undefinedNumber} from '../common/numbers';
import type {Trend, TrendName} from '../live/trends';
import type {MetricsView, PanelStatus, ViewersView, WindowName} from '../live/view';
import {MetricCard, type Verdict} from './metric-card';

export const windowWords: Record<WindowName, string> = {'1m': 'last minute', '5m': 'last 5 minutes', '1h': 'last hour'};

/** Shares of failed events at which operators usually look, in percent. */
const elevatedErrorRate = 2;
const highErrorRate = 5;

/** The four numbers that say how the service is doing. */
@Component({
  selector: 'app-metric-cards',
  imports: [MetricCard],
  templateUrl: './metric-cards.html',
  styleUrl: './metric-cards.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricCards {
  readonly metrics = input.required<MetricsView | undefined>();
  readonly viewers = input.required<ViewersView | undefined>();
  readonly status = input.required<PanelStatus>();
  readonly trends = input<Readonly<Partial<Record<TrendName, Trend>>>>({});

  protected readonly window = computed(() => windowWords[this.metrics()?.window ?? '5m']);

  protected readonly activeViewers = computed(() => number(this.viewers()?.activeViewers));
  protected readonly sessions = computed(() => `${number(this.viewers()?.activeSessions)} sessions`);
  protected readonly eventsPerSecond = computed(() => {
    const rate = this.metrics()?.eventsPerSecond;
    return decimal(rate, rate !== undefined && rate < 100 ? 1 : 0);
  });
  protected readonly events = computed(() => `${number(this.metrics()?.events)} in the ${this.window()}`);
  protected readonly errorRate = computed(() => decimal(this.metrics()?.errorRatePercent, 2));
  protected readonly errors = computed(
    () => `${number(this.metrics()?.errors)} of ${number(this.metrics()?.events)} events`,
  );
  protected readonly bandwidth = computed(() => decimal(this.metrics()?.averageBandwidthMbps, 1));
  protected readonly samples = computed(() => `${number(this.metrics()?.bandwidthSamples)} measurements`);

  protected readonly verdict = computed<Verdict | undefined>(() => {
    const rate = this.metrics()?.errorRatePercent;
    if (rate === undefined) {
      return undefined;
    }
    return rate >= highErrorRate
      ? {level: 'bad', text: 'High'}
      : rate >= elevatedErrorRate
        ? {level: 'warning', text: 'Elevated'}
        : {level: 'good', text: 'Normal'};
  });
}

function number(value: number | undefined): string {
  return value === undefined ? undefinedNumber : count(value);
}
