// Requests and answers byte by byte, for what no client library would send.
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';

/** A gRPC message: flag, length, bytes. */
export function frame(message, {flag = 0, length = message.length} = {}) {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag, 0);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}

/** The messages of a gRPC-Web body, and the trailers when the body ends with them. */
export function readWebBody(body) {
  const messages = [];
  let trailers = null;
  for (let at = 0; at < body.length; ) {
    const flag = body.readUInt8(at);
    const end = at + 5 + body.readUInt32BE(at + 1);
    const bytes = body.subarray(at + 5, end);
    if (flag & 0x80) trailers = Object.fromEntries(bytes.toString().trim().split('\r\n').map((line) => line.split(/:\s*(.*)/s)));
    else messages.push({compressed: (flag & 1) === 1, bytes});
    at = end;
  }
  return {messages, trailers};
}

/** Base64 whose pieces may each be padded, as a gRPC-Web text stream is. */
export function decodeText(text) {
  return Buffer.concat(text.match(/.{4}/gs).map((quad) => Buffer.from(quad, 'base64')));
}

/** One HTTP/1.1 request: status, headers, body. */
export function request(address, path, {method = 'POST', headers = {}, body} = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request(new URL(path, address), {method, headers, agent: false}, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks)}));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A gRPC-Web call over HTTP/1.1: status from the headers or from the end of the body. */
export async function callWeb(address, path, body, headers = {}) {
  const answer = await request(address, path, {body, headers: {'content-type': 'application/grpc-web+proto', ...headers}});
  const {messages, trailers} = readWebBody(answer.body);
  const end = trailers ?? answer.headers;
  return {...answer, messages, code: Number(end['grpc-status']), message: decodeURIComponent(end['grpc-message'] ?? ''), trailers};
}

/** A gRPC call over HTTP/2. `trailersOnly` is true when the first headers were also the end. */
export function callHttp2(address, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const session = http2.connect(address.origin);
    const stream = session.request({':method': 'POST', ':path': path, 'content-type': 'application/grpc+proto', te: 'trailers', ...headers});
    const outcome = {trailers: null, bytes: 0};
    session.on('error', reject);
    stream.on('error', (error) => (outcome.error = error));
    stream.on('response', (received, flags) => {
      outcome.headers = received;
      outcome.trailersOnly = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    });
    stream.on('trailers', (trailers) => (outcome.trailers = trailers));
    stream.on('data', (chunk) => (outcome.bytes += chunk.length));
    stream.on('close', () => {
      session.close();
      const end = outcome.trailers ?? outcome.headers ?? {};
      resolve({...outcome, status: outcome.headers?.[':status'], code: Number(end['grpc-status'])});
    });
    stream.end(body);
  });
}

/** Writes bytes piece by piece to a socket, then closes this side, and resolves with all that the server says until it closes too. */
export const say = (address, pieces) => talk(address, pieces, null);

/** Writes bytes piece by piece to a socket that stays open and resolves with what comes back once that is `enough`. */
export function talk(address, pieces, enough) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({host: address.hostname, port: Number(address.port), noDelay: true});
    let received = '';
    const done = () => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (enough?.(received)) done();
    });
    socket.on('close', done);
    socket.on('error', (error) => (error.code === 'ECONNRESET' ? done() : reject(error)));
    socket.on('connect', async () => {
      for (const piece of pieces) {
        await new Promise((written) => socket.write(piece, written));
        // A turn of the event loop between the pieces, so that they leave as packets of their own.
        await new Promise((turn) => setImmediate(turn));
      }
      if (!enough) socket.end();
    });
  });
}
