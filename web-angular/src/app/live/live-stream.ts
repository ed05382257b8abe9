import {Code, ConnectError} from '@connectrpc/connect';
import type {Selection} from '../filters/selection';
import {BackOff} from './back-off';
import type {LiveAddress} from './live-address';
import type {LiveClient} from './live-client';
import {retryAdviceMs} from './retry-advice';
import type {WindowName} from './view';
import {filterToWire, windowToWire, type DashboardUpdate} from './wire';

/** What a subscription asks for. */
export interface Subscription {
  readonly selection: Selection;
  readonly window: WindowName;
  readonly search: string;
}

/** How the stream stands; `failures` counts attempts since the last message. `refused` ends when somebody asks to try again. */
export interface StreamState {
  readonly phase: 'connecting' | 'open' | 'waiting' | 'refused';
  readonly failures: number;
  readonly retryAtMs: number | undefined;
  readonly problem: string | undefined;
}

export interface StreamListener {
  /**
   * `asked` is what the stream was opened with: its search is the service's work, not the page's. `opens` is true for the
   * first update of a stream, which tells the newest events again.
   */
  update(update: DashboardUpdate, asked: Subscription, opens: boolean): void;
  state(state: StreamState): void;
}

/** Past events that a new stream begins with. */
const replay = 500;
/** Above this the service samples the feed and says how much it left out: more cannot be read, and a page must stay quick. */
const maxEventsPerSecond = 1_000;
/** A changed subscription must show its first state within this time, or the stream is opened anew. */
const changeDeadlineMs = 3_000;
/** A stream that held this long was a good one: when it ends, every other node is worth a try at once. */
const steadyMs = 5_000;
/** What one node refuses for these reasons every node refuses. */
const refusedEverywhere: readonly Code[] = [Code.InvalidArgument, Code.Unauthenticated, Code.Unimplemented];

/** The nodes of the service, of which the stream uses one at a time. */
export type Nodes = Pick<LiveAddress, 'nodes' | 'moveOn'>;

/**
 * Owns the one stream of the page: opens it, opens it again whenever it ends, and changes what it is about. When a node fails,
 * the others are tried at once, one after the other; when all have failed it waits, at least as long as they asked for.
 */
