import {render} from '../../../testing/rendered';
import {failure, progress, turn} from '../../../testing/chat-samples';
import {TurnView} from './turn-view';

describe('TurnView', () => {
  it('shows the question with its time and the filters it was about', async () => {
    const asked = turn(1, 'How many?', {bound: {device_type: ['tv'], quality: ['HD']}, askedAtMs: Date.now()});
    const {text, element} = await render(TurnView, {turn: asked});
    expect(text('h3')).toBe('You asked: How many?');
    expect(text('.meta')).toContain('Device TV, Quality HD');
    expect(element.querySelector('time')!.textContent).toMatch(/^\d\d:\d\d$/);
  });

  it('dates a question of another day', async () => {
    const {text} = await render(TurnView, {turn: turn(1, 'How many?', {askedAtMs: Date.UTC(2026, 2, 18, 12)})});
    expect(text('time')).toContain('18 Mar');
  });

  it('goes from progress to failure and lets one try again', async () => {
    const asking = turn(1, 'How many?', {outcome: {kind: 'asking', progress: progress()}});
    const {set, button, fixture} = await render(TurnView, {turn: asking});
    let cancelled = 0;
    let retried = 0;
    fixture.componentInstance.cancelled.subscribe(() => cancelled++);
    fixture.componentInstance.retried.subscribe(() => retried++);
    button('Cancel').click();
    await set({turn: {...asking, outcome: {kind: 'failed', failure: failure({retryable: true})}}});
    button('Try again').click();
    expect([cancelled, retried]).toEqual([1, 1]);
  });
});
