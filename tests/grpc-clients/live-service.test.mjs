// telemetry.v1.LiveService as its clients see it: grpc-js over HTTP/2 and connect-web over gRPC-Web, with the contract that the server's
// own reflection tells. Runs against any server: GRPC_ADDRESS, GRPC_WEB_ADDRESS. The server must be counting events while this runs.
import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {Code, ConnectError, createClient} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import grpcJs from '@grpc/grpc-js';
import {GrpcReflection} from 'grpc-js-reflection-client';
import {grpc, web} from './addresses.mjs';
import {connectService, grpcJsService, loadProto, reflect, reflectionStub} from './contract.mjs';
import {collect, stream, unary} from './grpc-js-calls.mjs';
import {readErrorDetail, readStatus} from './status-details.mjs';

// grpc-js takes the fields' names as the proto spells them, Connect in camel case.
const name = 'telemetry.v1.LiveService';
const {status: code, Metadata} = grpcJs;
const LiveService = await grpcJsService(grpc, name);
const live = new LiveService(grpc.host, grpcJs.credentials.createInsecure());
const page = createClient(await connectService(grpc, name), createGrpcWebTransport({baseUrl: web.origin}));

const parts = ['metrics', 'viewers', 'quality', 'device', 'geo', 'health'];
const violations = (error) => readStatus(error.metadata.get('grpc-status-details-bin')[0]).details.BadRequest.fieldViolations;

after(() => live.close());

/** The first message that passes, and none after it is asked for. */
async function first(messages, passes = () => true) {
  for (;;) {
    const {value, done} = await messages.next();
    if (done) assert.fail('The stream ended before the expected message.');
    if (passes(value)) return value;
  }
}

function assertFull(update) {
  assert.equal(update.full, true);
  for (const part of parts) assert.ok(update[part], `${part} is missing in a full update`);
  assert.ok(Number(update.atUnixMs ?? update.at_unix_ms) > 0);
}

test('reflection lists the service with its five methods', async () => {
  for (const version of ['v1', 'v1alpha']) {
    const stub = reflectionStub(grpc, version);
    const {listServicesResponse} = await reflect(stub, {listServices: ''});
    stub.close();
    assert.ok(listServicesResponse.service.some((service) => service.name === name));
  }
  const client = new GrpcReflection(grpc.host, grpcJs.credentials.createInsecure(), undefined, 'v1');
  const methods = await client.listMethods(name);
  assert.deepEqual(methods.map((method) => method.name).sort(), ['GetSeries', 'GetSnapshot', 'UpdateFilter', 'WatchDashboard', 'WatchEvents']);
});

test('health is SERVING, for the host and for the service', async () => {
  const {Health} = loadProto('grpc-health-check', 'proto/health/v1/health.proto').grpc.health.v1;
  const health = new Health(grpc.host, grpcJs.credentials.createInsecure());
  for (const service of ['', name]) assert.equal((await unary(health, 'check', {service})).answer.status, 'SERVING');
  health.close();
});

test('a snapshot is a full state', async () => {
  const {error, answer} = await unary(live, 'getSnapshot', {});
  assert.equal(error, null);
  assertFull(answer);
  assert.equal(answer.metrics.window, 'WINDOW_5_MINUTES', 'the default window');
  assertFull(await page.getSnapshot({}));
});

test('a snapshot follows filter and window', async () => {
  const {answer} = await unary(live, 'getSnapshot', {filter: {countries: ['Nowhere']}, window: 'WINDOW_1_HOUR'});
  assertFull(answer);
  assert.equal(answer.metrics.window, 'WINDOW_1_HOUR');
  assert.equal(answer.metrics.events, 0);
  assert.equal(answer.viewers.active_viewers, 0);
});

test('watching begins with a full state and a subscription id, then goes on with growing sequence numbers', async () => {
  const {messages, cancel, status} = stream(live, 'watchDashboard', {});
  const start = await first(messages);
  assertFull(start);
  assert.ok(start.subscription_id);
  const next = await first(messages);
  assert.equal(next.full, false);
  assert.equal(next.subscription_id, '');
  assert.ok(next.sequence >= start.sequence);
  cancel();
  await status;
});

test('the page watches through gRPC-Web', async () => {
  const abort = new AbortController();
  const messages = page.watchDashboard({}, {signal: abort.signal})[Symbol.asyncIterator]();
  const start = await first(messages);
  assertFull(start);
  assert.ok(start.subscriptionId);
  await first(messages, (update) => !update.full);
  abort.abort();
});

test('a changed filter is answered with a full state for it', async () => {
  const {messages, cancel, status} = stream(live, 'watchDashboard', {});
  const {subscription_id} = await first(messages);
  const {error} = await unary(live, 'updateFilter', {subscription_id, filter: {countries: ['Nowhere']}, window: 'WINDOW_1_MINUTE'});
  assert.equal(error, null);
  const changed = await first(messages, (update) => update.full);
  assertFull(changed);
  assert.equal(changed.metrics.window, 'WINDOW_1_MINUTE');
  assert.equal(changed.metrics.events, 0);
  cancel();
  await status;
});

test('changing the filter of an unknown subscription is NOT_FOUND', async () => {
  const {error} = await unary(live, 'updateFilter', {subscription_id: 'no-such-subscription'});
  assert.equal(error.code, code.NOT_FOUND);
  await assert.rejects(page.updateFilter({subscriptionId: 'no-such-subscription'}), (raised) => ConnectError.from(raised).code === Code.NotFound);
});