export class LiveStream {
  private readonly backOff: BackOff;
  private wanted: Subscription | undefined;
  private asked: Subscription | undefined;
  private subscriptionId = '';
  private running = new AbortController();
  private wake: (() => void) | undefined;
  private sending = false;
  private openedMs = Infinity;
  private failedNodes = 0;
  private advisedMs = 0;
  private changeDeadline: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: LiveClient,
    private readonly listener: StreamListener,
    private readonly nodes: Nodes,
    random: () => number = Math.random,
  ) {
    this.backOff = new BackOff(random);
  }

  /** Opens the stream for the newest subscription, ending the one that runs. */
  reopen(): void {
    this.running.abort();
    clearTimeout(this.changeDeadline);
    this.running = new AbortController();
    this.subscriptionId = '';
    void this.run(this.running.signal);
  }

  /** Leaves a node that says nothing any more. */
  giveUp(): void {
    this.nodes.moveOn();
    this.reopen();
  }

  /** From now on the stream is about `wanted`: by UpdateFilter when it can be, by a new stream otherwise. */
  follow(wanted: Subscription): void {
    const before = this.wanted;
    this.wanted = wanted;
    if (!before || this.subscriptionId === '' || this.asked?.search !== wanted.search) {
      this.reopen();
    } else {
      void this.sendChange();
    }
  }

  /** Tries at once instead of when the back-off ends. */
  retryNow(): void {
    this.wake?.();
  }

  close(): void {
    this.running.abort();
    clearTimeout(this.changeDeadline);
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.tell('connecting');
      this.openedMs = Infinity;
      let failure: ConnectError | undefined;
      try {
        await this.read(signal);
      } catch (error) {
        failure = ConnectError.from(error);
      }
      if (signal.aborted) {
        return;
      }
      this.subscriptionId = '';
      if (this.isRefused(failure)) {
        this.tell('refused', undefined, failure?.rawMessage);
        await this.waited(undefined, signal);
        continue;
      }
      const held = Date.now() - this.openedMs >= steadyMs;
      // The token ran out while the stream was open: there is a new one.
      if (held && failure?.code === Code.Unauthenticated) {
        continue;
      }
      if (this.triesElsewhere(failure, held)) {
        continue;
      }
      const delay = Math.max(this.backOff.nextDelayMs(), this.advisedMs);
      this.advisedMs = 0;
      this.tell('waiting', Date.now() + delay, failure?.rawMessage);
      await this.waited(delay, signal);
    }
  }

  /** The service doesn't serve whoever asks. A token that it does not take any more has been renewed, or can't be, before the opening. */
  private isRefused(failure: ConnectError | undefined): boolean {
    return (
      failure?.code === Code.PermissionDenied || (failure?.code === Code.Unauthenticated && this.openedMs === Infinity)
    );
  }

  /** Moves on to the next node; true when it has not failed in this round yet. */
  private triesElsewhere(failure: ConnectError | undefined, held: boolean): boolean {
    this.failedNodes = held ? 1 : this.failedNodes + 1;
    this.advisedMs = Math.max(this.advisedMs, failure ? retryAdviceMs(failure) : 0);
    if (failure && refusedEverywhere.includes(failure.code)) {
      this.failedNodes = 0;
      return false;
    }
    this.nodes.moveOn();
    if (this.failedNodes < this.nodes.nodes) {
      return true;
    }
    this.failedNodes = 0;
    return false;
  }

  private async read(signal: AbortSignal): Promise<void> {
    const asked = this.wanted!;
    this.asked = asked;
    const stream = this.client.watchDashboard(
      {
        filter: filterToWire(asked.selection),
        window: windowToWire(asked.window),
        feed: {search: asked.search, maxEventsPerSecond, replay},
      },
      {signal},
    );
    let open = false;
    for await (const update of stream) {
      if (signal.aborted) {
        return;
      }
      if (this.subscriptionId === '' && update.subscriptionId !== '') {
        this.subscriptionId = update.subscriptionId;
      }
      if (update.full) {
        clearTimeout(this.changeDeadline);
      }
      const opens = !open;
      if (opens) {
        open = true;
        this.openedMs = Date.now();
        this.backOff.reset();
        this.tell('open');
      }
      this.listener.update(update, asked, opens);
    }
  }

  /** One change is on the way at a time; what is chosen meanwhile goes with the next, so the newest always wins. */
  private async sendChange(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    const {signal} = this.running;
    try {
      for (let sent: Subscription | undefined; sent !== this.wanted && !signal.aborted;) {
        sent = this.wanted!;
        clearTimeout(this.changeDeadline);
        this.changeDeadline = setTimeout(() => this.reopen(), changeDeadlineMs);
        await this.client.updateFilter(
          {
            subscriptionId: this.subscriptionId,
            filter: filterToWire(sent.selection),
            window: windowToWire(sent.window),
          },
          {signal, timeoutMs: changeDeadlineMs},
        );
      }
    } catch (error) {
      // NOT_FOUND: the service has forgotten the subscription. Anything else: a new stream says what is wrong, if it is.
      if (!signal.aborted && ConnectError.from(error).code !== Code.Canceled) {
        this.reopen();
      }
    } finally {
      this.sending = false;
    }
  }

  private tell(phase: StreamState['phase'], retryAtMs?: number, problem?: string): void {
    this.listener.state({phase, failures: this.backOff.attempts, retryAtMs, problem});
  }

  /** Until `ms` are over, for ever without; or until somebody asks to go on. */
  private waited(ms: number | undefined, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = undefined;
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      signal.addEventListener('abort', done);
      this.wake = done;
    });
  }
}
