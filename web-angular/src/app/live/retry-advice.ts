import {BinaryReader, WireType} from '@bufbuild/protobuf/wire';
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
        return Math.max(0, milliseconds(new BinaryReader(reader.bytes())));
      }
      reader.skip(type, field);
    }
  } catch {
    // Somebody else's bytes.
  }
  return 0;
}

/**
 * Reads `google.protobuf.Duration`: `int64 seconds = 1`, `int32 nanos = 2`. By hand, since its generated class would bring the
 * descriptors of the well-known types into the first load.
 */
function milliseconds(duration: BinaryReader): number {
  let [seconds, nanos] = [0, 0];
  while (duration.pos < duration.len) {
    const [field, type] = duration.tag();
    if (field === 1 && type === WireType.Varint) {
      seconds = Number(duration.int64());
    } else if (field === 2 && type === WireType.Varint) {
      nanos = duration.int32();
    } else {
      duration.skip(type, field);
    }
  }
  return seconds * 1_000 + Math.ceil(nanos / 1e6);
}
