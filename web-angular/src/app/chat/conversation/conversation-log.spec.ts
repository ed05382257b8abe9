import {render} from '../../../testing/rendered';
import {failure, progress, turn} from '../../../testing/chat-samples';
import {ConversationLog} from './conversation-log';

describe('ConversationLog', () => {
  it('welcomes with questions to begin with', async () => {
    const {button, fixture, text} = await render(ConversationLog, {
      turns: [],
      starters: ['Viewers now'],
      link: 'ready',
    });
    const asked: string[] = [];
    fixture.componentInstance.asked.subscribe((question) => asked.push(question));
    expect(text('app-welcome')).toContain('Ask about your viewers');
    button('Viewers now').click();
    expect(asked).toEqual(['Viewers now']);
  });

  it('holds the place of the questions while it connects', async () => {
    const {all} = await render(ConversationLog, {turns: [], link: 'connecting'});
    expect(all('.bone').length).toBeGreaterThan(0);
  });

  it('says what a person needs to hear, once, and no progress', async () => {
    const asking = turn(1, 'viewers', {outcome: {kind: 'asking', progress: progress({bytesScanned: 1})}});
    const {text, set} = await render(ConversationLog, {turns: [asking], link: 'ready'});
    expect(text('[role=status]')).toBe('Working on it.');
    await set({turns: [{...asking, outcome: {kind: 'asking', progress: progress({bytesScanned: 2})}}]});
    expect(text('[role=status]')).toBe('Working on it.');
    await set({turns: [turn(1, 'viewers')]});
    expect(text('[role=status]')).toBe('Answer: About viewers');
    await set({turns: [{...asking, outcome: {kind: 'failed', failure: failure()}}]});
    expect(text('[role=status]')).toBe('The engine gave up.');
  });

  it('shows the newest turns and the earlier ones on demand', async () => {
    const turns = Array.from({length: 50}, (_, index) => turn(index, `question ${index}`));
    const {all, button, fixture} = await render(ConversationLog, {turns, link: 'ready'});
    expect(all('app-turn-view')).toHaveLength(20);
    button('Show earlier questions (30)').click();
    await fixture.whenStable();
    expect(all('app-turn-view')).toHaveLength(40);
  });

  it('stands still when one scrolls up, until one goes back', async () => {
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(2_000);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500);
    vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockReturnValue(1_800);
    const {element, button, fixture, all} = await render(ConversationLog, {turns: [turn(1, 'viewers')], link: 'ready'});
    const scroller = element.querySelector<HTMLElement>('[role=log]')!;
    const scrollTo = async (top: number) => {
      scroller.scrollTop = top;
      scroller.dispatchEvent(new Event('scroll'));
      await fixture.whenStable();
    };
    await scrollTo(1_490);
    expect(all('.newest')).toHaveLength(0);
    await scrollTo(300);
    expect(all('.newest'), 'nobody scrolled').toHaveLength(0);
    expect(scroller.scrollTop).toBe(1_500);
    scroller.dispatchEvent(new WheelEvent('wheel', {deltaY: -100}));
    await scrollTo(300);
    button('Newest answer').click();
    await fixture.whenStable();
    expect(scroller.scrollTop).toBe(1_500);
    expect(all('.newest')).toHaveLength(0);
    vi.restoreAllMocks();
  });
});
