import {Code, ConnectError} from '@connectrpc/connect';
import {FakeLiveClient, adviceToWait} from '../../testing/fake-live-client';
import {fullUpdate} from '../../testing/samples';
import {nothingSelected} from '../filters/selection';
import {LiveStream, type StreamState} from './live-stream';

describe('LiveStream with several nodes', () => {
  let client: FakeLiveClient;
  let states: StreamState[];
  /** The node that each stream was opened at. */
  let opened: string[];
  let stream: LiveStream;

  function start(...names: string[]): void {
    let place = 0;
    client = new FakeLiveClient();
    states = [];
    opened = [];
    const watch = client.watchDashboard.bind(client);
    client.watchDashboard = (request, options) => {
      opened.push(names[place]!);
      return watch(request, options);
    };
    const nodes = {nodes: names.length, moveOn: () => void (place = (place + 1) % names.length)};
    stream = new LiveStream(client, {update: () => {}, state: (state) => states.push(state)}, nodes, () => 1);
    stream.follow({selection: nothingSelected, window: '5m', search: ''});
  }
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);
  const gone = () => new ConnectError('gone', Code.Unavailable);

  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  it('tries every other node at once, and then waits', async () => {
    start('a', 'b', 'c');
    for (let node = 0; node < 3; node++) {
      client.stream.fail(gone());
      await settle();
    }
    expect(opened).toEqual(['a', 'b', 'c']);
    expect(states.at(-1)).toMatchObject({phase: 'waiting', failures: 1, problem: 'gone'});
    await seconds(1);
    expect(opened).toEqual(['a', 'b', 'c', 'a']);
  });

  it('stays with the node that answers', async () => {
    start('a', 'b');
    client.stream.fail(gone());
    await settle();
    client.stream.send(fullUpdate());
    await seconds(10);
    expect(opened).toEqual(['a', 'b']);
    client.stream.end();
    await settle();
    expect(opened).toEqual(['a', 'b', 'a']);
  });

  it('does not spin between nodes that answer once and break', async () => {
    start('a', 'b');
    for (let round = 0; round < 20; round++) {
      client.stream.send(fullUpdate());
      await settle();
      client.stream.fail(gone());
      await settle();
    }
    expect(opened.length).toBeLessThan(4);
  });

  it('asks the next node when one is full, and waits as long as the most patient asks when all are', async () => {
    start('a', 'b');
    client.stream.fail(adviceToWait(20_000));
    await settle();
    client.stream.fail(adviceToWait(3_000));
    await settle();
    expect(opened).toEqual(['a', 'b']);
    await seconds(19);
    expect(opened).toEqual(['a', 'b']);
    await seconds(1);
    expect(opened).toEqual(['a', 'b', 'a']);
  });

  it('does not ask another node what every node refuses', async () => {
    start('a', 'b');
    client.stream.fail(new ConnectError('no such window', Code.InvalidArgument));
    await settle();
    await seconds(1);
    expect(opened).toEqual(['a', 'a']);
  });

  it.each([
    ['PERMISSION_DENIED', Code.PermissionDenied],
    ['UNAUTHENTICATED, which a new token did not help against', Code.Unauthenticated],
  ])('asks again after %s only when somebody wants it', async (_, code) => {
    start('a', 'b');
    client.stream.fail(new ConnectError('not for you', code));
    await settle();
    expect(states.at(-1)).toMatchObject({phase: 'refused', retryAtMs: undefined, problem: 'not for you'});
    await seconds(600);
    expect(opened).toEqual(['a']);
    stream.retryNow();
    await settle();
    expect(opened).toEqual(['a', 'a']);
  });

  it('goes on at once, at the same node, when the token runs out under an open stream', async () => {
    start('a', 'b');
    client.stream.send(fullUpdate());
    await seconds(10);
    client.stream.fail(new ConnectError('The token has expired.', Code.Unauthenticated));
    await settle();
    expect(opened).toEqual(['a', 'a']);
    expect(states.at(-1)).toMatchObject({phase: 'connecting', failures: 0});
  });

  it('does not spin where a service opens a stream and ends it for want of a token', async () => {
    start('a');
    for (let round = 0; round < 20; round++) {
      client.stream.send(fullUpdate());
      await settle();
      client.stream.fail(new ConnectError('The token has expired.', Code.Unauthenticated));
      await settle();
    }
    expect(opened.length).toBeLessThan(3);
  });

  it('leaves a node that says nothing', async () => {
    start('a', 'b');
    client.stream.send(fullUpdate());
    await settle();
    stream.giveUp();
    expect(opened).toEqual(['a', 'b']);
  });
});
