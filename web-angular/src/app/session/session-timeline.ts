import {DestroyRef, Injectable, computed, inject, signal} from '@angular/core';
import {BackOff} from '../live/back-off';
import {merged, type Moment} from './moment';
import {SESSION_SOURCES} from './session-sources';

/** How one of the two sources stands. */
export type SourceState = 'loading' | 'ready' | 'failed' | 'absent';

/** As many events of a session are kept: the newest. */
const mostMoments = 2_000;

/** One session's events from the lake and from the stream, in one order, as long as somebody looks at it. */
@Injectable()
export class SessionTimeline {
  private readonly sources = inject(SESSION_SOURCES);
  private readonly past = signal<readonly Moment[]>([]);
  private readonly live = signal<readonly Moment[]>([]);
  private readonly pastIs = signal<SourceState>('loading');
  private readonly liveIs = signal<SourceState>('loading');
  private readonly isTruncated = signal(false);
  private readonly closing = new AbortController();
  private sessionId = '';

  readonly moments = computed(() => merged(this.past(), this.live()).slice(-mostMoments));
  readonly pastState = this.pastIs.asReadonly();
  readonly liveState = this.liveIs.asReadonly();
  readonly truncated = this.isTruncated.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.closing.abort());
  }

  /** Begins with what is on the page already, so that there is something to see at once. */
  open(sessionId: string, shown: readonly Moment[]): void {
    this.sessionId = sessionId;
    this.live.set(shown);
    void this.readPast();
    void this.follow();
  }

  async readPast(): Promise<void> {
    if (!this.sources.past) {
      this.pastIs.set('absent');
      return;
    }
    this.pastIs.set('loading');
    try {
      const {moments, truncated} = await this.sources.past(this.sessionId, this.closing.signal);
      this.past.set(moments);
      this.isTruncated.set(truncated);
      this.pastIs.set('ready');
    } catch {
      if (!this.closing.signal.aborted) {
        this.pastIs.set('failed');
      }
    }
  }

  private async follow(): Promise<void> {
    const {signal} = this.closing;
    const backOff = new BackOff();
    while (!signal.aborted) {
      try {
        for await (const moments of this.sources.live(this.sessionId, signal)) {
          backOff.reset();
          this.liveIs.set('ready');
          this.live.update((known) => merged(known, moments).slice(-mostMoments));
        }
      } catch {
        // What broke it is told by the state; the next attempt begins with a replay, so nothing is missing.
      }
      if (!signal.aborted) {
        this.liveIs.set('failed');
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, backOff.nextDelayMs());
          signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), {once: true});
        });
      }
    }
  }
}
