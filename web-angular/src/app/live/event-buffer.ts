import {isGap, type FeedGap, type FeedItem, type FeedRow} from './view';

/** Events come in the order in which they are counted, which is nearly that of their time. */
const nearTheTop = 100;

/**
 * The newest events, newest first, at most `capacity` of them: a page left open for days keeps its size. The oldest
 * leave first. An event that is in the buffer already (a replay after a reconnect) is not taken twice; where events may be
 * missing stands a gap.
 */
export class EventBuffer {
  private rows: FeedItem[] = [];
  private gaps = 0;
  private readonly ids = new Set<string>();

  constructor(private readonly capacity: number) {}

  /**
   * Takes events oldest first, as they arrive; returns how many were new. Events that are told again (`replayed`) may be
   * older than what is here, so they are put where their time belongs.
   */
  add(arrived: readonly FeedRow[], replayed = false): number {
    const fresh = arrived.filter((row) => {
      if (this.ids.has(row.eventId)) {
        return false;
      }
      this.ids.add(row.eventId);
      return true;
    });
    if (fresh.length > 0) {
      this.rows = [...fresh.reverse(), ...this.rows];
      if (replayed) {
        this.rows.sort((a, b) => b.atMs - a.atMs);
      }
      for (const gone of this.rows.splice(this.capacity)) {
        this.ids.delete(gone.eventId);
      }
      this.dropLastGaps();
    }
    return fresh.length;
  }

  /** Events are told again after a break: when none of them is known, some between them and the newest here may be missing. */
  addReplay(replayed: readonly FeedRow[], nowMs: number): number {
    if (this.rows.length > 0 && !replayed.some((row) => this.ids.has(row.eventId))) {
      this.putGap('unconnected', replayed[0]?.atMs ?? nowMs, 0);
    }
    return this.add(replayed, true);
  }

  /** The service left events out because the page was too slow. */
  miss(missed: number, nowMs: number): void {
    if (this.rows.length > 0) {
      this.putGap('slow', nowMs, missed);
    }
  }

  /** Drops what no longer belongs to the feed. A gap belongs to it while there is an event before it. */
  keep(belongs: (row: FeedRow) => boolean): void {
    this.rows = this.rows.filter((row) => isGap(row) || belongs(row) || (this.ids.delete(row.eventId), false));
    this.dropLastGaps();
  }

  /** An immutable picture: later additions make a new array. */
  newestFirst(): readonly FeedItem[] {
    return this.rows;
  }

  /** Gaps of one kind that follow each other without an event between them are one. */
  private putGap(gap: FeedGap['gap'], untilMs: number, missed: number): void {
    const newest = this.rows[0]!;
    if (isGap(newest) && newest.gap === gap) {
      this.rows = [{...newest, untilMs, missed: newest.missed + missed}, ...this.rows.slice(1)];
      return;
    }
    const atMs = Math.max(...this.rows.slice(0, nearTheTop).map((row) => row.atMs));
    this.rows = [{gap, eventId: `gap-${++this.gaps}`, atMs, untilMs: Math.max(atMs, untilMs), missed}, ...this.rows];
  }

  private dropLastGaps(): void {
    let end = this.rows.length;
    while (end > 0 && isGap(this.rows[end - 1]!)) {
      end--;
    }
    if (end < this.rows.length) {
      this.rows = this.rows.slice(0, end);
    }
  }
}
