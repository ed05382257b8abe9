import {BackOff} from './back-off';

describe('BackOff', () => {
  it('doubles up to fifteen seconds and starts again after a reset', () => {
    const backOff = new BackOff(() => 1);
    const delays = Array.from({length: 8}, () => backOff.nextDelayMs());
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    backOff.reset();
    expect(backOff.nextDelayMs()).toBe(500);
  });

  it('spreads over the upper half', () => {
    expect(new BackOff(() => 0).nextDelayMs()).toBe(250);
    expect(new BackOff(() => 0.5).nextDelayMs()).toBe(375);
  });
});
