import {render} from '../../testing/rendered';
import {Sparkline} from './sparkline';

describe('Sparkline', () => {
  const trend = (...values: (number | undefined)[]) => values.map((value, index) => ({atMs: index * 5_000, value}));

  it('draws a line through every step but the one that is not over', async () => {
    const {element} = await render(Sparkline, {trend: trend(1, 5, 3, 99)});
    const line = element.querySelector('.line')!.getAttribute('d')!;
    expect(line.split('L')).toHaveLength(3);
    expect(line.startsWith('M0.00,')).toBe(true);
    expect(line).toContain('L100.00,');
  });

  it('leaves out steps without a value', async () => {
    const {element} = await render(Sparkline, {trend: trend(1, undefined, 3, 4, 0)});
    expect(element.querySelector('.line')!.getAttribute('d')!.split('L')).toHaveLength(3);
  });

  it('draws nothing from less than two values', async () => {
    const {element, set} = await render(Sparkline, {trend: undefined});
    expect(element.querySelector('svg')).toBeNull();
    await set({trend: trend(4, 5)});
    expect(element.querySelector('svg')).toBeNull();
  });

  it('waits calmly for a metric that is not known yet', async () => {
    const {element} = await render(Sparkline, {trend: trend(undefined, undefined, 4, 5)});
    expect(element.querySelector('.line')).toBeNull();
    expect(element.querySelector('.unknown')!.getAttribute('d')).toBe('M0,16L100,16');
  });

  it('grows from what is not known, without stretching what is', async () => {
    const {element} = await render(Sparkline, {trend: trend(undefined, undefined, undefined, 4, 5, 9)});
    expect(element.querySelector('.line')!.getAttribute('d')).toMatch(/^M75\.00,/);
    expect(element.querySelector('.unknown')!.getAttribute('d')).toMatch(/^M0,.*L75\.00,/);
  });

  it('draws a quiet metric as a quiet line', async () => {
    const {element} = await render(Sparkline, {trend: trend(1_000, 1_001, 1_000, 0)});
    const heights = element
      .querySelector('.line')!
      .getAttribute('d')!
      .slice(1)
      .split('L')
      .map((p) => Number(p.split(',')[1]));
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
  });
});
