import {Injectable, computed, effect, inject, signal, untracked, DestroyRef} from '@angular/core';
import {PageVisibility} from '../common/page-visibility';
import {DashboardFilter} from '../filters/dashboard-filter';
import {passes} from '../filters/selection';
import {FeedFilter, mentions} from '../feed/feed-filter';
import {
  attemptsUntilOffline,
  silenceUntilDelayedMs,
  silenceUntilReopenedMs,
  toleratedLagMs,
  type Connection,
  type Link,
} from './connection';
import {DashboardState} from './dashboard-state';
import {EventBuffer} from './event-buffer';
import {LiveAddress} from './live-address';
import {LIVE_CLIENT} from './live-client';
import {LiveStream, type StreamState, type Subscription} from './live-stream';
import {panelStatusOf} from './panel-status';
import {Pause} from './pause';
import type {
  DeviceView,
  FeedItem,
  FeedRow,
  HealthView,
  MetricsView,
  PlaceView,
  PanelStatus,
  SliceView,
  ViewersView,
} from './view';
import {feedRowFromWire, type DashboardUpdate, type EventBatch} from './wire';

/** Events that the page keeps; older ones are the lake's business. */
export const keptEvents = 2_000;
/** Clicks in a row become one question to the service. */
const filterDebounceMs = 120;
/** A pause in typing; each new text opens a new stream. */
const searchDebounceMs = 400;
/** Numbers that change more often than this are no easier to read, and drawing them is what a busy page costs most. */
const drawEveryMs = 40;
/** A stream that is being replaced on purpose may be quiet for this long without anybody being told. */
const replacementGraceMs = 2_000;

/**
 * Everything live on the page: owns the stream, gathers what arrives between two frames and shows it as signals.
 * Components read, and say `pause`, `resume` and `retryNow`; what to look at comes from the filters.
 */
@Injectable({providedIn: 'root'})
export class LiveDashboard {
  private readonly filter = inject(DashboardFilter);
  private readonly feedFilter = inject(FeedFilter);
  private readonly isSeen = inject(PageVisibility).visible;
  private readonly stream = new LiveStream(
    inject(LIVE_CLIENT),
    {
      update: (update, asked, opens) => this.receive(update, asked, opens),
      state: (state) => {
        this.streamState.set(state);
        this.now.set(Date.now());
      },
    },
    inject(LiveAddress),
  );

  private readonly state = new DashboardState();
  private readonly buffer = new EventBuffer(keptEvents);
  private frame: number | undefined;
  private drawnAt = -Infinity;
  private replaySearch: string | undefined;

  private readonly streamState = signal<StreamState>({
    phase: 'connecting',
    failures: 0,
    retryAtMs: undefined,
    problem: undefined,
  });
  private readonly now = signal(Date.now());
  private readonly online = signal(navigator.onLine);
  /** Local time of the newest message, and the server's own time in it. */
  private readonly heardAtMs = signal<number | undefined>(undefined);
  private readonly serverAtMs = signal(0);
  /** Local time at which the numbers on screen were true. */
  private readonly shownAtMs = signal<number | undefined>(undefined);
  private readonly pauseWish = inject(Pause);
  /** A page that is opened by a paused link first needs something to stand still with. */
  private readonly standsStill = computed(() => this.pauseWish.wanted() && this.shownAtMs() !== undefined);
  private readonly waiting = signal(0);
  private readonly isChanging = signal(false);

  private readonly metricsNow = signal<MetricsView | undefined>(undefined);
  private readonly viewersNow = signal<ViewersView | undefined>(undefined);
  private readonly qualityNow = signal<readonly SliceView[] | undefined>(undefined);
  private readonly devicesNow = signal<readonly DeviceView[] | undefined>(undefined);
  private readonly placesNow = signal<ReadonlyMap<number, PlaceView> | undefined>(undefined);
  private readonly healthNow = signal<HealthView | undefined>(undefined);
  private readonly eventsNow = signal<readonly FeedItem[]>([]);
  private readonly leftOutNow = signal({dropped: 0, sampledOut: 0});
  private leftOut = {dropped: 0, sampledOut: 0};

