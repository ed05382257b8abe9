import {create, toBinary, type MessageInitShape} from '@bufbuild/protobuf';
import {BinaryWriter, WireType} from '@bufbuild/protobuf/wire';
import {DurationSchema} from '@bufbuild/protobuf/wkt';
import {Code, ConnectError, type CallOptions} from '@connectrpc/connect';
import type {LiveClient} from '../app/live/live-client';
import {
  DashboardUpdateSchema,
  GetSeriesResponseSchema,
  UpdateFilterResponseSchema,
  type DashboardUpdate,
  type EventBatch,
  type GetSeriesRequestSchema,
  type GetSeriesResponse,
  type UpdateFilterRequestSchema,
  type UpdateFilterResponse,
  type WatchDashboardRequestSchema,
} from '../generated/telemetry/v1/live_pb.js';

type Watch = MessageInitShape<typeof WatchDashboardRequestSchema>;
type Change = MessageInitShape<typeof UpdateFilterRequestSchema>;
/** An update as it is written down: plain objects, no made messages. */
export type Update = Exclude<MessageInitShape<typeof DashboardUpdateSchema>, DashboardUpdate>;

/** One open stream, from the server's side. */
export class FakeStream {
  private readonly waiting: (DashboardUpdate | Error | 'end')[] = [];
  private wake: (() => void) | undefined;

  constructor(
    readonly request: Watch,
    readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', () => this.put('end'));
  }

  get closedByPage(): boolean {
    return this.signal?.aborted ?? false;
  }

  send(update: Update): void {
    this.put(create(DashboardUpdateSchema, update));
  }

  fail(error: Error): void {
    this.put(error);
  }

  end(): void {
    this.put('end');
  }

  async *updates(): AsyncGenerator<DashboardUpdate> {
    for (;;) {
      while (this.waiting.length > 0) {
        const next = this.waiting.shift()!;
        if (next === 'end') {
          return;
        }
        if (next instanceof Error) {
          throw next;
        }
        yield next;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private put(item: DashboardUpdate | Error | 'end'): void {
    this.waiting.push(item);
    this.wake?.();
  }
}

/** The live service as a test wants it: streams that say what they are told to, and a record of what was asked. */
export class FakeLiveClient implements LiveClient {
  readonly streams: FakeStream[] = [];
  readonly changes: Change[] = [];
  answerChange: (change: Change) => Promise<void> = () => Promise.resolve();
  answerSeries: (request: MessageInitShape<typeof GetSeriesRequestSchema>) => Promise<GetSeriesResponse> = () =>
    Promise.resolve(create(GetSeriesResponseSchema));

  /** The newest stream. */
  get stream(): FakeStream {
    return this.streams.at(-1)!;
  }

  watchDashboard(request: Watch, options?: CallOptions): AsyncIterable<DashboardUpdate> {
    const stream = new FakeStream(request, options?.signal);
    this.streams.push(stream);
    return stream.updates();
  }

  /** Nothing happens in a session until a test gives it sources of its own. */
  async *watchEvents(): AsyncGenerator<EventBatch> {}

  async updateFilter(change: Change): Promise<UpdateFilterResponse> {
    this.changes.push(change);
    await this.answerChange(change);
    return create(UpdateFilterResponseSchema);
  }

  getSeries(request: MessageInitShape<typeof GetSeriesRequestSchema>): Promise<GetSeriesResponse> {
    return this.answerSeries(request);
  }
}

/** A refusal that says, as the service's errors do, after how many milliseconds to come back. */
export function adviceToWait(ms: number): ConnectError {
  const delay = create(DurationSchema, {seconds: BigInt(Math.floor(ms / 1_000)), nanos: (ms % 1_000) * 1e6});
  const value = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(toBinary(DurationSchema, delay)).finish();
  const error = new ConnectError('This node serves as many streams as it may.', Code.ResourceExhausted);
  return Object.assign(error, {details: [{type: 'google.rpc.RetryInfo', value}]});
}
