import type {Trend} from './trends';

/** What the page itself saw of a number that the service keeps no series of, in the steps that a series would have. */
export class SeenTrend {
  private readonly seen = new Map<number, number>();
  private readonly stepMs: number;
  private readonly steps: number;

  constructor({rangeSeconds, stepSeconds}: {readonly rangeSeconds: number; readonly stepSeconds: number}) {
    this.stepMs = stepSeconds * 1_000;
    this.steps = rangeSeconds / stepSeconds;
  }

  /** Notes what is seen now; the trend up to now. Steps in which nothing was seen have no value. */
  note(value: number | undefined, nowMs: number): Trend {
    const last = Math.floor(nowMs / this.stepMs);
    const first = last - this.steps + 1;
    if (value !== undefined) {
      this.seen.set(last, value);
    }
    for (const step of this.seen.keys()) {
      if (step < first) {
        this.seen.delete(step);
      }
    }
    return Array.from({length: this.steps}, (_, index) => ({
      atMs: (first + index) * this.stepMs,
      value: this.seen.get(first + index),
    }));
  }
}
