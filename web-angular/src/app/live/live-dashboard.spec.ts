import {TestBed} from '@angular/core/testing';
import {Code, ConnectError} from '@connectrpc/connect';
import {FakeLiveClient, adviceToWait} from '../../testing/fake-live-client';
import {fullUpdate, wireEvents} from '../../testing/samples';
import {FeedFilter} from '../feed/feed-filter';
import {DashboardFilter} from '../filters/dashboard-filter';
import {attemptsUntilOffline} from './connection';
import {LIVE_CLIENT} from './live-client';
import {LiveDashboard, keptEvents} from './live-dashboard';
import {Pause} from './pause';
import {isGap} from './view';

describe('LiveDashboard', () => {
  let client: FakeLiveClient;
  let board: LiveDashboard;
  let filter: DashboardFilter;

  beforeEach(() => {
    vi.useFakeTimers();
    client = new FakeLiveClient();
    TestBed.configureTestingModule({providers: [{provide: LIVE_CLIENT, useValue: client}]});
    board = TestBed.inject(LiveDashboard);
    filter = TestBed.inject(DashboardFilter);
    TestBed.tick();
  });

  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
  });

  /** Lets messages arrive and the next frame be drawn. */
  const frame = () => vi.advanceTimersByTimeAsync(60);
  const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);
  const becomeLive = async (viewers = 100) => {
    client.stream.send(fullUpdate(viewers));
    await frame();
  };
  /** Filters change by effects, which run when Angular looks. */
  const afterChange = async (ms: number) => {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(ms);
  };

  it('is connecting before the first state and live after it', async () => {
    expect(board.connection().status).toBe('connecting');
    expect(board.panelStatus(board.metrics(), false).view).toBe('connecting');
    await becomeLive();
    expect(board.connection()).toMatchObject({status: 'live', ageSeconds: 0});
    expect(board.viewers()).toEqual({activeViewers: 100, activeSessions: 105});
    expect(board.metrics()).toMatchObject({events: 1_000, errorRatePercent: 2, averageBandwidthMbps: 17.25});
    expect(board.panelStatus(board.metrics(), false).view).toBe('live');
  });

  it('asks for the dashboard and the feed in one stream', async () => {
    await becomeLive();
    expect(client.streams).toHaveLength(1);
    expect(client.stream.request.feed).toMatchObject({search: '', replay: 500});
  });

  it('changes only the parts that an update holds', async () => {
    await becomeLive();
    const metricsBefore = board.metrics();
    client.stream.send({viewers: {activeViewers: 101n, activeSessions: 106n}});
    await frame();
    expect(board.viewers()?.activeViewers).toBe(101);
    expect(board.metrics()).toBe(metricsBefore);
  });

  it('changes places one by one and remembers their names', async () => {
    await becomeLive();
    const before = board.places()!;
    client.stream.send({geo: {places: [{id: 2, activeViewers: 41n}]}});
    await frame();
    expect(board.places()!.get(2)).toMatchObject({country: 'France', city: 'Paris', latitude: 48.9, activeViewers: 41});
    expect(board.places()!.get(1)).toMatchObject({city: 'Munich', activeViewers: 60});
    // What is on screen is a picture: it neither changes behind a component's back nor goes unnoticed when it does.
    expect(board.places()).not.toBe(before);
    expect(before.get(2)!.activeViewers).toBe(40);
  });

  it('forgets the places of the state before a full one', async () => {
    await becomeLive();
    client.stream.send(fullUpdate(60, {geo: {places: [{id: 1, activeViewers: 60n}]}}));
    await frame();
    expect([...board.places()!.values()].map((place) => place.city)).toEqual(['Munich']);
  });

  it('draws the newest of many updates once a frame', async () => {
    await becomeLive();
    const drawn: number[] = [];
    TestBed.runInInjectionContext(() => {
      for (let viewers = 101; viewers <= 150; viewers++) {
        client.stream.send({viewers: {activeViewers: BigInt(viewers), activeSessions: 0n}});
      }
    });
    const watch = setInterval(() => drawn.push(board.viewers()!.activeViewers), 1);
    await frame();
    clearInterval(watch);
    expect(new Set(drawn)).toEqual(new Set([100, 150]));
  });

  it('draws nothing while nobody sees the page, and the newest as soon as somebody does', async () => {
    await becomeLive();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    client.stream.send({viewers: {activeViewers: 123n, activeSessions: 0n}, events: {events: wireEvents(3)}});
    await seconds(2);
    expect(board.viewers()!.activeViewers).toBe(100);
    expect(board.connection().status).toBe('live');
    hidden.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    TestBed.tick();
    expect(board.viewers()!.activeViewers).toBe(123);
    expect(board.events().length).toBeGreaterThanOrEqual(3);
  });

  it('draws a busy stream at a calm rate', async () => {
    await becomeLive();
    const drawn = new Set<number>();
    for (let viewers = 1; viewers <= 200; viewers++) {
      client.stream.send({viewers: {activeViewers: BigInt(viewers), activeSessions: 0n}});
      await vi.advanceTimersByTimeAsync(5);
      drawn.add(board.viewers()!.activeViewers);
    }
    expect(drawn.size).toBeGreaterThan(15);
    expect(drawn.size).toBeLessThan(28);
  });

  it('keeps the newest events first and no more than its bound', async () => {
    await becomeLive();
    for (let batch = 0; batch < 30; batch++) {
      client.stream.send({events: {events: wireEvents(100, batch * 100 + 1)}});
    }
    await frame();
    expect(board.events()).toHaveLength(keptEvents);
    expect(board.events()[0]!.eventId).toBe('E3000');
    expect(board.events().at(-1)!.eventId).toBe(`E${3_000 - keptEvents + 1}`);
  });

  it('counts what the service left out of the feed', async () => {
    await becomeLive();
    client.stream.send({events: {events: wireEvents(1), dropped: 3n, sampledOut: 40n}});
    client.stream.send({events: {events: [], dropped: 1n}});
    await frame();
    expect(board.feedLeftOut()).toEqual({dropped: 4, sampledOut: 40});
  });

  describe('while paused', () => {
    it('keeps the screen and counts what arrives', async () => {
      await becomeLive();
      board.pause();
      client.stream.send({viewers: {activeViewers: 500n, activeSessions: 0n}, events: {events: wireEvents(7)}});
      client.stream.send({events: {events: wireEvents(2, 8), sampledOut: 10n}});
      await seconds(3);
      expect(board.connection()).toMatchObject({status: 'paused', link: 'live', ageSeconds: 3});
      expect(board.viewers()?.activeViewers).toBe(100);
      expect(board.events()).toHaveLength(0);
      expect(board.arrivedWhilePaused()).toBe(19);
    });

    it('shows the newest state at once when it goes on', async () => {
      await becomeLive();
      board.pause();
      client.stream.send({viewers: {activeViewers: 500n, activeSessions: 0n}, events: {events: wireEvents(7)}});
      await frame();
      board.resume();
      expect(board.connection().status).toBe('live');
      expect(board.viewers()?.activeViewers).toBe(500);
      expect(board.events()).toHaveLength(7);
      expect(board.arrivedWhilePaused()).toBe(0);
    });
  });

  it('shows one state of a page that is opened paused, and then stands still', async () => {
    TestBed.inject(Pause).set(true);
    await becomeLive();
    expect(board.viewers()?.activeViewers).toBe(100);
    client.stream.send({viewers: {activeViewers: 500n, activeSessions: 0n}, events: {events: wireEvents(7)}});
    await frame();
    expect(board.connection().status).toBe('paused');
    expect(board.viewers()?.activeViewers).toBe(100);
    expect(board.arrivedWhilePaused()).toBe(7);
    board.togglePause();
    expect(board.viewers()?.activeViewers).toBe(500);
  });

  describe('when the connection breaks', () => {
    it('reconnects by itself, keeps the last numbers and says how old they are', async () => {
      await becomeLive();
      await seconds(2);
      client.stream.fail(new ConnectError('the server is gone', Code.Unavailable));
      await frame();
      expect(board.connection()).toMatchObject({status: 'reconnecting', problem: 'the server is gone'});
      expect(board.viewers()?.activeViewers).toBe(100);
      await seconds(1);
      expect(client.streams).toHaveLength(2);
      expect(board.panelStatus(board.metrics(), false)).toEqual({
        view: 'stale',
        freshness: 'reconnecting',
        note: 'Reconnecting · 3 s old',
        age: '3 s',
        partial: undefined,
      });
      await becomeLive(120);
      expect(board.connection().status).toBe('live');
      expect(board.viewers()?.activeViewers).toBe(120);
    });

    it('says so at once, however busy the stream was', async () => {
      await becomeLive();
      client.stream.fail(new Error('gone'));
      await vi.advanceTimersByTimeAsync(1);
      expect(board.connection().status).toBe('reconnecting');
    });

    it('is patient anew after it was live again', async () => {
      await becomeLive();
      for (let attempt = 0; attempt < attemptsUntilOffline; attempt++) {
        client.stream.fail(new Error('refused'));
        await seconds(16);
      }
      await becomeLive();
      client.stream.fail(new Error('refused'));
      await frame();
      expect(board.connection()).toMatchObject({status: 'reconnecting', retryInSeconds: 1});
    });

    it('also reconnects after an orderly end', async () => {
      await becomeLive();
      client.stream.end();
      await seconds(1);
      expect(client.streams).toHaveLength(2);
    });

    it('waits longer after each failure and says offline in the end', async () => {
      await becomeLive();
      const waits: number[] = [];
      for (let attempt = 0; attempt < attemptsUntilOffline; attempt++) {
        client.stream.fail(new Error('refused'));
        await frame();
        waits.push(board.connection().retryInSeconds!);
        await seconds(15);
      }
      expect(waits.at(-1)!).toBeGreaterThan(waits[0]!);
      expect(board.connection().status).toBe('offline');
      await becomeLive();
      expect(board.connection().status).toBe('live');
    });

    it('tries at once when somebody asks for it', async () => {
      await becomeLive();
      for (let attempt = 0; attempt < 4; attempt++) {
        client.stream.fail(new Error('refused'));
        await frame();
        board.retryNow();
        await frame();
      }
      expect(client.streams).toHaveLength(5);
    });

    it('does not show an event twice that is told again', async () => {
      await becomeLive();
      client.stream.send({events: {events: wireEvents(5)}});
      await frame();
      client.stream.end();
      await seconds(1);
      client.stream.send(fullUpdate(100, {events: {events: wireEvents(7)}}));
      await frame();
      expect(board.events().map((row) => row.eventId)).toEqual(['E7', 'E6', 'E5', 'E4', 'E3', 'E2', 'E1']);
    });

    it('calls silence a delay and then opens a new stream', async () => {
      await becomeLive();
      await seconds(7);
      expect(board.connection().status).toBe('delayed');
      await seconds(10);
      expect(client.streams).toHaveLength(2);
      expect(client.streams[0]!.closedByPage).toBe(true);
    });

    it('stays live on heartbeats alone', async () => {
      await becomeLive();
      for (let second = 0; second < 30; second++) {
        client.stream.send({atUnixMs: BigInt(Date.now())});
        await seconds(1);
      }
      expect(board.connection().status).toBe('live');
    });

    it('shows in the feed where events may be missing, and only there', async () => {
      await becomeLive();
      client.stream.send({events: {events: wireEvents(2)}});
      client.stream.end();
      await seconds(1);
      client.stream.send(fullUpdate(100, {events: {events: wireEvents(2, 50)}}));
      client.stream.send({events: {events: wireEvents(1, 52), dropped: 7n}});
      await frame();
      expect(board.events().map((item) => (isGap(item) ? `${item.gap} ${item.missed}` : item.eventId))).toEqual([
        'E52',
        'slow 7',
        'E51',
        'E50',
        'unconnected 0',
        'E2',
        'E1',
      ]);
    });

    it('says on every panel how many partitions stand still', async () => {
      await becomeLive();
      client.stream.send({health: {partitions: 8, stalePartitions: 2}});
      await frame();
      expect(board.panelStatus(board.quality(), false)).toMatchObject({
        view: 'live',
        freshness: 'live',
        partial: '2 of 8 partitions stand still',
      });
    });

    it('says by how much each panel is delayed', async () => {
      await becomeLive();
      await seconds(7);
      expect(board.panelStatus(board.quality(), false)).toMatchObject({
        view: 'stale',
        freshness: 'delayed',
        note: 'Delayed by 7 s',
      });
    });

    it('waits as long as the service asks', async () => {
      await becomeLive();
      client.stream.fail(adviceToWait(9_000));
      await frame();
      expect(board.connection().retryInSeconds).toBe(9);
      await seconds(8);
      expect(client.streams).toHaveLength(1);
      await seconds(2);
      expect(client.streams).toHaveLength(2);
    });

    it('says delayed while the counting is behind the stream', async () => {
      await becomeLive();
      client.stream.send({
        atUnixMs: BigInt(Date.now()),
        health: {lagMessages: 5_000n, newestEventUnixMs: BigInt(Date.now() - 12_000)},
      });
      await frame();
      expect(board.connection()).toMatchObject({status: 'delayed', ageSeconds: 12});
    });
  });

  describe('when a filter changes', () => {
    it('changes the running subscription, once for clicks in a row', async () => {
      await becomeLive();
      filter.add('device', 'tv');
      await afterChange(50);
      filter.add('country', 'Germany');
      await afterChange(200);
      expect(client.streams).toHaveLength(1);
      expect(client.changes).toHaveLength(1);
      expect(client.changes[0]).toMatchObject({
        subscriptionId: 'sub-1',
        filter: {deviceTypes: ['tv'], countries: ['Germany']},
      });
    });

    it('is changing until the full state for it has come', async () => {
      await becomeLive();
      filter.chooseWindow('1h');
      await afterChange(200);
      expect(board.changing()).toBe(true);
      client.stream.send({viewers: {activeViewers: 99n, activeSessions: 0n}});
      await frame();
      expect(board.changing()).toBe(true);
      client.stream.send(fullUpdate(10));
      await frame();
      expect(board.changing()).toBe(false);
      expect(board.viewers()?.activeViewers).toBe(10);
    });

    it('opens a new stream when the service has forgotten the subscription', async () => {
      await becomeLive();
      client.answerChange = () => Promise.reject(new ConnectError('ended', Code.NotFound));
      filter.add('quality', 'HD');
      await afterChange(200);
      expect(client.streams).toHaveLength(2);
      expect(client.stream.request.filter).toMatchObject({qualities: ['HD']});
      expect(board.connection().status).toBe('live');
    });

    it('opens a new stream when no full state follows', async () => {
      await becomeLive();
      filter.add('quality', 'HD');
      await afterChange(4_000);
      expect(client.streams).toHaveLength(2);
    });

    it('sends the newest choice when several are made while one is on its way', async () => {
      await becomeLive();
      let arrived = () => {};
      client.answerChange = () => new Promise((resolve) => (arrived = resolve));
      filter.add('device', 'tv');
      await afterChange(200);
      filter.add('device', 'web');
      await afterChange(200);
      filter.add('device', 'mobile');
      await afterChange(200);
      expect(client.changes).toHaveLength(1);
      arrived();
      await frame();
      expect(client.changes).toHaveLength(2);
      expect(client.changes[1]!.filter).toMatchObject({deviceTypes: ['tv', 'web', 'mobile']});
    });

    it('narrows the feed at once', async () => {
      await becomeLive();
      client.stream.send({
        events: {events: [...wireEvents(3), ...wireEvents(2, 4).map((e) => ({...e, country: 'France'}))]},
      });
      await frame();
      filter.add('country', 'France');
      TestBed.tick();
      expect(board.events().map((row) => row.eventId)).toEqual(['E5', 'E4']);
    });

    it('takes the filter along when it reconnects', async () => {
      await becomeLive();
      filter.add('device', 'tv');
      await afterChange(200);
      client.stream.send(fullUpdate());
      client.stream.end();
      await seconds(1);
      expect(client.stream.request.filter).toMatchObject({deviceTypes: ['tv']});
    });
  });

  describe('when the feed is searched', () => {
    it('narrows what is there at once and asks the service when typing pauses', async () => {
      await becomeLive();
      client.stream.send({events: {events: wireEvents(20)}});
      await frame();
      const feed = TestBed.inject(FeedFilter);
      feed.searchFor('title_1');
      await afterChange(0);
      expect(board.events()).toHaveLength(11);
      feed.searchFor('title_12');
      await afterChange(500);
      expect(client.streams).toHaveLength(2);
      expect(client.stream.request.feed).toMatchObject({search: 'title_12'});
    });

    it('trusts the service about what matches', async () => {
      await becomeLive();
      TestBed.inject(FeedFilter).searchFor('customer-4711');
      await afterChange(500);
      client.stream.send(fullUpdate(100, {events: {events: wireEvents(2)}}));
      await frame();
      expect(board.events()).toHaveLength(2);
    });

    it('keeps only the chosen types', async () => {
      await becomeLive();
      TestBed.inject(FeedFilter).toggleType('error');
      TestBed.tick();
      client.stream.send({events: {events: [...wireEvents(5), ...wireEvents(1, 6, 'error')]}});
      await frame();
      expect(board.events()).toMatchObject([{type: 'error'}]);
    });
  });
});
