/** A stream of the server that says what a test tells it to, when it is told. */
export class ScriptedStream<T> {
  private readonly waiting: (T | Error | 'end')[] = [];
  private wake: (() => void) | undefined;

  constructor(readonly signal: AbortSignal | undefined) {
    signal?.addEventListener('abort', () => this.end());
  }

  get closedByPage(): boolean {
    return this.signal?.aborted ?? false;
  }

  fail(error: Error): void {
    this.put(error);
  }

  end(): void {
    this.put('end');
  }

  async *updates(): AsyncGenerator<T> {
    for (;;) {
      while (this.waiting.length > 0) {
        const next = this.waiting.shift()!;
        if (next === 'end') {
          return;
        }
        if (next instanceof Error) {
          throw next;
        }
        yield next;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  protected put(item: T | Error | 'end'): void {
    this.waiting.push(item);
    this.wake?.();
  }
}
