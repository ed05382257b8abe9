// @grpc/grpc-js over HTTP/2 in clear text (h2c).
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, test} from 'node:test';
import grpcJs from '@grpc/grpc-js';
import {grpc, web} from './addresses.mjs';
import {grpcJsService} from './contract.mjs';
import {collect, stream, unary} from './grpc-js-calls.mjs';
import {readStatus} from './status-details.mjs';

const {status: code, Metadata} = grpcJs;
const Probe = await grpcJsService(grpc, 'telemetry.conformance.v1.Probe');
const FrameProbe = await grpcJsService(grpc, 'telemetry.conformance.v1.FrameProbe');
const stubs = [];
const connect = (Service, options = {}, address = grpc) => {
  const stub = new Service(address.host, grpcJs.credentials.createInsecure(), options);
  stubs.push(stub);
  return stub;
};
const probe = connect(Probe);
const inMilliseconds = (milliseconds) => ({deadline: Date.now() + milliseconds});
const details = (status) => readStatus(status.metadata.get('grpc-status-details-bin')[0]);

after(() => stubs.forEach((stub) => stub.close()));

test('a unary call brings back what was sent', async () => {
  const payload = Buffer.from([0, 1, 255]);
  const {error, answer} = await unary(probe, 'echo', {text: 'déjà vu ✓', payload});
  assert.equal(error, null);
  assert.equal(answer.text, 'déjà vu ✓');
  assert.deepEqual(answer.payload, payload);
});

test('each message of a stream arrives when it is sent, not when the stream ends', async () => {
  const key = randomUUID();
  const {messages, status} = stream(probe, 'count', {numbers: 3, key});
  for (const expected of [1, 2, 3]) {
    assert.equal((await messages.next()).value.value, expected);
    await unary(probe, 'release', {key});
  }
  assert.equal((await messages.next()).done, true);
  assert.equal((await status).code, code.OK);
});

test('a stream may end without a message', async () => {
  const {received, status} = await collect(probe, 'count', {numbers: 0});
  assert.deepEqual(received, []);
  assert.equal(status.code, code.OK);
});

test('ten thousand messages arrive in order', async () => {
  const {received} = await collect(probe, 'count', {numbers: 10_000});
  assert.deepEqual(received.map(({value}) => value), Array.from({length: 10_000}, (_, i) => i + 1));
});

test('frames of several parts are ordinary messages to a client', async () => {
  const {received} = await collect(connect(FrameProbe), 'countFrames', {numbers: 3});
  assert.deepEqual(received, [1, 2, 3].map((value) => ({value, label: 'shared by all'})));
});

test('a deadline ends the call on both sides', async () => {
  const key = randomUUID();
  const {received, status} = await collect(probe, 'forever', {key}, new Metadata(), inMilliseconds(300));
  assert.equal(status.code, code.DEADLINE_EXCEEDED);
  assert.deepEqual(received.map(({value}) => value), [1]);
  const {answer} = await unary(probe, 'waitForEnd', {key});
  // The client's reset may overtake the server's own clock.
  assert.match(answer.reason, /deadline|cancelled/);
});

test('a deadline ends a unary call that waits', async () => {
  const {error} = await unary(probe, 'waitForEnd', {key: randomUUID()}, new Metadata(), inMilliseconds(200));
  assert.equal(error.code, code.DEADLINE_EXCEEDED);
});

test('the server sees that a stream was cancelled', async () => {
  const key = randomUUID();
  const {messages, cancel, status} = stream(probe, 'forever', {key});
  assert.equal((await messages.next()).value.value, 1);
  cancel();
  assert.equal((await status).code, code.CANCELLED);
  const {answer} = await unary(probe, 'waitForEnd', {key});
  assert.equal(answer.reason, 'cancelled');
});

test('an unknown method is UNIMPLEMENTED', async () => {
  const {Echo} = Probe.service;
  const Missing = grpcJs.makeGenericClientConstructor({missing: {...Echo, path: '/telemetry.conformance.v1.Probe/Missing'}}, 'Missing');
  const {error} = await unary(connect(Missing), 'missing', {});
  assert.equal(error.code, code.UNIMPLEMENTED);
});

