import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {count, decimal, undefinedNumber} from '../common/numbers';
import type {Trend, TrendName} from '../live/trends';
import type {MetricsView, PanelStatus, ViewersView, WindowName} from '../live/view';
import {pointChange, relativeChange} from './change';
import {MetricCard} from './metric-card';
import {TrendTable} from './trend-table';

export const windowWords: Record<WindowName, string> = {'1m': 'last minute', '5m': 'last 5 minutes', '1h': 'last hour'};
const before: Record<WindowName, string> = {
  '1m': 'vs prior minute',
  '5m': 'vs prior 5 min',
  '1h': 'vs prior hour',
};
const ago: Record<WindowName, string> = {'1m': 'vs a minute ago', '5m': 'vs 5 min ago', '1h': 'vs an hour ago'};

/** The numbers that say how the service is doing, and on demand how they moved, as a table. */
@Component({
  selector: 'app-metric-cards',
  imports: [MetricCard, TrendTable],
  templateUrl: './metric-cards.html',
  styleUrl: './metric-cards.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricCards {
  readonly metrics = input.required<MetricsView | undefined>();
  readonly viewers = input.required<ViewersView | undefined>();
  readonly status = input.required<PanelStatus>();
  readonly trends = input<Readonly<Partial<Record<TrendName, Trend>>>>({});
  /** The trends in a table below the cards. */
  readonly asTable = input(false);
  /** A card's events are asked for: the event type that they have. */
  readonly narrowed = output<string>();

  private readonly length = computed(() => this.metrics()?.window ?? '5m');
  protected readonly window = computed(() => windowWords[this.length()]);
  protected readonly versus = computed(() => before[this.length()]);
  protected readonly versusThen = computed(() => ago[this.length()]);

  protected readonly activeViewers = computed(() => number(this.viewers()?.activeViewers));
  protected readonly sessions = computed(() => `${number(this.viewers()?.activeSessions)} sessions`);
  /** Viewers are those of a moment, so they are compared with one: the oldest of their trend. */
  protected readonly viewersChange = computed(() =>
    relativeChange(this.viewers()?.activeViewers, this.trends().activeViewers?.[0]?.value),
  );

  protected readonly eventsPerSecond = computed(() => {
    const rate = this.metrics()?.eventsPerSecond;
    return decimal(rate, rate !== undefined && rate < 100 ? 1 : 0);
  });
  protected readonly events = computed(
    () => `${number(this.metrics()?.events)} in the ${this.window().replace('minutes', 'min')}`,
  );
  protected readonly eventsChange = computed(() =>
    relativeChange(this.metrics()?.events, this.metrics()?.before?.events),
  );

  protected readonly errorRate = computed(() => decimal(this.metrics()?.errorRatePercent, 2));
  protected readonly errors = computed(
    () => `${number(this.metrics()?.errors)} of ${number(this.metrics()?.events)} events`,
  );
  protected readonly errorsChange = computed(() =>
    pointChange(this.metrics()?.errorRatePercent, this.metrics()?.before?.errorRatePercent, 'higher'),
  );

  protected readonly bandwidth = computed(() => decimal(this.metrics()?.averageBandwidthMbps, 1));
  protected readonly samples = computed(() => `${number(this.metrics()?.bandwidthSamples)} measurements`);
  protected readonly bandwidthChange = computed(() =>
    relativeChange(this.metrics()?.averageBandwidthMbps, this.metrics()?.before?.averageBandwidthMbps, 'lower'),
  );

  protected readonly startup = computed(() => seconds(this.metrics()?.startupP95Ms));
  protected readonly startupSeconds = computed(() => inSeconds(this.metrics()?.startupP95Ms));
  protected readonly starts = computed(() => {
    const median = seconds(this.metrics()?.startupP50Ms);
    return `p50 ${median}${median === undefinedNumber ? '' : ' s'} · ${number(this.metrics()?.startupSamples)} starts`;
  });
  protected readonly startupChange = computed(() =>
    relativeChange(this.metrics()?.startupP95Ms, this.metrics()?.before?.startupP95Ms, 'higher'),
  );

  protected readonly rebuffering = computed(() => decimal(this.metrics()?.rebufferingRatioPercent, 2));
  protected readonly stalls = computed(() => {
    const metrics = this.metrics();
    return metrics === undefined
      ? ''
      : `${span(metrics.bufferingDurationMs)} of ${metrics.watchedMs > 0 ? span(metrics.watchedMs) : undefinedNumber} watched`;
  });
  protected readonly rebufferingChange = computed(() =>
    pointChange(this.metrics()?.rebufferingRatioPercent, this.metrics()?.before?.rebufferingRatioPercent, 'higher'),
  );
}

function number(value: number | undefined): string {
  return value === undefined ? undefinedNumber : count(value);
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1_000;
}

function seconds(ms: number | undefined): string {
  return decimal(inSeconds(ms), 2);
}

/** Time as people say it: 42 s, 13 min, 7.5 h. */
function span(ms: number): string {
  const s = ms / 1_000;
  return s < 60
    ? `${decimal(s, s < 10 ? 1 : 0)} s`
    : s < 3_600
      ? `${decimal(s / 60, 0)} min`
      : `${s < 36_000 ? decimal(s / 3_600, 1) : count(s / 3_600)} h`;
}
