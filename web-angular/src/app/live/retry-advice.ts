import {fromBinary} from '@bufbuild/protobuf';
import {BinaryReader, WireType} from '@bufbuild/protobuf/wire';
import {DurationSchema} from '@bufbuild/protobuf/wkt';
import type {ConnectError} from '@connectrpc/connect';

const retryInfo = 'google.rpc.RetryInfo';
/** Longer advice than this would leave a page dead that somebody looks at. */
const longestMs = 60_000;

/** How long the service asks to be left alone before the next attempt, milliseconds; 0 without advice. */
export function retryAdviceMs(error: ConnectError): number {
  for (const detail of error.details) {
    if ('type' in detail && detail.type === retryInfo) {
      return Math.min(delayOf(detail.value), longestMs);
    }
  }
  return 0;
}

/** Reads `google.rpc.RetryInfo`, whose only field is `retry_delay = 1`; a detail that cannot be read is no advice. */
function delayOf(bytes: Uint8Array): number {
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      if (field === 1 && type === WireType.LengthDelimited) {
        const {seconds, nanos} = fromBinary(DurationSchema, reader.bytes());
        return Math.max(0, Number(seconds) * 1_000 + Math.ceil(nanos / 1e6));
      }
      reader.skip(type, field);
    }
  } catch {
    // Somebody else's bytes.
  }
  return 0;
}
