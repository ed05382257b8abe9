import {age, count, decimal, label, share, shortCount} from './numbers';

describe('numbers', () => {
  it('writes counts exactly', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(shortCount(9_999)).toBe('9,999');
    expect(shortCount(1_234_567)).toBe('1.2M');
  });

  it('keeps a digit of small shares', () => {
    expect(share(1, 1_000)).toBe('0.1 %');
    expect(share(1, 3)).toBe('33 %');
    expect(share(0, 3)).toBe('0 %');
    expect(share(1, 0)).toBe('–');
  });

  it('writes a dash for what is not defined', () => {
    expect(decimal(undefined, 2)).toBe('–');
    expect(decimal(0, 2)).toBe('0.00');
  });

  it('writes ages as exactly as they are read', () => {
    expect([0, 59, 60, 3_599, 3_600].map(age)).toEqual(['0 s', '59 s', '1 min', '59 min', '1 h']);
  });

  it('writes the vocabulary as people do', () => {
    expect(['tv', 'quality_change', 'HD', 'ad_break'].map(label)).toEqual(['TV', 'Quality change', 'HD', 'Ad break']);
  });
});
