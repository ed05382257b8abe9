/** One event of a viewing session, in plain values. */
export interface Moment {
  readonly id: string;
  readonly atMs: number;
  readonly type: string;
  readonly quality: string;
  /** Mbit/s; undefined when the event carries no measurement, like everything below. */
  readonly bandwidthMbps: number | undefined;
  readonly startupMs: number | undefined;
  readonly stalledMs: number | undefined;
  readonly stalls: number | undefined;
  readonly errorCode: string;
}

/** Two tellings of the same session as one, in the order of time: what the lake tells of an event is the fuller one. */
export function merged(past: readonly Moment[], live: readonly Moment[]): Moment[] {
  const known = new Map(live.map((moment) => [moment.id, moment]));
  past.forEach((moment) => known.set(moment.id, moment));
  return [...known.values()].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
}

export interface Totals {
  readonly errors: number;
  readonly stalls: number;
  readonly stalledMs: number;
  readonly startupMs: number | undefined;
}

export function totalsOf(moments: readonly Moment[]): Totals {
  const sum = (value: (moment: Moment) => number | undefined) =>
    moments.reduce((total, moment) => total + (value(moment) ?? 0), 0);
  return {
    errors: moments.filter(({type}) => type === 'error').length,
    stalls: sum(({stalls, type}) => stalls ?? (type === 'buffer' ? 1 : undefined)),
    stalledMs: sum(({stalledMs}) => stalledMs),
    startupMs: moments.find(({startupMs}) => startupMs !== undefined)?.startupMs,
  };
}
