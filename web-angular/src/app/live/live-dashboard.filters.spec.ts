import {TestBed} from '@angular/core/testing';
import {Code, ConnectError} from '@connectrpc/connect';
import {eachWithLiveDashboard, type LiveDashboardRig} from '../../testing/live-dashboard-rig';
import {fullUpdate, wireEvents} from '../../testing/samples';
import {FeedFilter} from '../feed/feed-filter';

describe('LiveDashboard when a filter changes', () => {
  let rig: LiveDashboardRig;
  eachWithLiveDashboard((made) => (rig = made));

  it('changes the running subscription, once for clicks in a row', async () => {
    await rig.becomeLive();
    rig.filter.add('device', 'tv');
    await rig.afterChange(50);
    rig.filter.add('country', 'Germany');
    await rig.afterChange(200);
    expect(rig.client.streams).toHaveLength(1);
    expect(rig.client.changes).toHaveLength(1);
    expect(rig.client.changes[0]).toMatchObject({
      subscriptionId: 'sub-1',
      filter: {deviceTypes: ['tv'], countries: ['Germany']},
    });
  });

  it('is changing until the full state for it has come', async () => {
    await rig.becomeLive();
    rig.filter.chooseWindow('1h');
    await rig.afterChange(200);
    expect(rig.board.changing()).toBe(true);
    rig.client.stream.send({viewers: {activeViewers: 99n, activeSessions: 0n}});
    await rig.frame();
    expect(rig.board.changing()).toBe(true);
    rig.client.stream.send(fullUpdate(10));
    await rig.frame();
    expect(rig.board.changing()).toBe(false);
    expect(rig.board.viewers()?.activeViewers).toBe(10);
  });

  it('opens a new stream when the service has forgotten the subscription', async () => {
    await rig.becomeLive();
    rig.client.answerChange = () => Promise.reject(new ConnectError('ended', Code.NotFound));
    rig.filter.add('quality', 'HD');
    await rig.afterChange(200);
    expect(rig.client.streams).toHaveLength(2);
    expect(rig.client.stream.request.filter).toMatchObject({qualities: ['HD']});
    expect(rig.board.connection().status).toBe('live');
  });

  it('opens a new stream when no full state follows', async () => {
    await rig.becomeLive();
    rig.filter.add('quality', 'HD');
    await rig.afterChange(4_000);
    expect(rig.client.streams).toHaveLength(2);
  });

  it('sends the newest choice when several are made while one is on its way', async () => {
    await rig.becomeLive();
    let arrived = () => {};
    rig.client.answerChange = () => new Promise((resolve) => (arrived = resolve));
    rig.filter.add('device', 'tv');
    await rig.afterChange(200);
    rig.filter.add('device', 'web');
    await rig.afterChange(200);
    rig.filter.add('device', 'mobile');
    await rig.afterChange(200);
    expect(rig.client.changes).toHaveLength(1);
    arrived();
    await rig.frame();
    expect(rig.client.changes).toHaveLength(2);
    expect(rig.client.changes[1]!.filter).toMatchObject({deviceTypes: ['tv', 'web', 'mobile']});
  });

  it('narrows the feed at once', async () => {
    await rig.becomeLive();
    rig.client.stream.send({
      events: {events: [...wireEvents(3), ...wireEvents(2, 4).map((e) => ({...e, country: 'France'}))]},
    });
    await rig.frame();
    rig.filter.add('country', 'France');
    TestBed.tick();
    expect(rig.board.events().map((row) => row.eventId)).toEqual(['E5', 'E4']);
  });

  it('takes the filter along when it reconnects', async () => {
    await rig.becomeLive();
    rig.filter.add('device', 'tv');
    await rig.afterChange(200);
    rig.client.stream.send(fullUpdate());
    rig.client.stream.end();
    await rig.seconds(1);
    expect(rig.client.stream.request.filter).toMatchObject({deviceTypes: ['tv']});
  });

  describe('when the feed is searched', () => {
    it('narrows what is there at once and asks the service when typing pauses', async () => {
      await rig.becomeLive();
      rig.client.stream.send({events: {events: wireEvents(20)}});
      await rig.frame();
      const feed = TestBed.inject(FeedFilter);
      feed.searchFor('title_1');
      await rig.afterChange(0);
      expect(rig.board.events()).toHaveLength(11);
      feed.searchFor('title_12');
      await rig.afterChange(500);
      expect(rig.client.streams).toHaveLength(2);
      expect(rig.client.stream.request.feed).toMatchObject({search: 'title_12'});
    });

    it('trusts the service about what matches', async () => {
      await rig.becomeLive();
      TestBed.inject(FeedFilter).searchFor('customer-4711');
      await rig.afterChange(500);
      rig.client.stream.send(fullUpdate(100, {events: {events: wireEvents(2)}}));
      await rig.frame();
      expect(rig.board.events()).toHaveLength(2);
    });

    it('keeps only the chosen types', async () => {
      await rig.becomeLive();
      TestBed.inject(FeedFilter).toggleType('error');
      TestBed.tick();
      rig.client.stream.send({events: {events: [...wireEvents(5), ...wireEvents(1, 6, 'error')]}});
      await rig.frame();
      expect(rig.board.events()).toMatchObject([{type: 'error'}]);
    });
  });
});
