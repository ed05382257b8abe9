import type {Browser, CDPSession, Page} from '@playwright/test';

/** A task that held the page's main thread for more than 50 ms. */
export interface LongTask {
  readonly ms: number;
  /** Of these, how long the thread worked; the rest it waited for a core of the machine. */
  readonly workedMs: number;
}

/** The fields of Chromium's trace events that are looked at; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: {readonly name?: string; readonly data?: {readonly processId?: number; readonly url?: string}};
}

const longMs = 50;
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
      traceConfig: {includedCategories: ['toplevel', 'devtools.timeline'], excludedCategories: ['*']},
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
    return this.events
      .filter(({name, ph, pid, tid}) => name === taskName && ph === 'X' && pid === main.pid && tid === main.tid)
      .map(({dur = 0, tdur = 0}) => ({ms: dur / 1_000, workedMs: tdur / 1_000}))
      .filter(({ms}) => ms > longMs);
  }
}
