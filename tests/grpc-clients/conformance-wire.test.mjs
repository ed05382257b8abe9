// What no library sends: other content types, broken frames, vanishing clients, preflights; and what libraries hide: trailers-only
// answers, compression flags, text mode.
import assert from 'node:assert/strict';
import {randomBytes, randomUUID} from 'node:crypto';
import http from 'node:http';
import http2 from 'node:http2';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {create, fromBinary, toBinary} from '@bufbuild/protobuf';
import {Code, createClient} from '@connectrpc/connect';
import {createGrpcTransport} from '@connectrpc/connect-node';
import {grpc, web} from './addresses.mjs';
import {connectService} from './contract.mjs';
import {callHttp2, callWeb, decodeText, frame, readWebBody, request, say, talk} from './wire.mjs';

const Probe = await connectService(grpc, 'telemetry.conformance.v1.Probe');
const service = '/telemetry.conformance.v1.Probe/';
const encode = (method, value) => Buffer.from(toBinary(Probe.method[method].input, create(Probe.method[method].input, value)));
const decode = (method, bytes) => fromBinary(Probe.method[method].output, bytes);
const hello = encode('echo', {text: 'hello'});
const probe = createClient(Probe, createGrpcTransport({baseUrl: grpc.origin}));
const serverLives = async () => assert.equal((await probe.echo({text: 'alive'})).text, 'alive');

async function callText(method, value) {
  const type = 'application/grpc-web-text+proto';
  const body = frame(encode(method[0].toLowerCase() + method.slice(1), value)).toString('base64');
  const answer = await request(web, service + method, {headers: {'content-type': type, accept: type}, body});
  assert.match(answer.headers['content-type'], /^application\/grpc-web-text/);
  return readWebBody(decodeText(answer.body.toString()));
}

test('text mode: a unary call in base64 over HTTP/1.1', async () => {
  const {messages, trailers} = await callText('Echo', {text: 'hello'});
  assert.equal(decode('echo', messages[0].bytes).text, 'hello');
  assert.equal(trailers['grpc-status'], '0');
});

test('text mode: a stream, each message readable on its own', async () => {
  const {messages, trailers} = await callText('Count', {numbers: 5});
  assert.deepEqual(messages.map(({bytes}) => decode('count', bytes).value), [1, 2, 3, 4, 5]);
  assert.equal(trailers['grpc-status'], '0');
});

test('text mode: an error after messages carries its details', async () => {
  const {messages, trailers} = await callText('FailLate', {kind: 1});
  assert.equal(messages.length, 2);
  assert.equal(Number(trailers['grpc-status']), Code.InvalidArgument);
  assert.ok(trailers['grpc-status-details-bin'].length > 0);
});

test('an error before the first message is a trailers-only answer over HTTP/2', async () => {
  const {status, trailersOnly, code, headers} = await callHttp2(grpc, `${service}Fail`, frame(encode('fail', {kind: 3})));
  assert.deepEqual([status, trailersOnly, code], [200, true, Code.NotFound]);
  assert.ok(headers['grpc-status-details-bin']);
});

test('an error after messages comes in the trailers over HTTP/2', async () => {
  const {trailersOnly, code, bytes} = await callHttp2(grpc, `${service}FailLate`, frame(encode('failLate', {kind: 3})));
  assert.deepEqual([trailersOnly, code], [false, Code.NotFound]);
  assert.ok(bytes > 0);
});

test('another content type is 415', async () => {
  const json = {'content-type': 'application/json'};
  assert.equal((await request(web, `${service}Echo`, {headers: json, body: '{}'})).status, 415);
  assert.equal((await callHttp2(grpc, `${service}Echo`, Buffer.from('{}'), json)).status, 415);
});

test('another HTTP method is refused', async () => {
  assert.ok([404, 405].includes((await request(web, `${service}Echo`, {method: 'GET'})).status));
});

for (const [name, body] of [
  ['a message that ends too early', frame(hello, {length: 100})],
  ['a frame header that ends too early', Buffer.from([0, 0, 0])],
  ['no message at all', Buffer.alloc(0)],
  ['two messages where one is due', Buffer.concat([frame(hello), frame(hello)])],
  ['an unknown flag', frame(hello, {flag: 7})],
  ['bytes that are no protobuf', frame(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff]))],
  ['a compressed message without grpc-encoding', frame(hello, {flag: 1})],
]) {
  test(`${name} is INTERNAL, over gRPC-Web and over HTTP/2`, async () => {
    assert.equal((await callWeb(web, `${service}Echo`, body)).code, Code.Internal);
    assert.equal((await callHttp2(grpc, `${service}Echo`, body)).code, Code.Internal);
    await serverLives();
  });
}

test('a compressed message that is no gzip is INTERNAL', async () => {
  const answer = await callWeb(web, `${service}Echo`, frame(hello, {flag: 1}), {'grpc-encoding': 'gzip'});
  assert.equal(answer.code, Code.Internal);
});

test('an unknown grpc-encoding is UNIMPLEMENTED and names the known ones', async () => {
  const answer = await callWeb(web, `${service}Echo`, frame(hello, {flag: 1}), {'grpc-encoding': 'snappy'});
  assert.equal(answer.code, Code.Unimplemented);
  assert.match(answer.message, /gzip/);
});

