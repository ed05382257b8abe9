import {create} from '@bufbuild/protobuf';
import {Code, ConnectError} from '@connectrpc/connect';
import {TestBed} from '@angular/core/testing';
import {GetSeriesResponseSchema, Metric} from '../../generated/telemetry/v1/live_pb.js';
import {FakeLiveClient} from '../../testing/fake-live-client';
import {fullUpdate} from '../../testing/samples';
import {DashboardFilter} from '../filters/dashboard-filter';
import {LIVE_CLIENT} from './live-client';
import {Trends} from './trends';

describe('Trends', () => {
  let client: FakeLiveClient;
  let trends: Trends;

  beforeEach(async () => {
    vi.useFakeTimers();
    client = new FakeLiveClient();
    TestBed.configureTestingModule({providers: [{provide: LIVE_CLIENT, useValue: client}]});
    trends = TestBed.inject(Trends);
    TestBed.tick();
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
  });
  const becomeLive = async () => {
    client.stream.send(fullUpdate());
    await vi.advanceTimersByTimeAsync(20);
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(0);
  };

  it('asks once the page is live, and again while it stays so', async () => {
    let asked = 0;
    client.answerSeries = () => {
      asked++;
      return Promise.resolve(
        create(GetSeriesResponseSchema, {points: [{startUnixMs: 5_000n, value: 7}, {startUnixMs: 10_000n}]}),
      );
    };
    expect(asked).toBe(0);
    await becomeLive();
    expect(asked).toBe(6);
    expect(trends.trends().eventsPerSecond).toEqual([
      {atMs: 5_000, value: 7},
      {atMs: 10_000, value: undefined},
    ]);
    client.stream.send({});
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(12);
  });

  it('goes on with the viewers that the page sees when the service tells no trend of them under a filter', async () => {
    client.answerSeries = () =>
      Promise.resolve(create(GetSeriesResponseSchema, {points: [{startUnixMs: 5_000n, value: 7}]}));
    await becomeLive();
    expect(trends.trends().activeViewers).toEqual([{atMs: 5_000, value: 7}]);
    const answer = client.answerSeries;
    client.answerSeries = (request) =>
      request.metric === Metric.ACTIVE_VIEWERS
        ? Promise.reject(new ConnectError('all events only', Code.InvalidArgument))
        : answer(request);
    TestBed.inject(DashboardFilter).toggle('device', 'tv');
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(0);
    const values = () => trends.trends().activeViewers?.map(({value}) => value);
    // The number on the page is still that of the filter before.
    expect(values()).toEqual(Array.from({length: 60}));
    client.stream.send(fullUpdate(70));
    await vi.advanceTimersByTimeAsync(5_000);
    client.stream.send(fullUpdate(80));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(values()?.slice(57)).toEqual([undefined, 70, 80]);
    expect(trends.trends().errorRate).toBeDefined();
  });

  it.each([
    ['does without a trend that the service refuses', Code.InvalidArgument, 6],
    ['does without a trend that is not for this user', Code.PermissionDenied, 6],
    ['asks again for a trend that took too long', Code.DeadlineExceeded, 12],
  ])('%s', async (_, code, times) => {
    let asked = 0;
    client.answerSeries = () => {
      asked++;
      return Promise.reject(new ConnectError('no answer', code));
    };
    await becomeLive();
    expect(trends.trends().eventsPerSecond).toBeUndefined();
    client.stream.send({});
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(times);
  });

  it('keeps what it was told when the next answer fails', async () => {
    await becomeLive();
    const known = trends.trends();
    client.answerSeries = () => Promise.reject(new ConnectError('no answer', Code.Unavailable));
    client.stream.send({});
    await vi.advanceTimersByTimeAsync(5_000);
    expect(trends.trends()).toEqual(known);
  });
});
