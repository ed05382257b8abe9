import {render} from '../../testing/rendered';
import {live, stale} from '../../testing/samples';
import {Freshness} from './freshness';

describe('Freshness', () => {
  it('is a quiet dot with a word for those who don’t see it while the numbers are live', async () => {
    const {text, all} = await render(Freshness, {status: live});
    expect(text()).toBe('Live');
    expect(all('svg')).toHaveLength(0);
  });

  it.each(['delayed', 'paused', 'reconnecting', 'offline'] as const)('says %s in words and icon', async (freshness) => {
    const {text, all} = await render(Freshness, {status: {...stale, freshness, note: `${freshness} · 12 s old`}});
    expect(text('.words')).toBe(`${freshness} · 12 s old`);
    expect(text('.short')).toBe('12 s');
    expect(all('.note svg')).toHaveLength(1);
  });

  it('says that part of the stream stands still beside how fresh the rest is', async () => {
    const {all} = await render(Freshness, {status: {...live, partial: '2 of 8 partitions stand still'}});
    expect(all('.dot')).toHaveLength(1);
    expect(all('.partial').map((each) => each.textContent!.trim())).toEqual(['2 of 8 partitions stand still']);
  });
});
