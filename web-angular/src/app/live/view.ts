/** What the screen shows, in plain numbers and text. Components know these and never the protobuf types. */

export type WindowName = '1m' | '5m' | '1h';

export interface MetricsView {
  readonly window: WindowName;
  readonly events: number;
  readonly errors: number;
  /** Percent of the window's events that are errors; undefined without events. */
  readonly errorRatePercent: number | undefined;
  readonly eventsPerSecond: number;
  /** Mbit/s; undefined without samples. */
  readonly averageBandwidthMbps: number | undefined;
  readonly bandwidthSamples: number;
  readonly eventsByType: ReadonlyMap<string, number>;
  /** Of all events of the tenant, not narrowed by the other filters; undefined without samples. */
  readonly startupP50Ms: number | undefined;
  readonly startupP95Ms: number | undefined;
  readonly startupSamples: number;
  /** Percent of the watched time that players stalled; undefined while no watched time is known. */
  readonly rebufferingRatioPercent: number | undefined;
  readonly bufferingDurationMs: number;
  readonly watchedMs: number;
  /** How much of the window was counted, ms; undefined when the service does not say. */
  readonly countedMs: number | undefined;
  /** One window earlier; undefined until that window has been counted from its beginning. */
  readonly before: MetricsBeforeView | undefined;
}

/** The metrics of the window that ended where the present one begins. */
export interface MetricsBeforeView {
  readonly events: number;
  readonly errorRatePercent: number | undefined;
  readonly averageBandwidthMbps: number | undefined;
  readonly startupP50Ms: number | undefined;
  readonly startupP95Ms: number | undefined;
  readonly rebufferingRatioPercent: number | undefined;
}

export interface ViewersView {
  readonly activeViewers: number;
  readonly activeSessions: number;
}

/** One value of a dimension: its share is computed where it is drawn. */
export interface SliceView {
  readonly name: string;
  readonly activeViewers: number;
  readonly events: number;
  readonly errors: number;
}

export interface DeviceView extends SliceView {
  readonly averageBandwidthMbps: number | undefined;
  readonly byQuality: readonly SliceView[];
  readonly byOs: readonly SliceView[];
}

export interface PlaceView {
  readonly id: number;
  readonly country: string;
  readonly state: string;
  readonly city: string;
  /** Degrees; undefined when the place is not in the service's gazetteer. */
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly activeViewers: number;
  readonly events: number;
  readonly errors: number;
}

export interface HealthView {
  /** Messages not counted yet; undefined while unknown. */
  readonly lagMessages: number | undefined;
  readonly counted: number;
  readonly invalid: number;
  readonly invalidByReason: readonly {readonly reason: string; readonly count: number}[];
  readonly late: number;
  readonly duplicate: number;
  readonly overflowed: number;
  /** Unix milliseconds; undefined before the first event. */
  readonly newestEventAtMs: number | undefined;
  readonly partitions: number;
  readonly stalePartitions: number;
  readonly pausedPartitions: number;
}

export interface FeedRow {
  readonly eventId: string;
  readonly sessionId: string;
  readonly titleId: string;
  readonly type: string;
  readonly atMs: number;
  readonly device: string;
  readonly os: string;
  readonly quality: string;
  readonly country: string;
  readonly state: string;
  readonly city: string;
  readonly errorCode: string;
  readonly bandwidthMbps: number | undefined;
  readonly customer: string;
}

/**
 * A place in the feed where events may be missing, so that nobody takes silence for nothing. The page was not connected, or it
 * was slower than the stream and the service left `missed` events out.
 */
export interface FeedGap {
  readonly gap: 'unconnected' | 'slow';
  /** Of the gap, among those of the events. */
  readonly eventId: string;
  /** Event times before and after it; `atMs` is where it stands among the events. */
  readonly atMs: number;
  readonly untilMs: number;
  readonly missed: number;
}

export type FeedItem = FeedRow | FeedGap;

export function isGap(item: FeedItem): item is FeedGap {
  return 'gap' in item;
}

/** How fresh the numbers of a panel are. */
export type Freshness = 'connecting' | 'live' | 'delayed' | 'paused' | 'reconnecting' | 'offline' | 'refused';

/**
 * The four states of every panel. `stale` keeps the last numbers, dimmed; `empty` says what to do.
 */
export interface PanelStatus {
  readonly view: 'connecting' | 'live' | 'stale' | 'empty';
  readonly freshness: Freshness;
  /** The freshness in a few words with the age of the numbers; empty while they are live. */
  readonly note: string;
  /** The age alone, likewise. */
  readonly age: string;
  /** Why the numbers are not those of the whole stream, though fresh; undefined when they are. */
  readonly partial: string | undefined;
}
