import {render} from '../../testing/rendered';
import type {FeedGap} from '../live/view';
import {FeedGapView} from './feed-gap';

describe('FeedGapView', () => {
  const gap: FeedGap = {
    gap: 'unconnected',
    eventId: 'gap-1',
    atMs: new Date(2026, 0, 1, 12, 0, 5).getTime(),
    untilMs: new Date(2026, 0, 1, 12, 1, 20).getTime(),
    missed: 0,
  };

  it('says since when and until when events may be missing', async () => {
    const {text} = await render(FeedGapView, {gap});
    expect(text()).toBe('Connection lost: events may be missing12:00:05 – 12:01:20 · counted in every number');
  });

  it('says how many the service left out', async () => {
    const {text} = await render(FeedGapView, {gap: {...gap, gap: 'slow', missed: 1_234}});
    expect(text('.what')).toBe('1,234 events not shown: faster than this page');
  });
});
