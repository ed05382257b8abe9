import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, computed, effect, inject, signal, untracked} from '@angular/core';
import {Code, ConnectError} from '@connectrpc/connect';
import {Metric} from '../../generated/telemetry/v1/live_pb.js';
import {DashboardFilter} from '../filters/dashboard-filter';
import {LIVE_CLIENT} from './live-client';
import {LiveDashboard} from './live-dashboard';
import {SeenTrend} from './seen-trend';
import type {WindowName} from './view';
import {filterToWire} from './wire';

export interface TrendPoint {
  readonly atMs: number;
  /** Undefined where the metric is not defined, as a rate without events. */
  readonly value: number | undefined;
}

export const trendMetrics = {
  activeViewers: Metric.ACTIVE_VIEWERS,
  eventsPerSecond: Metric.EVENTS_PER_SECOND,
  errorRate: Metric.ERROR_RATE_PERCENT,
  bandwidth: Metric.AVERAGE_BANDWIDTH_MBPS,
  startup: Metric.STARTUP_P95_MS,
  rebuffering: Metric.REBUFFERING_RATIO_PERCENT,
} as const;
export type TrendName = keyof typeof trendMetrics;
export type Trend = readonly TrendPoint[];

const reach: Record<WindowName, {rangeSeconds: number; stepSeconds: number; refreshMs: number}> = {
  '1m': {rangeSeconds: 60, stepSeconds: 5, refreshMs: 5_000},
  '5m': {rangeSeconds: 300, stepSeconds: 5, refreshMs: 5_000},
  '1h': {rangeSeconds: 3_600, stepSeconds: 60, refreshMs: 20_000},
};
const names = Object.keys(trendMetrics) as TrendName[];
const deadlineMs = 4_000;
const neverComes: ReadonlySet<Code> = new Set([Code.InvalidArgument, Code.PermissionDenied, Code.Unimplemented]);

/** How each metric moved over the window, under the same filters. Asked for while the page is live and visible. */
@Injectable({providedIn: 'root'})
export class Trends {
  private readonly client = inject(LIVE_CLIENT);
  private readonly filter = inject(DashboardFilter);
  private readonly live = inject(LiveDashboard);
  private readonly page = inject(DOCUMENT);
  private readonly known = signal<Readonly<Partial<Record<TrendName, Trend>>>>({});

  /** Absent until the service has told it. */
  readonly trends = this.known.asReadonly();

  constructor() {
    let asking = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isLive = computed(() => this.live.connection().status === 'live');
    const stop = () => {
      asking.abort();
      clearTimeout(timer);
    };
    inject(DestroyRef).onDestroy(stop);
    effect(() => {
      const selection = this.filter.selection();
      const {refreshMs, ...range} = reach[this.filter.window()];
      stop();
      if (!isLive()) {
        return;
      }
      const {signal} = (asking = new AbortController());
      const refused = new Set<TrendName>();
      const told = new Set<TrendName>();
      const seen = new SeenTrend(range);
      const ask = async (name: TrendName) => {
        try {
          const request = {metric: trendMetrics[name], ...range, filter: filterToWire(selection)};
          const {points} = await this.client.getSeries(request, {signal, timeoutMs: deadlineMs});
          const trend = points.map((point) => ({atMs: Number(point.startUnixMs), value: point.value}));
          this.known.update((known) => ({...known, [name]: trend}));
          told.add(name);
        } catch (error) {
          if (signal.aborted) {
            return;
          }
          // A trend is an extra: the card does without one that the service doesn't keep until the filter changes or the
          // page reconnects. What only took too long is asked for again.
          if (neverComes.has(ConnectError.from(error).code)) {
            refused.add(name);
          }
          if (!told.has(name)) {
            // What was told under another filter is not the trend of this number.
            this.known.update(({[name]: _, ...others}) => others);
          }
        }
      };
      const refresh = async () => {
        if (!this.page.hidden) {
          await Promise.all(names.filter((name) => !refused.has(name)).map(ask));
        }
        // Viewers of a moment are kept by the service for all events alone; under filters the page keeps those that it shows.
        if (refused.has('activeViewers') && !signal.aborted) {
          const shown = this.live.changing() ? undefined : this.live.viewers()?.activeViewers;
          const activeViewers = seen.note(shown, Date.now());
          this.known.update((known) => ({...known, activeViewers}));
        }
        if (!signal.aborted) {
          timer = setTimeout(refresh, refreshMs);
        }
      };
      untracked(() => void refresh());
    });
  }
}
