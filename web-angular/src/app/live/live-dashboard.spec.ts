import {TestBed} from '@angular/core/testing';
import {eachWithLiveDashboard, type LiveDashboardRig} from '../../testing/live-dashboard-rig';
import {fullUpdate, wireEvents} from '../../testing/samples';
import {keptEvents} from './live-dashboard';

describe('LiveDashboard', () => {
  let rig: LiveDashboardRig;
  eachWithLiveDashboard((made) => (rig = made));

  it('is connecting before the first state and live after it', async () => {
    expect(rig.board.connection().status).toBe('connecting');
    expect(rig.board.panelStatus(rig.board.metrics(), false).view).toBe('connecting');
    await rig.becomeLive();
    expect(rig.board.connection()).toMatchObject({status: 'live', ageSeconds: 0});
    expect(rig.board.viewers()).toEqual({activeViewers: 100, activeSessions: 105});
    expect(rig.board.metrics()).toMatchObject({events: 1_000, errorRatePercent: 2, averageBandwidthMbps: 17.25});
    expect(rig.board.panelStatus(rig.board.metrics(), false).view).toBe('live');
  });

  it('asks for the dashboard and the feed in one stream', async () => {
    await rig.becomeLive();
    expect(rig.client.streams).toHaveLength(1);
    expect(rig.client.stream.request.feed).toMatchObject({search: '', replay: 500});
  });

  it('changes only the parts that an update holds', async () => {
    await rig.becomeLive();
    const metricsBefore = rig.board.metrics();
    rig.client.stream.send({viewers: {activeViewers: 101n, activeSessions: 106n}});
    await rig.frame();
    expect(rig.board.viewers()?.activeViewers).toBe(101);
    expect(rig.board.metrics()).toBe(metricsBefore);
  });

  it('changes places one by one and remembers their names', async () => {
    await rig.becomeLive();
    const before = rig.board.places()!;
    rig.client.stream.send({geo: {places: [{id: 2, activeViewers: 41n}]}});
    await rig.frame();
    expect(rig.board.places()!.get(2)).toMatchObject({
      country: 'France',
      city: 'Paris',
      latitude: 48.9,
      activeViewers: 41,
    });
    expect(rig.board.places()!.get(1)).toMatchObject({city: 'Munich', activeViewers: 60});
    // What is on screen is a picture: it neither changes behind a component's back nor goes unnoticed when it does.
    expect(rig.board.places()).not.toBe(before);
    expect(before.get(2)!.activeViewers).toBe(40);
  });

  it('forgets the places of the state before a full one', async () => {
    await rig.becomeLive();
    rig.client.stream.send(fullUpdate(60, {geo: {places: [{id: 1, activeViewers: 60n}]}}));
    await rig.frame();
    expect([...rig.board.places()!.values()].map((place) => place.city)).toEqual(['Munich']);
  });

  it('draws the newest of many updates once a frame', async () => {
    await rig.becomeLive();
    const drawn: number[] = [];
    TestBed.runInInjectionContext(() => {
      for (let viewers = 101; viewers <= 150; viewers++) {
        rig.client.stream.send({viewers: {activeViewers: BigInt(viewers), activeSessions: 0n}});
      }
    });
    const watch = setInterval(() => drawn.push(rig.board.viewers()!.activeViewers), 1);
    await rig.frame();
    clearInterval(watch);
    expect(new Set(drawn)).toEqual(new Set([100, 150]));
  });

  it('draws nothing while nobody sees the page, and the newest as soon as somebody does', async () => {
    await rig.becomeLive();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    rig.client.stream.send({viewers: {activeViewers: 123n, activeSessions: 0n}, events: {events: wireEvents(3)}});
    await rig.seconds(2);
    expect(rig.board.viewers()!.activeViewers).toBe(100);
    expect(rig.board.connection().status).toBe('live');
    hidden.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    TestBed.tick();
    expect(rig.board.viewers()!.activeViewers).toBe(123);
    expect(rig.board.events().length).toBeGreaterThanOrEqual(3);
  });

  it('draws a busy stream at a calm rate', async () => {
    await rig.becomeLive();
    const drawn = new Set<number>();
    for (let viewers = 1; viewers <= 200; viewers++) {
      rig.client.stream.send({viewers: {activeViewers: BigInt(viewers), activeSessions: 0n}});
      await vi.advanceTimersByTimeAsync(5);
      drawn.add(rig.board.viewers()!.activeViewers);
    }
    expect(drawn.size).toBeGreaterThan(15);
    expect(drawn.size).toBeLessThan(28);
  });

  it('keeps the newest events first and no more than its bound', async () => {
    await rig.becomeLive();
    for (let batch = 0; batch < 30; batch++) {
      rig.client.stream.send({events: {events: wireEvents(100, batch * 100 + 1)}});
    }
    await rig.frame();
    expect(rig.board.events()).toHaveLength(keptEvents);
    expect(rig.board.events()[0]!.eventId).toBe('E3000');
    expect(rig.board.events().at(-1)!.eventId).toBe(`E${3_000 - keptEvents + 1}`);
  });

  it('counts what the service left out of the feed', async () => {
    await rig.becomeLive();
    rig.client.stream.send({events: {events: wireEvents(1), dropped: 3n, sampledOut: 40n}});
    rig.client.stream.send({events: {events: [], dropped: 1n}});
    await rig.frame();
    expect(rig.board.feedLeftOut()).toEqual({dropped: 4, sampledOut: 40});
  });
});
