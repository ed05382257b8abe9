import {render} from '../../testing/rendered';
import {connecting, health, live, stale} from '../../testing/samples';
import {DataHealth} from './data-health';

describe('DataHealth', () => {
  it('says that the data is complete, and by which numbers', async () => {
    const {text} = await render(DataHealth, {health: health(), status: live});
    expect(text('.verdict')).toContain('Data is complete');
    for (const part of ['3 messages', '1,234,567', 'Invalid', 'Late', 'Duplicates', '8 of 8']) {
      expect(text('.facts')).toContain(part);
    }
  });

  it('says that the lag is unknown when it is', async () => {
    const {text} = await render(DataHealth, {health: health({lagMessages: undefined}), status: live});
    expect(text('.facts')).toContain('unknown');
  });

  it.each([
    [{stalePartitions: 2}, '2 of 8 partitions stand still'],
    [{pausedPartitions: 1}, 'Counting is slower than the stream'],
    [{overflowed: 5}, 'Some values are counted as “other”'],
  ])('warns about %o', async (overrides, words) => {
    const {text, element} = await render(DataHealth, {health: health(overrides), status: live});
    expect(text('.verdict')).toContain(words);
    expect(element.querySelector('.verdict')!.classList).toContain('bad');
  });

  it('tells what the feed left out', async () => {
    const {text} = await render(DataHealth, {health: health(), status: live, leftOut: {dropped: 7, sampledOut: 1_200}});
    expect(text('.facts')).toContain('Feed sampled out1,200');
    expect(text('.facts')).toContain('Feed dropped7');
  });

  it('names the reasons of invalid messages', async () => {
    const {text} = await render(DataHealth, {health: health(), status: live});
    expect(text('app-definition')).toContain('Truncated json: 4');
  });

  it('does not call old data complete', async () => {
    const {text} = await render(DataHealth, {health: health(), status: stale});
    expect(text('.verdict')).toContain('12 s old');
    expect(text('.verdict')).not.toContain('complete');
  });

  it('holds its place while connecting', async () => {
    const {all} = await render(DataHealth, {health: undefined, status: connecting});
    expect(all('.skeleton')).toHaveLength(1);
  });
});
