import {Code, ConnectError} from '@connectrpc/connect';
import {adviceToWait} from '../../testing/fake-live-client';
import {eachWithLiveDashboard, type LiveDashboardRig} from '../../testing/live-dashboard-rig';
import {fullUpdate, wireEvents} from '../../testing/samples';
import {attemptsUntilOffline} from './connection';
import {isGap} from './view';

describe('LiveDashboard when the connection breaks', () => {
  let rig: LiveDashboardRig;
  eachWithLiveDashboard((made) => (rig = made));

  it('reconnects by itself, keeps the last numbers and says how old they are', async () => {
    await rig.becomeLive();
    await rig.seconds(2);
    rig.client.stream.fail(new ConnectError('the server is gone', Code.Unavailable));
    await rig.frame();
    expect(rig.board.connection()).toMatchObject({status: 'reconnecting', problem: 'the server is gone'});
    expect(rig.board.viewers()?.activeViewers).toBe(100);
    await rig.seconds(1);
    expect(rig.client.streams).toHaveLength(2);
    expect(rig.board.panelStatus(rig.board.metrics(), false)).toEqual({
      view: 'stale',
      freshness: 'reconnecting',
      note: 'Reconnecting · 3 s old',
      age: '3 s',
      partial: undefined,
    });
    await rig.becomeLive(120);
    expect(rig.board.connection().status).toBe('live');
    expect(rig.board.viewers()?.activeViewers).toBe(120);
  });

  it('says so at once, however busy the stream was', async () => {
    await rig.becomeLive();
    rig.client.stream.fail(new Error('gone'));
    await vi.advanceTimersByTimeAsync(1);
    expect(rig.board.connection().status).toBe('reconnecting');
  });

  it('is patient anew after it was live again', async () => {
    await rig.becomeLive();
    for (let attempt = 0; attempt < attemptsUntilOffline; attempt++) {
      rig.client.stream.fail(new Error('refused'));
      await rig.seconds(16);
    }
    await rig.becomeLive();
    rig.client.stream.fail(new Error('refused'));
    await rig.frame();
    expect(rig.board.connection()).toMatchObject({status: 'reconnecting', retryInSeconds: 1});
  });

  it('also reconnects after an orderly end', async () => {
    await rig.becomeLive();
    rig.client.stream.end();
    await rig.seconds(1);
    expect(rig.client.streams).toHaveLength(2);
  });

  it('waits longer after each failure and says offline in the end', async () => {
    await rig.becomeLive();
    const waits: number[] = [];
    for (let attempt = 0; attempt < attemptsUntilOffline; attempt++) {
      rig.client.stream.fail(new Error('refused'));
      await rig.frame();
      waits.push(rig.board.connection().retryInSeconds!);
      await rig.seconds(15);
    }
    expect(waits.at(-1)!).toBeGreaterThan(waits[0]!);
    expect(rig.board.connection().status).toBe('offline');
    await rig.becomeLive();
    expect(rig.board.connection().status).toBe('live');
  });

  it('tries at once when somebody asks for it', async () => {
    await rig.becomeLive();
    for (let attempt = 0; attempt < 4; attempt++) {
      rig.client.stream.fail(new Error('refused'));
      await rig.frame();
      rig.board.retryNow();
      await rig.frame();
    }
    expect(rig.client.streams).toHaveLength(5);
  });

  it('does not show an event twice that is told again', async () => {
    await rig.becomeLive();
    rig.client.stream.send({events: {events: wireEvents(5)}});
    await rig.frame();
    rig.client.stream.end();
    await rig.seconds(1);
    rig.client.stream.send(fullUpdate(100, {events: {events: wireEvents(7)}}));
    await rig.frame();
    expect(rig.board.events().map((row) => row.eventId)).toEqual(['E7', 'E6', 'E5', 'E4', 'E3', 'E2', 'E1']);
  });

  it('calls silence a delay and then opens a new stream', async () => {
    await rig.becomeLive();
    await rig.seconds(7);
    expect(rig.board.connection().status).toBe('delayed');
    await rig.seconds(10);
    expect(rig.client.streams).toHaveLength(2);
    expect(rig.client.streams[0]!.closedByPage).toBe(true);
  });

  it('stays live on heartbeats alone', async () => {
    await rig.becomeLive();
    for (let second = 0; second < 30; second++) {
      rig.client.stream.send({atUnixMs: BigInt(Date.now())});
      await rig.seconds(1);
    }
    expect(rig.board.connection().status).toBe('live');
  });

  it('shows in the feed where events may be missing, and only there', async () => {
    await rig.becomeLive();
    rig.client.stream.send({events: {events: wireEvents(2)}});
    rig.client.stream.end();
    await rig.seconds(1);
    rig.client.stream.send(fullUpdate(100, {events: {events: wireEvents(2, 50)}}));
    rig.client.stream.send({events: {events: wireEvents(1, 52), dropped: 7n}});
    await rig.frame();
    expect(rig.board.events().map((item) => (isGap(item) ? `${item.gap} ${item.missed}` : item.eventId))).toEqual([
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
    await rig.becomeLive();
    rig.client.stream.send({health: {partitions: 8, stalePartitions: 2}});
    await rig.frame();
    expect(rig.board.panelStatus(rig.board.quality(), false)).toMatchObject({
      view: 'live',
      freshness: 'live',
      partial: '2 of 8 partitions stand still',
    });
  });

  it('says by how much each panel is delayed', async () => {
    await rig.becomeLive();
    await rig.seconds(7);
    expect(rig.board.panelStatus(rig.board.quality(), false)).toMatchObject({
      view: 'stale',
      freshness: 'delayed',
      note: 'Delayed by 7 s',
    });
  });

  it('waits as long as the service asks', async () => {
    await rig.becomeLive();
    rig.client.stream.fail(adviceToWait(9_000));
    await rig.frame();
    expect(rig.board.connection().retryInSeconds).toBe(9);
    await rig.seconds(8);
    expect(rig.client.streams).toHaveLength(1);
    await rig.seconds(2);
    expect(rig.client.streams).toHaveLength(2);
  });

  it('says delayed while the counting is behind the stream', async () => {
    await rig.becomeLive();
    rig.client.stream.send({
      atUnixMs: BigInt(Date.now()),
      health: {lagMessages: 5_000n, newestEventUnixMs: BigInt(Date.now() - 12_000)},
    });
    await rig.frame();
    expect(rig.board.connection()).toMatchObject({status: 'delayed', ageSeconds: 12});
  });
});