test('an unknown service is UNIMPLEMENTED', async () => {
  const {Echo} = Probe.service;
  const Missing = grpcJs.makeGenericClientConstructor({echo: {...Echo, path: '/telemetry.conformance.v1.Missing/Echo'}}, 'Missing');
  const {error} = await unary(connect(Missing), 'echo', {});
  assert.equal(error.code, code.UNIMPLEMENTED);
});

test('a request over the size limit is RESOURCE_EXHAUSTED and the connection lives on', async () => {
  const {error} = await unary(probe, 'echo', {payload: Buffer.alloc(300 * 1024)});
  assert.equal(error.code, code.RESOURCE_EXHAUSTED);
  assert.equal((await unary(probe, 'echo', {text: 'still here'})).answer.text, 'still here');
});

test('a request just under the size limit passes, over several flow-control windows', async () => {
  const payload = Buffer.alloc(255 * 1024, 7);
  assert.deepEqual((await unary(probe, 'echo', {payload})).answer.payload, payload);
});

test('a compressed request that unpacks to more than the limit is RESOURCE_EXHAUSTED', async () => {
  const gzip = connect(Probe, {'grpc.default_compression_algorithm': grpcJs.compressionAlgorithms.gzip});
  const {error} = await unary(gzip, 'echo', {payload: Buffer.alloc(3 * 1024 * 1024)});
  assert.equal(error.code, code.RESOURCE_EXHAUSTED);
});

test('an answer over the size limit of the client fails there', async () => {
  const {error} = await unary(connect(Probe, {'grpc.max_receive_message_length': 10_000}), 'large', {bytes: 20_000});
  assert.equal(error.code, code.RESOURCE_EXHAUSTED);
});

test('an answer of three megabytes arrives whole', async () => {
  const {answer} = await unary(probe, 'large', {bytes: 3 * 1024 * 1024});
  assert.equal(answer.payload.length, 3 * 1024 * 1024);
});

test('gzip works both ways', async () => {
  const gzip = connect(Probe, {'grpc.default_compression_algorithm': grpcJs.compressionAlgorithms.gzip});
  const payload = Buffer.alloc(100_000, 'telemetry ');
  const {error, answer} = await unary(gzip, 'echo', {payload});
  assert.equal(error, null);
  assert.deepEqual(answer.payload, payload);
});

test('an unknown compression is UNIMPLEMENTED', async () => {
  // deflate is a compression that grpc-js can send and the server does not offer unless it says so in grpc-accept-encoding.
  const deflate = connect(Probe, {'grpc.default_compression_algorithm': grpcJs.compressionAlgorithms.deflate});
  const {error, answer} = await unary(deflate, 'echo', {text: 'x'.repeat(1000)});
  if (error) assert.equal(error.code, code.UNIMPLEMENTED);
  else assert.equal(answer.text.length, 1000);
});

test('text and binary metadata travel as headers and as trailers', async () => {
  const bytes = Buffer.from([0, 10, 13, 127, 128, 255]);
  const metadata = new Metadata();
  metadata.add('x-echo-text', 'one');
  metadata.add('x-echo-text', 'two');
  metadata.set('x-echo-raw-bin', bytes);
  metadata.set('x-trailer-text', 'three');
  metadata.set('x-trailer-raw-bin', bytes);
  const {headers, status} = await unary(probe, 'echo', {}, metadata);
  assert.deepEqual(headers.get('x-echo-text').join(',').replaceAll(' ', ''), 'one,two');
  assert.deepEqual(headers.get('x-echo-raw-bin'), [bytes]);
  assert.deepEqual(status.metadata.get('x-trailer-text'), ['three']);
  assert.deepEqual(status.metadata.get('x-trailer-raw-bin'), [bytes]);
});

