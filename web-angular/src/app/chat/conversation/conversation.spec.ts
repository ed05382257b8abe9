import {create} from '@bufbuild/protobuf';
import {TestBed} from '@angular/core/testing';
import {Code, ConnectError} from '@connectrpc/connect';
import {
  AnswerKind,
  AnswerSchema,
  FailureKind,
  FailureSchema,
  GetHistoryResponseSchema,
  GetRowsResponseSchema,
  ProgressSchema,
  Stage,
} from '../../../generated/telemetry/v1/chat_pb.js';
import {FakeChatClient, wireRow} from '../../../testing/fake-chat-client';
import {CHAT_CLIENT} from '../wire/chat-client';
import {Conversation} from './conversation';

describe('Conversation', () => {
  let client: FakeChatClient;
  const settled = () => vi.advanceTimersByTimeAsync(0);
  const begun = async () => {
    const conversation = TestBed.inject(Conversation);
    await settled();
    return conversation;
  };
  const table = create(AnswerSchema, {
    queryId: 'q1',
    kind: AnswerKind.TABLE,
    text: 'Viewers by device',
    columns: [{name: 'viewers', type: 'integer'}],
    rows: [wireRow(7), wireRow('9007199254740993'), wireRow('12'), wireRow(null)],
    rowCount: 5n,
  });

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    client = new FakeChatClient();
    TestBed.configureTestingModule({providers: [{provide: CHAT_CLIENT, useValue: client}]});
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
  });

  it('shows progress and then the answer, with its rows as numbers', async () => {
    const conversation = await begun();
    conversation.ask('  viewers?  ', {device_type: ['tv']});
    expect(client.call.request).toMatchObject({
      message: 'viewers?',
      sessionId: conversation.sessionId(),
      boundFilters: {device_type: {values: ['tv']}},
    });
    expect(conversation.isAsking()).toBe(true);
    client.call.send({case: 'progress', value: create(ProgressSchema, {stage: Stage.RUNNING, fraction: 1.5})});
    await settled();
    expect(conversation.turns()[0]!.outcome).toMatchObject({kind: 'asking', progress: {stage: 'running', fraction: 1}});
    client.call.send({case: 'answer', value: table});
    await settled();
    const outcome = conversation.turns()[0]!.outcome;
    expect(outcome).toMatchObject({kind: 'answered', answer: {text: 'Viewers by device', rowCount: 5}});
    expect(outcome.kind === 'answered' && outcome.rows.fetched().map((row) => row.cells![0])).toEqual([
      7,
      '9007199254740993',
      12,
      undefined,
    ]);
    expect(conversation.isAsking()).toBe(false);
  });

  it('asks one question at a time, and nothing that is empty', async () => {
    const conversation = await begun();
    conversation.ask('   ');
    conversation.ask('first');
    conversation.ask('second');
    expect(client.calls.map((call) => call.request.message)).toEqual(['first']);
  });

  it('stops the question here and in the service', async () => {
    const conversation = await begun();
    conversation.ask('slow');
    conversation.cancel();
    expect(client.call.signal!.aborted).toBe(true);
    await settled();
    expect(conversation.turns()[0]!.outcome).toMatchObject({kind: 'failed', failure: {kind: 'cancelled'}});
    conversation.cancel();
    expect(conversation.turns()).toHaveLength(1);
  });

  it.each([
    [Code.Unavailable, {kind: 'unavailable', retryable: true}],
    [Code.ResourceExhausted, {kind: 'limit', retryable: true, message: 'What the service said.'}],
    [Code.InvalidArgument, {kind: 'engine', retryable: false, message: 'What the service said.'}],
    [Code.DeadlineExceeded, {kind: 'timedOut', retryable: true}],
    [Code.PermissionDenied, {kind: 'refused', retryable: false, message: 'What the service said.'}],
    [Code.Unauthenticated, {kind: 'refused', retryable: false, message: 'What the service said.'}],
  ])('makes a sentence of a call that failed with %s', async (code, expected) => {
    const conversation = await begun();
    conversation.ask('viewers');
    client.call.fail(new ConnectError('What the service said.', code));
    await settled();
    expect(conversation.turns()[0]!.outcome).toMatchObject({kind: 'failed', failure: expected});
  });

  it('tries a connection once more that is lost before the service has said a word', async () => {
    const conversation = await begun();
    conversation.ask('viewers');
    const lost = () => ConnectError.from(new TypeError('Failed to fetch'));
    client.call.fail(lost());
    await settled();
    expect(client.calls).toHaveLength(2);
    client.call.send({case: 'progress', value: create(ProgressSchema, {stage: Stage.RUNNING})});
    client.call.fail(lost());
    await settled();
    expect(client.calls).toHaveLength(2);
    expect(conversation.turns()[0]!.outcome).toMatchObject({kind: 'failed', failure: {kind: 'unavailable'}});
  });

  it('does not wait for ever for a service that ends without an answer', async () => {
    const conversation = await begun();
    conversation.ask('viewers');
    client.call.end();
    await settled();
    expect(conversation.turns()[0]!.outcome).toMatchObject({kind: 'failed', failure: {retryable: true}});
  });

  it('asks again in the place of the question that failed last', async () => {
    const conversation = await begun();
    conversation.ask('viewers', {quality: ['HD']});
    const failure = create(FailureSchema, {kind: FailureKind.TIMED_OUT, message: 'Too slow.', retryable: true});
    client.call.send({case: 'failure', value: failure});
    await settled();
    conversation.askAgain(conversation.turns()[0]!);
    expect(conversation.turns().map((turn) => turn.question)).toEqual(['viewers']);
    expect(client.call.request.boundFilters).toEqual({quality: {values: ['HD']}});
  });

  it('brings the session back, with rows that are fetched when they are looked at', async () => {
    client.answerHistory = () =>
      Promise.resolve(
        create(GetHistoryResponseSchema, {
          entries: [
            {message: 'viewers', atUnixMs: 5n, outcome: {case: 'answer', value: {...table, rows: []}}},
            {message: 'errors', atUnixMs: 6n, outcome: {case: 'failure', value: {message: 'No.'}}},
            {message: 'lost', atUnixMs: 7n},
          ],
        }),
      );
    client.answerRows = () => Promise.resolve(create(GetRowsResponseSchema, {rows: [wireRow(7)]}));
    const conversation = await begun();
    expect(conversation.turns().map((turn) => [turn.question, turn.outcome.kind])).toEqual([
      ['viewers', 'answered'],
      ['errors', 'failed'],
      ['lost', 'failed'],
    ]);
    const outcome = conversation.turns()[0]!.outcome;
    expect(client.rowRequests).toEqual([]);
    await (outcome.kind === 'answered' && outcome.rows.need(0, 1));
    expect(client.rowRequests[0]).toMatchObject({queryId: 'q1', offset: 0n, limit: 5});
  });

  it('keeps its session over a reload and takes another one for a new conversation', async () => {
    const conversation = await begun();
    const first = conversation.sessionId();
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({providers: [{provide: CHAT_CLIENT, useValue: client}]});
    const reloaded = await begun();
    expect(reloaded.sessionId()).toBe(first);
    reloaded.startNew();
    expect(reloaded.sessionId()).not.toBe(first);
    expect(reloaded.sessionId()).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
  });

  it('leaves a question behind with its session', async () => {
    const conversation = await begun();
    conversation.ask('slow');
    const {signal} = client.call;
    conversation.open('another');
    await settled();
    expect(signal!.aborted).toBe(true);
    expect(conversation.turns()).toEqual([]);
    expect(conversation.sessionId()).toBe('another');
  });

  it('does not try again by itself where the service refuses who asks', async () => {
    let asked = 0;
    client.answerHistory = () => {
      asked++;
      return Promise.reject(new ConnectError('Your token names no tenant.', Code.PermissionDenied));
    };
    const conversation = await begun();
    expect(conversation.link()).toBe('refused');
    expect(conversation.refusal()).toBe('Your token names no tenant.');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toBe(1);
    conversation.retryNow();
    expect(asked).toBe(2);
  });

  it('tries again by itself until the service answers, and doubles nothing', async () => {
    let works = false;
    client.answerHistory = () =>
      works
        ? Promise.resolve(
            create(GetHistoryResponseSchema, {
              entries: [{message: 'viewers', outcome: {case: 'answer', value: table}}],
            }),
          )
        : Promise.reject(new ConnectError('away', Code.Unavailable));
    client.suggestions = ['Viewers by city'];
    const conversation = await begun();
    expect(conversation.link()).toBe('unreachable');
    conversation.ask('viewers');
    client.call.send({case: 'answer', value: table});
    await settled();
    works = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(conversation.link()).toBe('ready');
    expect(conversation.turns()).toHaveLength(1);
    expect(conversation.starters()).toEqual(['Viewers by city']);
  });
});