test('a frame that claims gigabytes is refused at once', async () => {
  for (const length of [0xffffffff, 0x7fffffff]) {
    const {code} = await callWeb(web, `${service}Echo`, frame(hello, {length}));
    assert.ok([Code.ResourceExhausted, Code.Internal].includes(code), `status ${code}`);
  }
  await serverLives();
});

test('random bytes on either port close the connection and harm nobody', async () => {
  for (const address of [web, grpc])
    for (let i = 0; i < 20; i++) await say(address, [randomBytes(1 + i * 97), '\r\n\r\n']);
  await serverLives();
});

test('an HTTP/2 preface followed by rubbish closes the connection', async () => {
  for (const address of [web, grpc]) await say(address, ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', randomBytes(500)]);
  await serverLives();
});

test('the first bytes may come one by one, whichever protocol they begin', async () => {
  const path = `${service}Echo`;
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/grpc-web\r\ncontent-length: ${frame(hello).length}\r\n\r\n`;
  const received = await talk(web, [...head.slice(0, 6), head.slice(6), frame(hello)], (text) => text.includes('grpc-status'));
  assert.match(received, /^HTTP\/1\.1 200 OK/);
  assert.match(received, /grpc-status: 0/);
  const settings = await talk(web, [...'PRI * H', 'TTP/2.0\r\n\r\nSM\r\n\r\n', Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])], (text) => text.length >= 9);
  assert.equal(settings.charCodeAt(3), 4, 'the server answers the preface with SETTINGS');
});

test('an HTTP/1.1 client that vanishes ends its stream', async () => {
  const key = randomUUID();
  const call = http.request(new URL(`${service}Forever`, web), {method: 'POST', headers: {'content-type': 'application/grpc-web'}, agent: false});
  call.on('error', () => {});
  call.end(frame(encode('forever', {key})));
  await new Promise((first) => call.on('response', (answer) => {
    answer.on('error', () => {});
    answer.once('data', first);
  }));
  call.socket.destroy();
  assert.equal((await probe.waitForEnd({key})).reason, 'cancelled');
});

test('an HTTP/2 client that vanishes ends its stream', async () => {
  const key = randomUUID();
  const session = http2.connect(grpc.origin);
  session.on('error', () => {});
  const call = session.request({':method': 'POST', ':path': `${service}Forever`, 'content-type': 'application/grpc', te: 'trailers'});
  call.on('error', () => {});
  call.end(frame(encode('forever', {key})));
  await new Promise((first) => call.once('data', first));
  session.destroy();
  assert.equal((await probe.waitForEnd({key})).reason, 'cancelled');
});

test('large answers are compressed for clients that accept gzip', async () => {
  const gzip = {'grpc-accept-encoding': 'identity,gzip'};
  const {headers, messages: [answer]} = await callWeb(web, `${service}Large`, frame(encode('large', {bytes: 100_000})), gzip);
  assert.equal(headers['grpc-encoding'], 'gzip');
  assert.equal(answer.compressed, true);
  assert.ok(answer.bytes.length < 5_000);
  assert.equal(decode('large', gunzipSync(answer.bytes)).payload.length, 100_000);
});

test('small answers, frames, and answers to clients that do not accept gzip are not compressed', async () => {
  const gzip = {'grpc-accept-encoding': 'gzip'};
  const small = await callWeb(web, `${service}Echo`, frame(hello), gzip);
  const frames = await callWeb(web, '/telemetry.conformance.v1.FrameProbe/CountFrames', frame(encode('count', {numbers: 2})), gzip);
  const plain = await callWeb(web, `${service}Large`, frame(encode('large', {bytes: 100_000})));
  for (const {code, messages} of [small, frames, plain]) {
    assert.equal(code, 0);
    assert.ok(messages.length > 0 && messages.every(({compressed}) => !compressed));
  }
});

test('a deadline of a microsecond is DEADLINE_EXCEEDED', async () => {
  const forever = frame(encode('waitForEnd', {key: randomUUID()}));
  assert.equal((await callWeb(web, `${service}WaitForEnd`, forever, {'grpc-timeout': '1u'})).code, Code.DeadlineExceeded);
});

const page = 'http://page.example:3000';
const preflight = (origin) => ({
  method: 'OPTIONS',
  headers: {origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-grpc-web,x-user-agent,grpc-timeout'},
});

test('a page of an allowed origin passes the preflight', async () => {
  const {status, headers} = await request(web, `${service}Echo`, preflight(page));
  assert.equal(status, 204);
  assert.equal(headers['access-control-allow-origin'], page);
  assert.match(headers['access-control-allow-methods'], /POST/);
  for (const name of ['content-type', 'x-grpc-web', 'x-user-agent', 'grpc-timeout'])
    assert.ok(headers['access-control-allow-headers'].includes(name));
  assert.ok(Number(headers['access-control-max-age']) > 0);
});

test('a page of an allowed origin may read the status headers, also of an unknown method', async () => {
  for (const method of ['Echo', 'Missing']) {
    const {headers} = await callWeb(web, service + method, frame(hello), {origin: page});
    assert.equal(headers['access-control-allow-origin'], page);
    for (const name of ['grpc-status', 'grpc-message', 'grpc-status-details-bin'])
      assert.ok(headers['access-control-expose-headers'].toLowerCase().includes(name));
  }
});

test('a page of another origin gets no leave', async () => {
  const {headers} = await request(web, `${service}Echo`, preflight('http://evil.example'));
  assert.equal(headers['access-control-allow-origin'], undefined);
});