test('invalid arguments name each field, what it holds and what it may hold', async () => {
  const {error} = await unary(probe, 'fail', {kind: 'KIND_INVALID_ARGUMENT'});
  assert.equal(error.code, code.INVALID_ARGUMENT);
  const status = details(error);
  assert.equal(status.code, code.INVALID_ARGUMENT);
  assert.equal(status.message, error.details);
  assert.deepEqual(status.details.BadRequest.fieldViolations, [
    {field: 'filter.device_types[1]', description: "filter.device_types[1] is 'toaster'; expected mobile, web, tv or tablet."},
    {field: 'range_seconds', description: 'range_seconds is 4; expected 5 to 86,400.'},
  ]);
});

test('a limit says whose it is and when to come back', async () => {
  const {error} = await unary(probe, 'fail', {kind: 'KIND_LIMIT_REACHED'});
  assert.equal(error.code, code.RESOURCE_EXHAUSTED);
  assert.equal(error.details, 'This node serves its limit of 2,000 streams. Try again in 5 s.');
  const {QuotaFailure, RetryInfo} = details(error).details;
  assert.equal(QuotaFailure.violations[0].subject, 'node');
  assert.equal(RetryInfo.retryDelay.seconds, 5);
});

test('what does not exist is NOT_FOUND, with its name', async () => {
  const {error} = await unary(probe, 'fail', {kind: 'KIND_NOT_FOUND'});
  assert.equal(error.code, code.NOT_FOUND);
  assert.equal(details(error).details.ResourceInfo.resourceName, 's-1');
});

test('a dependency that does not answer is UNAVAILABLE, with a delay', async () => {
  const {error} = await unary(probe, 'fail', {kind: 'KIND_UNAVAILABLE'});
  assert.equal(error.code, code.UNAVAILABLE);
  assert.equal(details(error).details.RetryInfo.retryDelay.seconds, 2);
});

test('a time-out inside the server is DEADLINE_EXCEEDED and names no host', async () => {
  const {error} = await unary(probe, 'fail', {kind: 'KIND_TIMEOUT'});
  assert.equal(error.code, code.DEADLINE_EXCEEDED);
  assert.doesNotMatch(error.details, /db01/);
});

test('an unforeseen failure is INTERNAL with an error id and without internals', async () => {
  const {error} = await unary(probe, 'fail', {kind: 'KIND_UNEXPECTED'});
  assert.equal(error.code, code.INTERNAL);
  assert.doesNotMatch(JSON.stringify([error.details, details(error)]), /hunter2|Exception/);
  const {requestId} = details(error).details.RequestInfo;
  assert.match(requestId, /^[0-9a-f]{32}$/);
  assert.ok(error.details.includes(requestId));
});

test('a stream may fail after messages', async () => {
  // grpc-js drops messages that its reader has not taken when the error comes, so their number is not asked here.
  const {received, status} = await collect(probe, 'failLate', {kind: 'KIND_INVALID_ARGUMENT'});
  assert.equal(received[0].value, 1);
  assert.equal(status.code, code.INVALID_ARGUMENT);
  assert.equal(details(status).details.BadRequest.fieldViolations.length, 2);
});

test('every status code and any text of a message arrive', async () => {
  for (let sent = 1; sent <= 16; sent++) {
    const message = `code ${sent}: 100 % naïve ✓\nsecond line`;
    const {error} = await unary(probe, 'fail', {kind: 'KIND_STATUS', code: sent, message});
    assert.deepEqual([error.code, error.details], [sent, message]);
  }
});

test('one connection carries five hundred streams at once', async () => {
  const running = Array.from({length: 500}, () => stream(probe, 'forever', {key: randomUUID()}));
  const first = await Promise.all(running.map(({messages}) => messages.next()));
  assert.ok(first.every(({value}) => value.value === 1));
  running.forEach(({cancel}) => cancel());
  await Promise.all(running.map(({status}) => status));
});

test('the gRPC-Web port takes gRPC over HTTP/2 too', async () => {
  const {answer} = await unary(connect(Probe, {}, web), 'echo', {text: 'prior knowledge'});
  assert.equal(answer.text, 'prior knowledge');
});
