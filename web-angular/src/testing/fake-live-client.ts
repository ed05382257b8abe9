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
import {ScriptedStream} from './scripted-stream';

type Watch = MessageInitShape<typeof WatchDashboardRequestSchema>;
type Change = MessageInitShape<typeof UpdateFilterRequestSchema>;
/** An update as it is written down: plain objects, no made messages. */
export type Update = Exclude<MessageInitShape<typeof DashboardUpdateSchema>, DashboardUpdate>;

/** One open stream, from the server's side. */
export class FakeStream extends ScriptedStream<DashboardUpdate> {
  constructor(
    readonly request: Watch,
    signal: AbortSignal | undefined,
  ) {
    super(signal);
  }

  send(update: Update): void {
    this.put(create(DashboardUpdateSchema, update));
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
