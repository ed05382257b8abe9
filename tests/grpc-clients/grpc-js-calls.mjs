// grpc-js speaks in callbacks and events; tests read better with promises.
import grpcJs from '@grpc/grpc-js';

/** One unary call: the answer or the error, with the metadata that came along. */
export function unary(stub, method, request, metadata = new grpcJs.Metadata(), options = {}) {
  return new Promise((resolve) => {
    const outcome = {};
    const call = stub[method](request, metadata, options, (error, answer) => {
      outcome.error = error;
      outcome.answer = answer;
    });
    call.on('metadata', (headers) => (outcome.headers = headers));
    call.on('status', (status) => resolve({...outcome, status}));
  });
}

/** A server stream as an async iterator of messages; `status` settles when the stream has ended, and never rejects. */
export function stream(stub, method, request, metadata = new grpcJs.Metadata(), options = {}) {
  const call = stub[method](request, metadata, options);
  const status = new Promise((resolve) => call.on('status', resolve));
  call.on('error', () => {});
  return {messages: call[Symbol.asyncIterator](), cancel: () => call.cancel(), status};
}

/** All messages of a stream and how it ended. By events: an async iterator drops what it has buffered when an error comes. */
export async function collect(stub, method, request, metadata = new grpcJs.Metadata(), options = {}) {
  const received = [];
  const call = stub[method](request, metadata, options);
  const status = new Promise((resolve) => call.on('status', resolve));
  const drained = new Promise((resolve) => call.on('end', resolve));
  call.on('data', (message) => received.push(message)).on('error', () => {});
  await drained;
  return {received, status: await status};
}
