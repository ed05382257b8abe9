// The same questions to each of Connect's transports.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {Code, ConnectError, createClient, decodeBinaryHeader, encodeBinaryHeader} from '@connectrpc/connect';
import {grpc} from './addresses.mjs';
import {connectService} from './contract.mjs';
import {readErrorDetail} from './status-details.mjs';

const Probe = await connectService(grpc, 'telemetry.conformance.v1.Probe');
const FrameProbe = await connectService(grpc, 'telemetry.conformance.v1.FrameProbe');

async function failure(call) {
  try {
    await call();
  } catch (error) {
    return ConnectError.from(error);
  }
  assert.fail('The call was expected to fail.');
}

async function drain(messages, received = []) {
  for await (const {value} of messages) received.push(value);
  return received;
}

function details(error) {
  return Object.fromEntries(error.details.map(({type, value}) => [type.replace('google.rpc.', ''), readErrorDetail(type, value)]));
}

export function conformance(transport) {
  const probe = createClient(Probe, transport);

  test('a unary call brings back what was sent', async () => {
    const payload = new Uint8Array([0, 1, 255]);
    const answer = await probe.echo({text: 'déjà vu ✓', payload});
    assert.equal(answer.text, 'déjà vu ✓');
    assert.deepEqual(answer.payload, payload);
  });

  test('each message of a stream arrives when it is sent, not when the stream ends', async () => {
    const key = randomUUID();
    const messages = probe.count({numbers: 3, key})[Symbol.asyncIterator]();
    for (const expected of [1, 2, 3]) {
      assert.equal((await messages.next()).value.value, expected);
      await probe.release({key});
    }
    assert.equal((await messages.next()).done, true);
  });

  test('a stream may end without a message', async () => {
    assert.deepEqual(await drain(probe.count({numbers: 0})), []);
  });

  test('ten thousand messages arrive in order', async () => {
    assert.deepEqual(await drain(probe.count({numbers: 10_000})), Array.from({length: 10_000}, (_, i) => i + 1));
  });

  test('frames of several parts are ordinary messages to a client', async () => {
    const received = [];
    for await (const message of createClient(FrameProbe, transport).countFrames({numbers: 3})) received.push([message.value, message.label]);
    assert.deepEqual(received, [1, 2, 3].map((value) => [value, 'shared by all']));
  });

  test('a deadline ends the call on both sides', async () => {
    const key = randomUUID();
    const received = [];
    const error = await failure(() => drain(probe.forever({key}, {timeoutMs: 300}), received));
    assert.equal(error.code, Code.DeadlineExceeded);
    assert.deepEqual(received, [1]);
    const {reason} = await probe.waitForEnd({key});
    assert.match(reason, /deadline|cancelled/);
  });

  test('the server sees that a stream was cancelled', async () => {
    const key = randomUUID();
    const abort = new AbortController();
    const error = await failure(async () => {
      for await (const _ of probe.forever({key}, {signal: abort.signal})) abort.abort();
    });
    assert.equal(error.code, Code.Canceled);
    assert.equal((await probe.waitForEnd({key})).reason, 'cancelled');
  });

  test('an unknown method is unimplemented', async () => {
    const missing = {...Probe.method.echo, name: 'Missing'};
    const error = await failure(() => transport.unary(missing, undefined, undefined, undefined, {}));
    assert.equal(error.code, Code.Unimplemented);
  });

  test('an unknown service is unimplemented', async () => {
    const missing = {...Probe.method.echo, parent: {...Probe, typeName: 'telemetry.conformance.v1.Missing'}};
    const error = await failure(() => transport.unary(missing, undefined, undefined, undefined, {}));
    assert.equal(error.code, Code.Unimplemented);
  });

  test('a request over the size limit is refused as resource exhausted', async () => {
    const error = await failure(() => probe.echo({payload: new Uint8Array(300 * 1024)}));
    assert.equal(error.code, Code.ResourceExhausted);
  });

  test('a request just under the size limit passes', async () => {
    const payload = new Uint8Array(255 * 1024).fill(7);
    assert.ok(Buffer.from(payload).equals((await probe.echo({payload})).payload));
  });

  test('an answer of three megabytes arrives whole', async () => {
    assert.equal((await probe.large({bytes: 3 * 1024 * 1024})).payload.length, 3 * 1024 * 1024);
  });

  test('text and binary metadata travel as headers and as trailers', async () => {
    const bytes = new Uint8Array([0, 10, 13, 127, 128, 255]);
    const seen = {};
    await probe.echo({}, {
      headers: {
        'x-echo-text': 'one',
        'x-echo-raw-bin': encodeBinaryHeader(bytes),
        'x-trailer-text': 'three',
        'x-trailer-raw-bin': encodeBinaryHeader(bytes),
      },
      onHeader: (headers) => (seen.headers = headers),
      onTrailer: (trailers) => (seen.trailers = trailers),
    });
    assert.equal(seen.headers.get('x-echo-text'), 'one');
    assert.deepEqual(new Uint8Array(decodeBinaryHeader(seen.headers.get('x-echo-raw-bin'))), bytes);
    assert.equal(seen.trailers.get('x-trailer-text'), 'three');
    assert.deepEqual(new Uint8Array(decodeBinaryHeader(seen.trailers.get('x-trailer-raw-bin'))), bytes);
  });

  test('invalid arguments name each field, what it holds and what it may hold', async () => {
    const error = await failure(() => probe.fail({kind: 1}));
    assert.equal(error.code, Code.InvalidArgument);
    assert.deepEqual(details(error).BadRequest.fieldViolations.map(({field}) => field), ['filter.device_types[1]', 'range_seconds']);
  });

  test('a limit says whose it is and when to come back', async () => {
    const error = await failure(() => probe.fail({kind: 2}));
    assert.equal(error.code, Code.ResourceExhausted);
    assert.equal(error.rawMessage, 'This node serves its limit of 2,000 streams. Try again in 5 s.');
    assert.equal(details(error).RetryInfo.retryDelay.seconds, 5);
  });

  test('an unforeseen failure is internal with an error id and without internals', async () => {
    const error = await failure(() => probe.fail({kind: 6}));
    assert.equal(error.code, Code.Internal);
    assert.doesNotMatch(error.rawMessage, /hunter2|Exception/);
    assert.ok(error.rawMessage.includes(details(error).RequestInfo.requestId));
  });

  test('a stream that fails late delivers what came before, then the error', async () => {
    const received = [];
    const error = await failure(() => drain(probe.failLate({kind: 1}), received));
    assert.deepEqual(received, [1, 2]);
    assert.equal(error.code, Code.InvalidArgument);
    assert.equal(details(error).BadRequest.fieldViolations.length, 2);
  });

  test('every status code and any text of a message arrive', async () => {
    for (let sent = 1; sent <= 16; sent++) {
      const message = `code ${sent}: 100 % naïve ✓\nsecond line`;
      const error = await failure(() => probe.fail({kind: 7, code: sent, message}));
      assert.deepEqual([error.code, error.rawMessage], [sent, message]);
    }
  });
}
