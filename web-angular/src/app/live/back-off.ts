/**
 * How long to wait before the next attempt: doubles from half a second to fifteen, and lies anywhere in the upper half
 * of that, so that a thousand pages do not return in the same instant after a restart.
 */
export class BackOff {
  private static readonly firstMs = 500;
  private static readonly longestMs = 15_000;
  private failures = 0;

  constructor(private readonly random: () => number = Math.random) {}

  get attempts(): number {
    return this.failures;
  }

  nextDelayMs(): number {
    const ceiling = Math.min(BackOff.longestMs, BackOff.firstMs * 2 ** this.failures);
    this.failures++;
    return Math.round(ceiling * (0.5 + this.random() / 2));
  }

  reset(): void {
    this.failures = 0;
  }
}
