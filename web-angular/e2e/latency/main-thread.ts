import type {Browser, CDPSession, Page} from '@playwright/test';

/** A task that held the page's main thread for more than 50 ms. */
export interface LongTask {
  readonly ms: number;
  /** Of these, how long the thread worked; the rest it waited for a core of the machine. */
  readonly workedMs: number;
  /** What it did, the longest first, as Chromium names it: `FunctionCall drawFeed 31 ms, Layout 12 ms`. */
  readonly parts: string;
}

/** The fields of Chromium's trace events that are looked at; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: {readonly name?: string; readonly data?: {readonly functionName?: string; readonly type?: string}};
}

const longMs = 50;
const partsNamed = 6;
const taskName = 'ThreadControllerImpl::RunTask';

/** Records what the page's main thread does, as Chromium's own trace tells it: wall time and, unlike the page's observers, work. */
export class MainThread {
  private readonly events: TraceEvent[] = [];

  private readonly devtools: CDPSession;

  private constructor(devtools: CDPSession) {
    this.devtools = devtools;
    devtools.on('Tracing.dataCollected', ({value}) => this.events.push(...(value as unknown as TraceEvent[])));
  }

  static async record(browser: Browser): Promise<MainThread> {
    const recording = new MainThread(await browser.newBrowserCDPSession());
    await recording.devtools.send('Tracing.start', {
      traceConfig: {includedCategories: ['toplevel', 'devtools.timeline', 'v8'], excludedCategories: ['*']},
      transferMode: 'ReportEvents',
    });
    return recording;
  }

  /** Ends the recording; every long task since it began. */
  async end(page: Page): Promise<LongTask[]> {
    const complete = new Promise((resolve) => this.devtools.once('Tracing.tracingComplete', resolve));
    await this.devtools.send('Tracing.end');
    await complete;
    const threads = this.events.filter(({name, args}) => name === 'thread_name' && args.name === 'CrRendererMain');
    // The renderer of the one page is the one that calls functions.
    const drawing = new Set(this.events.filter(({name}) => name === 'FunctionCall').map(({pid}) => pid));
    const main = threads.find(({pid}) => drawing.has(pid));
    if (!main) {
      throw new Error(`The trace of ${page.url()} shows no main thread; it has ${this.events.length} events.`);
    }
    const spans = this.events.filter(({ph, pid, tid}) => ph === 'X' && pid === main.pid && tid === main.tid);
    return spans
      .filter(({name, dur = 0}) => name === taskName && dur / 1_000 > longMs)
      .map((task) => ({ms: task.dur! / 1_000, workedMs: (task.tdur ?? 0) / 1_000, parts: partsOf(task, spans)}));
  }
}

/** The longest spans within a task; spans lie within each other, so their times don't add up. */
function partsOf(task: TraceEvent, spans: readonly TraceEvent[]): string {
  return spans
    .filter((span) => span !== task && span.name !== taskName && span.ts >= task.ts && span.ts < task.ts + task.dur!)
    .sort((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .slice(0, partsNamed)
    .map(({name, dur = 0, args}) =>
      [name, args.data?.functionName ?? args.data?.type, `${Math.round(dur / 1_000)} ms`].filter(Boolean).join(' '),
    )
    .join(', ');
}
