import {count, decimal, undefinedNumber} from '../common/numbers';
import type {Trend, TrendName} from '../live/trends';
import type {MetricsView, ViewersView, WindowName} from '../live/view';
import {isEmpty, nothingSelected, type Selection} from '../filters/selection';
import type {Subject} from '../shell/ask-this';
import type {CardName} from './card-bands';
import {pointChange, relativeChange, type Change} from './change';

/** What one card shows, in words and numbers. */
export interface CardView {
  readonly card: CardName & Subject & TrendName;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** What the number is made of: numerator and denominator, samples, window. */
  readonly basis: string;
  /** The number that the bands are about, in the card's unit. */
  readonly judged: number | undefined;
  /** The number is too young for a judgement: what it is measured against is hardly counted yet. */
  readonly isEarly: boolean;
  /** With the filters that are set the number would say something that it does not mean: there is none. */
  readonly isMeaningless?: true;
  readonly change: Change | undefined;
  /** What `change` compares with. */
  readonly before: string;
  /** How much of the window is counted; empty once it is all of it. */
  readonly filling: string;
  /** The events behind the number, for people and as an event type; absent where that makes no sense. */
  readonly narrowsTo?: {readonly text: string; readonly eventType: string};
  readonly definition: string;
}

interface WindowWords {
  readonly ms: number;
  readonly length: string;
  readonly inWords: string;
  readonly short: string;
  readonly before: string;
  readonly ago: string;
}

const windows: Record<WindowName, WindowWords> = {
  '1m': {
    ms: 60_000,
    length: '1 min',
    inWords: 'last minute',
    short: 'last minute',
    before: 'vs prior minute',
    ago: 'vs a minute ago',
  },
  '5m': {
    ms: 300_000,
    length: '5 min',
    inWords: 'last 5 minutes',
    short: 'last 5 min',
    before: 'vs prior 5 min',
    ago: 'vs 5 min ago',
  },
  '1h': {
    ms: 3_600_000,
    length: '1 h',
    inWords: 'last hour',
    short: 'last hour',
    before: 'vs prior hour',
    ago: 'vs an hour ago',
  },
};

/**
 * A session's first event may tell of stalls, but watched time is known from its second one on: for this long after the
 * counting began the ratio of the two is too high.
 */
const rebufferingSettlesMs = 300_000;

type Metrics = Partial<MetricsView>;

/** They put one type of events in proportion to the others, or look at the latest event of any type. */
const needAllTypes: readonly CardName[] = ['activeViewers', 'errorRate', 'rebuffering'];

/** The cards of the board, in their order. Nothing known yet is a dash, not a zero. */
export function cardViews(
  metrics: MetricsView | undefined,
  viewers: ViewersView | undefined,
  viewersTrend: Trend | undefined,
  selection: Selection = nothingSelected,
): readonly CardView[] {
  const cards = allCards(metrics, viewers, viewersTrend, !isEmpty(selection));
  return selection.eventType.length === 0
    ? cards
    : cards.map((card) => (needAllTypes.includes(card.card) ? withoutNumber(card) : card));
}

function withoutNumber({card, name, definition}: CardView): CardView {
  return {
    card,
    name,
    definition,
    value: undefinedNumber,
    unit: '',
    basis: 'not meaningful with an event type filter',
    judged: undefined,
    isEarly: false,
    isMeaningless: true,
    change: undefined,
    before: '',
    filling: '',
  };
}

