import type {FeedRow} from './view';

/**
 * The newest events, newest first, at most `capacity` of them: a page left open for days keeps its size. The oldest
 * leave first. An event that is in the buffer already (a replay after a reconnect) is not taken twice.
 */
export class EventBuffer {
  private rows: FeedRow[] = [];
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
    }
    return fresh.length;
  }

  /** Drops what no longer belongs to the feed. */
  keep(belongs: (row: FeedRow) => boolean): void {
    this.rows = this.rows.filter((row) => belongs(row) || (this.ids.delete(row.eventId), false));
  }

  /** An immutable picture: later additions make a new array. */
  newestFirst(): readonly FeedRow[] {
    return this.rows;
  }
}
