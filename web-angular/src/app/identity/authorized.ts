import type {DescMessage} from '@bufbuild/protobuf';
import type {StreamResponse, Transport} from '@connectrpc/connect';
import type {CallErrors} from './call-errors';

/** In whose name the page calls. */
export interface Caller {
  /** A token that holds and is another one than `refused`. */
  bearer(refused?: string): Promise<string>;
  readonly errors: CallErrors;
  /** A service refuses a token that was new. */
  notAccepted(token: string, why: string): void;
}

/**
 * Calls as `caller`. A token that the service refuses is renewed once; the refusal of a new one is the caller's to know. `call`
 * gets the headers and fails with UNAUTHENTICATED where its token was refused.
 */
export async function calledAs<T>(caller: Caller, call: (headers: Record<string, string>) => Promise<T>): Promise<T> {
  const token = await caller.bearer();
  try {
    return await call(headersOf(token));
  } catch (error) {
    if (caller.errors.refusal(error) === undefined) {
      throw error;
    }
  }
  const renewed = await caller.bearer(token);
  try {
    return await call(headersOf(renewed));
  } catch (error) {
    const refusal = caller.errors.refusal(error);
    if (refusal !== undefined) {
      caller.notAccepted(renewed, refusal);
    }
    throw error;
  }
}

/** Lets every call of a transport be made as `caller`. What takes time to get a token is not the call's. */
export function authorized(transport: Transport, caller: Caller): Transport {
  return {
    unary: (method, signal, timeoutMs, header, input, context) =>
      calledAs(caller, (headers) =>
        transport.unary(method, signal, timeoutMs, together(header, headers), input, context),
      ),
    async stream(method, signal, timeoutMs, header, input, context) {
      const messages = await gathered(input);
      return calledAs(caller, async (headers) =>
        begun(await transport.stream(method, signal, timeoutMs, together(header, headers), each(messages), context)),
      );
    },
  };
}

/** A refusal may come in the place of the first message: until there is one, the call may have to be made again. */
async function begun<I extends DescMessage, O extends DescMessage>(
  response: StreamResponse<I, O>,
): Promise<StreamResponse<I, O>> {
  const messages = response.message[Symbol.asyncIterator]();
  const first = await messages.next();
  return {
    ...response,
    message: (async function* () {
      if (!first.done) {
        yield first.value;
        yield* {[Symbol.asyncIterator]: () => messages};
      }
    })(),
  };
}

async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function headersOf(token: string): Record<string, string> {
  return {Authorization: `Bearer ${token}`};
}

function together(header: HeadersInit | undefined, more: Record<string, string>): Headers {
  const headers = new Headers(header);
  Object.entries(more).forEach(([name, value]) => headers.set(name, value));
  return headers;
}
