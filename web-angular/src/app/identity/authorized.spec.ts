import {Code, ConnectError, createClient, createRouterTransport, type Interceptor} from '@connectrpc/connect';
import {LiveService} from '../../generated/telemetry/v1/live_pb.js';
import {authorized, calledAs, type Caller} from './authorized';
import {callErrors} from './call-errors';

class FakeCaller implements Caller {
  readonly notAcceptedTokens: string[] = [];
  readonly errors = callErrors;
  constructor(private readonly tokens: string[]) {}
  bearer(refused?: string): Promise<string> {
    if (refused !== undefined) {
      this.tokens.shift();
    }
    return Promise.resolve(this.tokens[0]!);
  }
  notAccepted(token: string): void {
    this.notAcceptedTokens.push(token);
  }
}

describe('authorized', () => {
  let seen: (string | null)[];
  /** A service that accepts the token "good", and sends two updates. */
  function clientOf(caller: Caller) {
    seen = [];
    const gate: Interceptor = (next) => (request) => {
      seen.push(request.header.get('authorization'));
      if (request.header.get('authorization') !== 'Bearer good') {
        throw new ConnectError('Who are you?', Code.Unauthenticated);
      }
      return next(request);
    };
    const transport = createRouterTransport(
      ({service}) =>
        service(LiveService, {
          getSeries: () => ({stepSeconds: 5}),
          async *watchDashboard({window}) {
            yield {sequence: BigInt(window)};
            yield {sequence: 2n};
          },
        }),
      {router: {interceptors: [gate]}},
    );
    return createClient(LiveService, authorized(transport, caller));
  }
  async function watched(client: ReturnType<typeof clientOf>): Promise<bigint[]> {
    const all: bigint[] = [];
    for await (const {sequence} of client.watchDashboard({window: 1})) {
      all.push(sequence);
    }
    return all;
  }

  it('carries the token with every call', async () => {
    const client = clientOf(new FakeCaller(['good']));
    expect((await client.getSeries({})).stepSeconds).toBe(5);
    expect(await watched(client)).toEqual([1n, 2n]);
    expect(seen).toEqual(['Bearer good', 'Bearer good']);
  });

  it('renews a refused token once, and makes the same call again', async () => {
    const client = clientOf(new FakeCaller(['old', 'good']));
    expect(await watched(client)).toEqual([1n, 2n]);
    expect(seen).toEqual(['Bearer old', 'Bearer good']);
    await clientOf(new FakeCaller(['old', 'good'])).getSeries({});
    expect(seen).toEqual(['Bearer old', 'Bearer good']);
  });

  it('says so when the new token is refused too, and tries no third', async () => {
    const caller = new FakeCaller(['old', 'bad']);
    await expect(watched(clientOf(caller))).rejects.toMatchObject({code: Code.Unauthenticated});
    expect(seen).toEqual(['Bearer old', 'Bearer bad']);
    expect(caller.notAcceptedTokens).toEqual(['bad']);
  });

  it('lets every other failure pass', async () => {
    let calls = 0;
    const call = () => Promise.reject(new ConnectError(`call ${++calls}`, Code.PermissionDenied));
    await expect(calledAs(new FakeCaller(['good']), call)).rejects.toMatchObject({rawMessage: 'call 1'});
  });
});
