import type {
  DashboardUpdate,
  DeviceSlice,
  EventBatch,
  FeedEvent,
  Filter,
  Health,
  Metrics,
  MetricsBefore,
  Place,
  Slice,
} from '../../generated/telemetry/v1/live_pb.js';
import {Window} from '../../generated/telemetry/v1/live_pb.js';
import type {Selection} from '../filters/selection';
import type {
  DeviceView,
  FeedRow,
  HealthView,
  MetricsBeforeView,
  MetricsView,
  PlaceView,
  SliceView,
  WindowName,
} from './view';

// The only file, with the client, that knows protobuf. 64-bit counts become numbers: they stay far below 2^53.

const windows: Record<WindowName, Window> = {
  '1m': Window.WINDOW_1_MINUTE,
  '5m': Window.WINDOW_5_MINUTES,
  '1h': Window.WINDOW_1_HOUR,
};

export function windowToWire(name: WindowName): Window {
  return windows[name];
}

function windowFromWire(window: Window): WindowName {
  return window === Window.WINDOW_1_MINUTE ? '1m' : window === Window.WINDOW_1_HOUR ? '1h' : '5m';
}

/** The parts of a filter request; the client turns it into a message. */
export function filterToWire(selection: Selection): Omit<Filter, '$typeName' | '$unknown'> {
  return {
    deviceTypes: [...selection.device],
    qualities: [...selection.quality],
    countries: [...selection.country],
    states: [...selection.state],
    cities: [...selection.city],
    eventTypes: [...selection.eventType],
    tenantIds: [],
  };
}

export function metricsFromWire(metrics: Metrics): MetricsView {
  const events = Number(metrics.events);
  return {
    window: windowFromWire(metrics.window),
    events,
    errors: Number(metrics.errors),
    errorRatePercent: events > 0 ? metrics.errorRatePercent : undefined,
    eventsPerSecond: metrics.eventsPerSecond,
    averageBandwidthMbps: metrics.averageBandwidthMbps,
    bandwidthSamples: Number(metrics.bandwidthSamples),
    eventsByType: new Map(metrics.byType.map((type) => [type.eventType, Number(type.events)])),
    startupP50Ms: metrics.startupP50Ms,
    startupP95Ms: metrics.startupP95Ms,
    startupSamples: Number(metrics.startupSamples),
    rebufferingRatioPercent: metrics.rebufferingRatioPercent,
    bufferingDurationMs: Number(metrics.bufferingDurationMs),
    watchedMs: Number(metrics.watchedMs),
    // An older service says nothing; one that has counted anything says more than 0.
    countedMs: Number(metrics.countedMs) || undefined,
    before: metrics.before && beforeFromWire(metrics.before),
  };
}

function beforeFromWire(before: MetricsBefore): MetricsBeforeView {
  const events = Number(before.events);
  return {
    events,
    errorRatePercent: events > 0 ? (Number(before.errors) / events) * 100 : undefined,
    averageBandwidthMbps: before.averageBandwidthMbps,
    startupP50Ms: before.startupP50Ms,
    startupP95Ms: before.startupP95Ms,
    rebufferingRatioPercent: before.rebufferingRatioPercent,
  };
}

export function sliceFromWire(slice: Slice): SliceView {
  return {
    name: slice.name,
    activeViewers: Number(slice.activeViewers),
    events: Number(slice.events),
    errors: Number(slice.errors),
  };
}

export function deviceFromWire(device: DeviceSlice): DeviceView {
  return {
    name: device.name,
    activeViewers: Number(device.activeViewers),
    events: Number(device.events),
    errors: Number(device.errors),
    averageBandwidthMbps: device.averageBandwidthMbps,
    byQuality: device.byQuality.map(sliceFromWire),
    byOs: device.byOs.map(sliceFromWire),
  };
}

/** `known` is what an earlier message said about the place: names and coordinates come once. */
export function placeFromWire(place: Place, known: PlaceView | undefined): PlaceView {
  return {
    id: place.id,
    country: place.country || known?.country || '',
    state: place.state || known?.state || '',
    city: place.city || known?.city || '',
    latitude: place.latitude ?? known?.latitude,
    longitude: place.longitude ?? known?.longitude,
    activeViewers: Number(place.activeViewers),
    events: Number(place.events),
    errors: Number(place.errors),
  };
}

export function healthFromWire(health: Health): HealthView {
  return {
    lagMessages: health.lagMessages === undefined ? undefined : Number(health.lagMessages),
    counted: Number(health.counted),
    invalid: Number(health.invalid),
    invalidByReason: health.invalidByReason.map(({reason, count}) => ({reason, count: Number(count)})),
    late: Number(health.late),
    duplicate: Number(health.duplicate),
    overflowed: Number(health.overflowed),
    newestEventAtMs: Number(health.newestEventUnixMs) || undefined,
    partitions: health.partitions,
    stalePartitions: health.stalePartitions,
    pausedPartitions: health.pausedPartitions,
  };
}

export function feedRowFromWire(event: FeedEvent): FeedRow {
  return {
    eventId: event.eventId,
    sessionId: event.sessionId,
    titleId: event.titleId,
    type: event.eventType,
    atMs: Number(event.atUnixMs),
    device: event.deviceType,
    os: event.deviceOs,
    quality: event.quality,
    country: event.country,
    state: event.state,
    city: event.city,
    errorCode: event.errorCode,
    bandwidthMbps: event.bandwidthMbps,
    customer: event.customer,
  };
}

export type {DashboardUpdate, EventBatch};
