import {slice} from '../../testing/samples';
import {inKnownOrder, knownQualities} from './known-values';

describe('inKnownOrder', () => {
  const names = (values: ReturnType<typeof inKnownOrder>) =>
    values.map(({name, slice}) => `${name} ${slice ? slice.activeViewers : '–'}`);

  it('keeps the vocabulary’s order and puts the unknown last', () => {
    const slices = [slice('other', 1), slice('SD', 2), slice('4K', 3), slice('HD', 0)];
    expect(names(inKnownOrder(slices, knownQualities))).toEqual(['4K 3', 'HD 0', 'SD 2', 'other 1']);
  });

  it('keeps what is left out choosable, also when the service says 0 of it', () => {
    expect(names(inKnownOrder([slice('HD', 5), slice('SD', 0)], knownQualities, ['HD']))).toEqual([
      '4K –',
      'HD 5',
      'SD –',
    ]);
  });

  it('does without an unknown value that is empty', () => {
    expect(inKnownOrder([slice('other', 0)], knownQualities)).toHaveLength(3);
  });
});