  readonly metrics = this.metricsNow.asReadonly();
  readonly viewers = this.viewersNow.asReadonly();
  readonly quality = this.qualityNow.asReadonly();
  readonly devices = this.devicesNow.asReadonly();
  readonly places = this.placesNow.asReadonly();
  readonly health = this.healthNow.asReadonly();
  /** Newest first, at most `keptEvents`. */
  readonly events = this.eventsNow.asReadonly();
  /** Events that the service left out of this page's feed since it was opened. */
  readonly feedLeftOut = this.leftOutNow.asReadonly();
  readonly paused = this.pauseWish.wanted;
  /** Events that arrived since the pause began. */
  readonly arrivedWhilePaused = this.waiting.asReadonly();
  /** A changed filter is on its way: the numbers on screen still belong to the one before. */
  readonly changing = this.isChanging.asReadonly();

  readonly connection = computed<Connection>(
    () => {
      const link = this.link();
      const {retryAtMs, problem} = this.streamState();
      return {
        status: this.paused() ? 'paused' : link,
        link,
        ageSeconds: this.paused() || link !== 'live' ? this.ageSeconds() : 0,
        retryInSeconds: retryAtMs === undefined ? undefined : Math.max(0, Math.ceil((retryAtMs - this.now()) / 1_000)),
        problem,
      };
    },
    {equal: (a, b) => JSON.stringify(a) === JSON.stringify(b)},
  );

