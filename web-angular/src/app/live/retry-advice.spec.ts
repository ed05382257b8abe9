import {create, toBinary} from '@bufbuild/protobuf';
import {BinaryWriter, WireType} from '@bufbuild/protobuf/wire';
import {DurationSchema} from '@bufbuild/protobuf/wkt';
import {Code, ConnectError} from '@connectrpc/connect';
import {adviceToWait} from '../../testing/fake-live-client';
import {retryAdviceMs} from './retry-advice';

describe('retryAdviceMs', () => {
  const withDetail = (value: Uint8Array, type = 'google.rpc.RetryInfo') =>
    Object.assign(new ConnectError('full', Code.ResourceExhausted), {details: [{type, value}]});

  it('reads how long the service asks to be left alone', () => {
    expect(retryAdviceMs(adviceToWait(2_500))).toBe(2_500);
  });

  it('passes over fields that it does not know', () => {
    const duration = toBinary(DurationSchema, create(DurationSchema, {seconds: 3n}));
    const bytes = new BinaryWriter().tag(7, WireType.Varint).uint32(4).tag(1, WireType.LengthDelimited).bytes(duration);
    expect(retryAdviceMs(withDetail(bytes.finish()))).toBe(3_000);
  });

  it.each([
    ['no detail', new ConnectError('gone', Code.Unavailable)],
    ['another detail', withDetail(new Uint8Array([10, 0]), 'google.rpc.QuotaFailure')],
    ['bytes that are cut off', withDetail(new Uint8Array([10, 9, 8]))],
    ['an empty one', withDetail(new Uint8Array())],
  ])('takes %s as no advice', (_, error) => {
    expect(retryAdviceMs(error)).toBe(0);
  });

  it('does not wait for hours', () => {
    expect(retryAdviceMs(adviceToWait(86_400_000))).toBe(60_000);
  });
});
