// telemetry.v1.ChatService as its clients see it: grpc-js over HTTP/2 and connect-web over gRPC-Web, with the contract that the server's
// own reflection tells. The server's planner takes "N rows" for a table of N rows and "slow" for a query that never ends.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, test} from 'node:test';
import {Code, ConnectError, createClient} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import grpcJs from '@grpc/grpc-js';
import {grpc, web} from './addresses.mjs';
import {connectService, grpcJsService} from './contract.mjs';
import {collect, stream, unary} from './grpc-js-calls.mjs';

const name = 'telemetry.v1.ChatService';
const {status: code} = grpcJs;
const ChatService = await grpcJsService(grpc, name);
const chat = new ChatService(grpc.host, grpcJs.credentials.createInsecure());
const page = createClient(await connectService(grpc, name), createGrpcWebTransport({baseUrl: web.origin}));

after(() => chat.close());

test('grpc-js hears progress, then one answer', async () => {
  const {received, status} = await collect(chat, 'ask', {session_id: randomUUID(), message: '3 rows'});
  assert.equal(status.code, code.OK);
  assert.ok(received.slice(0, -1).every(({progress}) => progress));
  assert.equal(received[0].progress.stage, 'STAGE_PLANNING');
  const {answer} = received.at(-1);
  assert.equal(answer.kind, 'ANSWER_KIND_TABLE');
  assert.equal(answer.rows.length, 3);
  assert.equal(answer.columns[1].role, 'COLUMN_ROLE_MEASURE');
});

test('the page hears the same through gRPC-Web, rows as plain values', async () => {
  const updates = [];
  for await (const {update} of page.ask({sessionId: randomUUID(), message: '1200 rows'})) updates.push(update);
  const {case: kind, value: answer} = updates.at(-1);
  assert.equal(kind, 'answer');
  assert.equal(answer.rows.length, 1_000);
  assert.equal(Number(answer.rowCount), 1_200);
  assert.equal(answer.rows[7].values[1].kind.value, 7);
  const rest = await page.getRows({sessionId: 's', queryId: answer.queryId, offset: 1_000n, limit: 1_000});
  assert.equal(rest.rows.length, 200);
  assert.equal(rest.rows.at(-1).values[1].kind.value, 1_199);
});

test('a question can be cancelled, and its session goes on', async () => {
  const session = randomUUID();
  const {messages, cancel, status} = stream(chat, 'ask', {session_id: session, message: 'slow'});
  assert.ok((await messages.next()).value.progress);
  cancel();
  assert.equal((await status).code, code.CANCELLED);
  const {received} = await collect(chat, 'ask', {session_id: session, message: '1 rows'});
  assert.equal(received.at(-1).answer.rows.length, 1);
});

test('a page that leaves ends its question', async () => {
  const abort = new AbortController();
  const messages = page.ask({sessionId: randomUUID(), message: 'slow'}, {signal: abort.signal})[Symbol.asyncIterator]();
  await messages.next();
  abort.abort();
  await assert.rejects(
    async () => {
      while (!(await messages.next()).done);
    },
    (error) => ConnectError.from(error).code === Code.Canceled,
  );
});

test('a deadline ends a question', async () => {
  const {status} = await collect(chat, 'ask', {session_id: randomUUID(), message: 'slow'}, undefined, {deadline: Date.now() + 300});
  assert.equal(status.code, code.DEADLINE_EXCEEDED);
});

test('history and sessions are there for both', async () => {
  const session_id = randomUUID();
  await collect(chat, 'ask', {session_id, message: '2 rows'});
  const {answer: history} = await unary(chat, 'getHistory', {session_id});
  assert.deepEqual(history.entries.map(({message}) => message), ['2 rows']);
  assert.equal(history.entries[0].answer.row_count, 2);
  const {sessions} = await page.listSessions({limit: 100});
  assert.ok(sessions.some(({sessionId, questions}) => sessionId === session_id && questions === 1));
  assert.ok((await page.getSuggestions({sessionId: session_id})).suggestions.length > 0);
});

for (const [what, request, field] of [
  ['no session', {message: 'hello'}, /^session_id/],
  ['a session id with a slash', {session_id: 'a/b', message: 'hello'}, /^session_id/],
  ['an empty message', {session_id: 's', message: '  '}, /^message/],
  ['a message of 2,001 characters', {session_id: 's', message: 'x'.repeat(2_001)}, /^message/],
]) {
  test(`${what} is INVALID_ARGUMENT and names the field`, async () => {
    const {status} = await collect(chat, 'ask', request);
    assert.equal(status.code, code.INVALID_ARGUMENT);
    assert.match(status.details, field);
  });
}

test('filters of the dashboard may be given, and only those', async () => {
  const ask = (boundFilters) => page.ask({sessionId: randomUUID(), message: '1 rows', boundFilters})[Symbol.asyncIterator]().next();
  assert.equal((await ask({country: {values: ['Germany']}})).value.update.case, 'progress');
  await assert.rejects(ask({tenant_id: {values: ['x']}}), (error) => {
    const {code, rawMessage} = ConnectError.from(error);
    return code === Code.InvalidArgument && rawMessage.startsWith('bound_filters');
  });
});

test('rows of an unknown answer are NOT_FOUND', async () => {
  const {error} = await unary(chat, 'getRows', {session_id: 's', query_id: 'unknown', limit: 10});
  assert.equal(error.code, code.NOT_FOUND);
  await assert.rejects(page.getRows({sessionId: 's', queryId: 'unknown', limit: 10}), (raised) => ConnectError.from(raised).code === Code.NotFound);
});
