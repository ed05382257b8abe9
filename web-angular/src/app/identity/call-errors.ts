import {Code, ConnectError} from '@connectrpc/connect';

/**
 * How calls fail, for what is loaded only where there is a sign-in: if that imported the library of the calls by itself, the first
 * load would come in more and larger pieces for everybody.
 */
export const callErrors = {
  /** What a service said of a token that it does not take; undefined for every other failure. */
  refusal(error: unknown): string | undefined {
    const {code, rawMessage} = ConnectError.from(error);
    return code === Code.Unauthenticated ? rawMessage : undefined;
  },
  unauthenticated(text: string): Error {
    return new ConnectError(text, Code.Unauthenticated);
  },
  unavailable(text: string): Error {
    return new ConnectError(text, Code.Unavailable);
  },
};
export type CallErrors = typeof callErrors;