function allCards(
  metrics: MetricsView | undefined,
  viewers: ViewersView | undefined,
  viewersTrend: Trend | undefined,
  isFiltered: boolean,
): readonly CardView[] {
  const now: Metrics = metrics ?? {};
  const before = now.before;
  const window = windows[now.window ?? '5m'];
  const countedMs = now.countedMs ?? window.ms;
  const inWindow = {
    before: window.before,
    filling: countedMs < window.ms ? `${span(countedMs)} of ${window.length} counted so far` : '',
    isEarly: false,
  };
  return [
    {
      card: 'activeViewers',
      name: 'Active viewers',
      value: number(viewers?.activeViewers),
      unit: '',
      basis: `${number(viewers?.activeSessions)} sessions`,
      judged: viewers?.activeViewers,
      isEarly: false,
      // Viewers are those of a moment, so they are compared with one: the oldest of their trend.
      change: relativeChange(viewers?.activeViewers, viewersTrend?.[0]?.value),
      before: window.ago,
      filling: '',
      definition:
        'People watching now: distinct customers with an event in the last 60 seconds whose latest event is not stop, complete or error. Someone with two sessions counts once.',
    },
    {
      ...inWindow,
      card: 'eventsPerSecond',
      name: 'Events per second',
      value: decimal(now.eventsPerSecond, (now.eventsPerSecond ?? 100) < 100 ? 1 : 0),
      unit: '/s',
      basis: `${number(now.events)} in the ${window.short}`,
      judged: now.eventsPerSecond,
      change: relativeChange(now.events, before?.events),
      definition: `Events of the last 5 seconds, divided by 5. Every event counts once; a repeated one does not count again. The change compares the events of the ${window.inWords} with those of the window before.`,
    },
    {
      ...inWindow,
      card: 'errorRate',
      name: 'Error rate',
      value: decimal(now.errorRatePercent, 2),
      unit: '%',
      basis: `${number(now.errors)} of ${number(now.events)} events`,
      judged: now.errorRatePercent,
      change: pointChange(now.errorRatePercent, before?.errorRatePercent, 'higher'),
      narrowsTo: {text: 'errors', eventType: 'error'},
      definition: `Events of type error as a share of all events in the ${window.inWords}, in percent.`,
    },
    {
      ...inWindow,
      card: 'bandwidth',
      name: 'Average bandwidth',
      value: decimal(now.averageBandwidthMbps, 1),
      unit: 'Mbit/s',
      basis: `${number(now.bandwidthSamples)} measurements`,
      judged: now.averageBandwidthMbps,
      change: relativeChange(now.averageBandwidthMbps, before?.averageBandwidthMbps, 'lower'),
      definition: `Mean of the bandwidth that players measured in the ${window.inWords}, in megabits per second, over the events that carry a measurement.`,
    },
    {
      ...inWindow,
      card: 'startup',
      name: 'Start-up p95',
      value: seconds(now.startupP95Ms),
      unit: 's',
      basis: isFiltered ? `all events · ${starts(now)}` : starts(now),
      judged: inSeconds(now.startupP95Ms),
      change: relativeChange(now.startupP95Ms, before?.startupP95Ms, 'higher'),
      narrowsTo: {text: 'starts', eventType: 'start'},
      definition: `Time from play to the first frame, over the start events of the ${window.inWords} that carry it: 95 in 100 took no longer than this, half of them no longer than p50. Within 1 %, and of all events: not narrowed by the filters.`,
    },
    {
      ...inWindow,
      card: 'rebuffering',
      name: 'Rebuffering ratio',
      value: decimal(now.rebufferingRatioPercent, 2),
      unit: '%',
      basis: stalls(metrics),
      judged: now.rebufferingRatioPercent,
      isEarly: countedMs < Math.min(window.ms, rebufferingSettlesMs),
      change: pointChange(now.rebufferingRatioPercent, before?.rebufferingRatioPercent, 'higher'),
      narrowsTo: {text: 'stalls', eventType: 'buffer'},
      definition: `Time that players stalled as a share of the time that was watched, both in the ${window.inWords}, in percent.`,
    },
  ];
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

function starts({startupP50Ms, startupSamples}: Metrics): string {
  const starts = `${number(startupSamples)} starts`;
  return startupP50Ms === undefined ? starts : `p50 ${seconds(startupP50Ms)} s · ${starts}`;
}

function stalls(metrics: MetricsView | undefined): string {
  if (metrics === undefined) {
    return '';
  }
  const stalled = span(metrics.bufferingDurationMs);
  return metrics.watchedMs > 0 ? `${stalled} of ${span(metrics.watchedMs)} watched` : 'Nothing watched yet';
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