  constructor() {
    this.followFilters();
    this.showWhatTheFeedKeeps();
    // A tab that is looked at again shows the newest at once.
    effect(() => this.isSeen() && untracked(() => this.show()));
    const tick = setInterval(() => this.tick(), 1_000);
    const online = () => (this.online.set(true), this.stream.retryNow());
    const offline = () => this.online.set(false);
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(tick);
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
      this.stream.close();
      if (this.frame !== undefined) {
        cancelAnimationFrame(this.frame);
      }
    });
  }

  /** Keeps the screen as it is. The stream goes on and what it brings is counted. */
  pause(): void {
    this.pauseWish.set(true);
    this.waiting.set(0);
  }

  /** Shows the newest state at once; nothing that arrived meanwhile is lost but what the bounded feed let go. */
  resume(): void {
    this.pauseWish.set(false);
    this.waiting.set(0);
    this.show();
  }

  togglePause(): void {
    if (this.paused()) {
      this.resume();
    } else {
      this.pause();
    }
  }

  retryNow(): void {
    this.stream.retryNow();
  }

  /** How a panel stands that shows `data`; `isEmpty` says that there is nothing to draw in it. */
  panelStatus(data: unknown, isEmpty: boolean): PanelStatus {
    return panelStatusOf(data, isEmpty, this.connection(), this.healthNow());
  }

  private readonly link = computed<Link>(() => {
    const {phase, failures} = this.streamState();
    if (phase === 'refused') {
      return 'refused';
    }
    const heardAt = this.heardAtMs();
    const silence = heardAt === undefined ? Infinity : this.now() - heardAt;
    if (phase !== 'open') {
      if (!this.online() || failures >= attemptsUntilOffline) {
        return 'offline';
      }
      if (heardAt === undefined) {
        return 'connecting';
      }
      return failures === 0 && silence < replacementGraceMs ? 'live' : 'reconnecting';
    }
    return silence > silenceUntilDelayedMs || this.lagMs() > toleratedLagMs ? 'delayed' : 'live';
  });

  /** How far the counting is behind the stream: 0 when everything is counted, however quiet it is. */
  private readonly lagMs = computed(() => {
    const health = this.healthNow();
    return health?.newestEventAtMs !== undefined && (health.lagMessages ?? 0) > 0
      ? Math.max(0, this.serverAtMs() - health.newestEventAtMs)
      : 0;
  });

  private readonly ageSeconds = computed(() => {
    const shownAt = this.shownAtMs();
    return shownAt === undefined ? 0 : Math.max(0, Math.floor((this.now() - shownAt + this.lagMs()) / 1_000));
  });

  private followFilters(): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before: Subscription | undefined;
    const cancel = () => clearTimeout(timer);
    inject(DestroyRef).onDestroy(cancel);
    effect(() => {
      const wanted: Subscription = {
        selection: this.filter.selection(),
        window: this.filter.window(),
        search: this.feedFilter.search(),
      };
      cancel();
      if (!before) {
        untracked(() => this.stream.follow(wanted));
      } else {
        const typed = before.search !== wanted.search;
        timer = setTimeout(() => this.stream.follow(wanted), typed ? searchDebounceMs : filterDebounceMs);
        untracked(() => this.isChanging.set(true));
      }
      before = wanted;
    });
  }

  /** The feed narrows at once, before the service has answered; it widens with what arrives. */
  private showWhatTheFeedKeeps(): void {
    effect(() => {
      this.filter.selection();
      this.feedFilter.search();
      this.feedFilter.types();
      untracked(() => {
        this.buffer.keep((row) => this.keeps(row, undefined));
        this.eventsNow.set(this.buffer.newestFirst());
      });
    });
  }

  private keeps(row: FeedRow, searchedByService: string | undefined): boolean {
    const search = this.feedFilter.search();
    const types = this.feedFilter.types();
    return (
      passes(this.filter.selection(), row) &&
      (types.size === 0 || types.has(row.type)) &&
      (search === '' || search === searchedByService || mentions(row, search))
    );
  }

  private receive(update: DashboardUpdate, asked: Subscription, opens: boolean): void {
    this.heardAtMs.set(Date.now());
    this.serverAtMs.set(Number(update.atUnixMs));
    this.state.apply(update);
    if (update.full) {
      this.isChanging.set(false);
      if (this.replaySearch !== undefined && this.replaySearch !== asked.search) {
        // The replay that comes with the new search is the whole truth about it.
        this.buffer.keep(() => false);
      }
      this.replaySearch = asked.search;
    }
    if (update.events || opens) {
      this.receiveEvents(update.events, asked, opens);
    }
    if (!this.standsStill() && this.isSeen()) {
      this.frame ??= requestAnimationFrame((now) => this.draw(now));
    }
  }

  private receiveEvents(batch: EventBatch | undefined, asked: Subscription, opens: boolean): void {
    const rows = (batch?.events ?? []).map(feedRowFromWire).filter((row) => this.keeps(row, asked.search));
    const dropped = Number(batch?.dropped ?? 0);
    const sampledOut = Number(batch?.sampledOut ?? 0);
    if (dropped > 0) {
      this.buffer.miss(dropped, this.serverAtMs());
    }
    const fresh = opens ? this.buffer.addReplay(rows, this.serverAtMs()) : this.buffer.add(rows);
    this.leftOut = {dropped: this.leftOut.dropped + dropped, sampledOut: this.leftOut.sampledOut + sampledOut};
    if (this.standsStill()) {
      this.waiting.update((count) => count + fresh + dropped + sampledOut);
    }
  }

  private draw(now: number): void {
    if (now - this.drawnAt < drawEveryMs) {
      this.frame = requestAnimationFrame((later) => this.draw(later));
      return;
    }
    this.frame = undefined;
    this.drawnAt = now;
    this.show();
  }

  /** Only what changed. */
  private show(): void {
    if (this.standsStill() || this.heardAtMs() === undefined) {
      return;
    }
    const change = this.state.take();
    if (change.metrics) this.metricsNow.set(change.metrics);
    if (change.viewers) this.viewersNow.set(change.viewers);
    if (change.quality) this.qualityNow.set(change.quality);
    if (change.devices) this.devicesNow.set(change.devices);
    if (change.places) this.placesNow.set(change.places);
    if (change.health) this.healthNow.set(change.health);
    this.eventsNow.set(this.buffer.newestFirst());
    this.leftOutNow.set(this.leftOut);
    this.shownAtMs.set(this.heardAtMs());
    this.now.set(Date.now());
  }

  private tick(): void {
    const now = Date.now();
    if (this.isSeen()) {
      this.now.set(now);
    }
    const heardAt = this.heardAtMs();
    if (this.streamState().phase === 'open' && heardAt !== undefined && now - heardAt > silenceUntilReopenedMs) {
      this.stream.giveUp();
    }
  }
}
