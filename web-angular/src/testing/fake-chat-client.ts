import {create, type MessageInitShape} from '@bufbuild/protobuf';
import {ListValueSchema, ValueSchema, type ListValue} from '@bufbuild/protobuf/wkt';
import type {CallOptions} from '@connectrpc/connect';
import type {ChatClient} from '../app/chat/wire/chat-client';
import {
  AskUpdateSchema,
  GetHistoryResponseSchema,
  GetRowsResponseSchema,
  GetSuggestionsResponseSchema,
  GetViewingResponseSchema,
  ListSessionsResponseSchema,
  type AskRequestSchema,
  type AskUpdate,
  type GetHistoryRequestSchema,
  type GetHistoryResponse,
  type GetRowsRequestSchema,
  type GetRowsResponse,
  type GetSuggestionsResponse,
  type GetViewingResponse,
  type ListSessionsResponse,
} from '../generated/telemetry/v1/chat_pb.js';
import {ScriptedStream} from './scripted-stream';

export type Ask = MessageInitShape<typeof AskRequestSchema>;
type Update = Exclude<MessageInitShape<typeof AskUpdateSchema>, AskUpdate>['update'];

/** One question, from the service's side. */
export class FakeCall extends ScriptedStream<AskUpdate> {
  constructor(
    readonly request: Ask,
    signal: AbortSignal | undefined,
  ) {
    super(signal);
  }

  send(update: Update): void {
    this.put(create(AskUpdateSchema, {update}));
  }
}

/** The chat service as a test wants it: answers that come when they are told to, and a record of what was asked. */
export class FakeChatClient implements ChatClient {
  readonly calls: FakeCall[] = [];
  readonly rowRequests: MessageInitShape<typeof GetRowsRequestSchema>[] = [];
  answerHistory: (sessionId: string) => Promise<GetHistoryResponse> = () =>
    Promise.resolve(create(GetHistoryResponseSchema));
  answerRows: (request: MessageInitShape<typeof GetRowsRequestSchema>) => Promise<GetRowsResponse> = () =>
    Promise.resolve(create(GetRowsResponseSchema));
  sessions: MessageInitShape<typeof ListSessionsResponseSchema> = {};
  suggestions: string[] = [];

  /** The newest question. */
  get call(): FakeCall {
    return this.calls.at(-1)!;
  }

  ask(request: Ask, options?: CallOptions): AsyncIterable<AskUpdate> {
    const call = new FakeCall(request, options?.signal);
    this.calls.push(call);
    return call.updates();
  }

  getRows(request: MessageInitShape<typeof GetRowsRequestSchema>): Promise<GetRowsResponse> {
    this.rowRequests.push(request);
    return this.answerRows(request);
  }

  getViewing(): Promise<GetViewingResponse> {
    return Promise.resolve(create(GetViewingResponseSchema));
  }

  getSuggestions(): Promise<GetSuggestionsResponse> {
    return Promise.resolve(create(GetSuggestionsResponseSchema, {suggestions: this.suggestions}));
  }

  getHistory({sessionId}: MessageInitShape<typeof GetHistoryRequestSchema>): Promise<GetHistoryResponse> {
    return this.answerHistory(sessionId ?? '');
  }

  listSessions(): Promise<ListSessionsResponse> {
    return Promise.resolve(create(ListSessionsResponseSchema, this.sessions));
  }
}

/** A row on the wire. */
export function wireRow(...cells: (string | number | boolean | null)[]): ListValue {
  return create(ListValueSchema, {
    values: cells.map((cell) =>
      create(ValueSchema, {
        kind:
          typeof cell === 'number'
            ? {case: 'numberValue', value: cell}
            : typeof cell === 'string'
              ? {case: 'stringValue', value: cell}
              : typeof cell === 'boolean'
                ? {case: 'boolValue', value: cell}
                : {case: 'nullValue', value: 0},
      }),
    ),
  });
}
