import type {DeviceView, FeedRow, HealthView, MetricsView, PanelStatus, PlaceView, SliceView} from '../app/live/view';
import type {Update} from './fake-live-client';

export const live: PanelStatus = {view: 'live', freshness: 'live', note: '', age: '', partial: undefined};
export const connecting: PanelStatus = {...live, view: 'connecting', freshness: 'connecting'};
export const stale: PanelStatus = {
  ...live,
  view: 'stale',
  freshness: 'reconnecting',
  note: 'Reconnecting · 12 s old',
  age: '12 s',
};
export const empty: PanelStatus = {...live, view: 'empty'};

/** A full state with `viewers` people in two cities. */
export function fullUpdate(viewers = 100, overrides: Update = {}): Update {
  return {
    subscriptionId: 'sub-1',
    full: true,
    sequence: 1n,
    atUnixMs: BigInt(Date.now()),
    metrics: {
      events: 1_000n,
      errors: 20n,
      errorRatePercent: 2,
      eventsPerSecond: 12.4,
      averageBandwidthMbps: 17.25,
      bandwidthSamples: 640n,
    },
    viewers: {activeViewers: BigInt(viewers), activeSessions: BigInt(viewers + 5)},
    quality: {slices: [{name: 'HD', activeViewers: BigInt(viewers)}]},
    device: {devices: [{name: 'tv', activeViewers: BigInt(viewers)}]},
    geo: {
      places: [
        {
          id: 1,
          country: 'Germany',
          state: 'Bavaria',
          city: 'Munich',
          latitude: 48.1,
          longitude: 11.6,
          activeViewers: 60n,
        },
        {id: 2, country: 'France', state: '', city: 'Paris', latitude: 48.9, longitude: 2.4, activeViewers: 40n},
      ],
    },
    health: {counted: 1_000n, partitions: 4},
    ...overrides,
  };
}

/** Events on the wire, oldest first, as numbered by `from` and up. */
export function wireEvents(count: number, from = 1, eventType = 'heartbeat') {
  return Array.from({length: count}, (_, index) => ({
    eventId: `E${from + index}`,
    eventType,
    titleId: `TITLE_${from + index}`,
    atUnixMs: BigInt(1_000_000 + from + index),
    deviceType: 'tv',
    quality: 'HD',
    country: 'Germany',
  }));
}

export function row(overrides: Partial<FeedRow> = {}): FeedRow {
  return {
    eventId: 'E1',
    sessionId: 'SESSION_1',
    titleId: 'TITLE_1',
    type: 'heartbeat',
    atMs: 0,
    device: 'tv',
    os: 'webOS',
    quality: 'HD',
    country: 'Germany',
    state: 'Bavaria',
    city: 'Munich',
    errorCode: '',
    bandwidthMbps: undefined,
    customer: 'CUST_…',
    ...overrides,
  };
}

export function slice(name: string, activeViewers: number): SliceView {
  return {name, activeViewers, events: activeViewers * 10, errors: 0};
}

export function device(name: string, activeViewers: number, overrides: Partial<DeviceView> = {}): DeviceView {
  return {...slice(name, activeViewers), averageBandwidthMbps: undefined, byQuality: [], byOs: [], ...overrides};
}

export function place(id: number, country: string, state: string, city: string, activeViewers: number): PlaceView {
  return {id, country, state, city, latitude: 10 + id, longitude: 20 + id, activeViewers, events: 10, errors: 1};
}

export function metrics(overrides: Partial<MetricsView> = {}): MetricsView {
  return {
    window: '5m',
    events: 12_345,
    errors: 100,
    errorRatePercent: 0.81,
    eventsPerSecond: 41.25,
    averageBandwidthMbps: 17.36,
    bandwidthSamples: 9_000,
    eventsByType: new Map(),
    startupP50Ms: 820,
    startupP95Ms: 2_400,
    startupSamples: 1_204,
    rebufferingRatioPercent: 0.4,
    bufferingDurationMs: 90_000,
    watchedMs: 22_500_000,
    countedMs: 300_000,
    before: {
      events: 11_022,
      errorRatePercent: 1.31,
      averageBandwidthMbps: 18,
      startupP50Ms: 800,
      startupP95Ms: 2_500,
      rebufferingRatioPercent: 0.4,
    },
    ...overrides,
  };
}

export function health(overrides: Partial<HealthView> = {}): HealthView {
  return {
    lagMessages: 3,
    counted: 1_234_567,
    invalid: 4,
    invalidByReason: [{reason: 'truncated_json', count: 4}],
    late: 20,
    duplicate: 14,
    overflowed: 0,
    newestEventAtMs: 1,
    partitions: 8,
    stalePartitions: 0,
    pausedPartitions: 0,
    ...overrides,
  };
}