test('a subscription is gone once its stream was cancelled', async () => {
  const {messages, cancel, status} = stream(live, 'watchDashboard', {});
  const {subscription_id} = await first(messages);
  cancel();
  await status;
  // The cancellation reaches the server by itself; asking until it has is bounded by the time-out of the run.
  for (;;) {
    const {error} = await unary(live, 'updateFilter', {subscription_id});
    if (error?.code === code.NOT_FOUND) break;
  }
});

test('a deadline ends the stream', async () => {
  const {received, status} = await collect(live, 'watchDashboard', {}, new Metadata(), {deadline: Date.now() + 500});
  assert.equal(status.code, code.DEADLINE_EXCEEDED);
  assert.equal(received[0].full, true);
});

test('the feed brings events, oldest first and at most a hundred a batch', async () => {
  const {messages, cancel, status} = stream(live, 'watchEvents', {});
  const batch = await first(messages, ({events}) => events.length > 0);
  assert.ok(batch.events.length <= 100);
  for (const event of batch.events) {
    assert.ok(event.event_id && event.session_id && event.event_type);
    assert.ok(event.at_unix_ms > 0);
  }
  cancel();
  await status;
});

test('the feed may travel in the dashboard stream', async () => {
  const abort = new AbortController();
  const messages = page.watchDashboard({feed: {maxEventsPerSecond: 1000}}, {signal: abort.signal})[Symbol.asyncIterator]();
  const update = await first(messages, ({events}) => events?.events.length > 0);
  assert.ok(update.events.events[0].eventId);
  abort.abort();
});

test('a series has a unit and evenly spaced points, oldest first', async () => {
  const {error, answer} = await unary(live, 'getSeries', {metric: 'METRIC_EVENTS', range_seconds: 60});
  assert.equal(error, null);
  assert.ok(answer.unit);
  assert.equal(answer.step_seconds, 5);
  const starts = answer.points.map(({start_unix_ms}) => start_unix_ms);
  assert.ok(starts.length >= 12);
  for (let i = 1; i < starts.length; i++) assert.equal(starts[i] - starts[i - 1], 5_000);
});

const many = Array.from({length: 65}, (_, i) => `value ${i}`);
for (const [what, method, request, field] of [
  ['65 values of a dimension', 'getSnapshot', {filter: {device_types: many}}, /^filter\.device_types/],
  ['a value of 129 characters', 'getSnapshot', {filter: {cities: ['x'.repeat(129)]}}, /^filter\.cities/],
  ['a wrong filter in a stream', 'watchDashboard', {filter: {countries: many}}, /^filter\.countries/],
  ['a wrong filter in the feed', 'watchEvents', {filter: {event_types: many}}, /^filter\.event_types/],
  ['a search of 129 characters', 'watchEvents', {feed: {search: 'x'.repeat(129)}}, /^feed\.search/],
  ['a replay of 501 events', 'watchEvents', {feed: {replay: 501}}, /^feed\.replay/],
  ['an unknown window', 'getSnapshot', {window: 99}, /^window/],
  ['a range of 4 s', 'getSeries', {metric: 'METRIC_EVENTS', range_seconds: 4}, /^range_seconds/],
  ['a range of more than a day', 'getSeries', {metric: 'METRIC_EVENTS', range_seconds: 86_401}, /^range_seconds/],
  ['a step finer than the range allows', 'getSeries', {metric: 'METRIC_EVENTS', range_seconds: 3_600, step_seconds: 5}, /^step_seconds/],
  ['a step that is no multiple of 5 s', 'getSeries', {metric: 'METRIC_EVENTS', range_seconds: 60, step_seconds: 7}, /^step_seconds/],
  ['an unknown metric', 'getSeries', {metric: 99, range_seconds: 60}, /^metric/],
  ['no metric', 'getSeries', {range_seconds: 60}, /^metric/],
]) {
  test(`${what} is INVALID_ARGUMENT and names the field`, async () => {
    const streams = method.startsWith('watch');
    const {status} = streams ? await collect(live, method, request) : await unary(live, method, request);
    assert.equal(status.code, code.INVALID_ARGUMENT);
    const [violation] = violations(status);
    assert.match(violation.field, field);
    assert.ok(violation.description.length > 0);
  });
}

test('the page is told which field is wrong, in a stream too', async () => {
  const wrong = {filter: {deviceTypes: many}};
  for (const call of [() => page.getSnapshot(wrong), () => page.watchDashboard(wrong)[Symbol.asyncIterator]().next()]) {
    const error = await call().then(() => assert.fail('The call was expected to fail.'), (raised) => ConnectError.from(raised));
    assert.equal(error.code, Code.InvalidArgument);
    const {type, value} = error.details[0];
    assert.match(readErrorDetail(type, value).fieldViolations[0].field, /^filter\.device_types/);
  }
});

test('one connection carries two hundred dashboards', async () => {
  const running = Array.from({length: 200}, () => stream(live, 'watchDashboard', {}));
  for (const {messages} of running) assertFull(await first(messages));
  running.forEach(({cancel}) => cancel());
  await Promise.all(running.map(({status}) => status));
});
