import {failure} from '../../../testing/chat-samples';
import {render} from '../../../testing/rendered';
import {FailureCard} from './failure-card';

describe('FailureCard', () => {
  it('says what happened and lets one try again only where that may help', async () => {
    const {text, all, button, set, fixture} = await render(FailureCard, {failure: failure({kind: 'limit'})});
    expect(text('.title')).toBe('A limit was reached');
    expect(all('button')).toHaveLength(0);
    let retried = 0;
    fixture.componentInstance.retried.subscribe(() => retried++);
    await set({failure: failure({kind: 'unavailable', retryable: true})});
    button('Try again').click();
    expect(retried).toBe(1);
    await set({busy: true});
    expect(button('Try again').disabled).toBe(true);
  });

  it('is calm about what one stopped oneself', async () => {
    const {text, all} = await render(FailureCard, {failure: failure({kind: 'cancelled', retryable: true})});
    expect(text('.title')).toBe('Stopped');
    expect(text('button')).toBe('Ask again');
    expect(all('.calm')).toHaveLength(1);
  });

  it('shows the statement that failed on demand', async () => {
    const {button, text, fixture} = await render(FailureCard, {failure: failure({sql: 'SELECT x'})});
    button('Show SQL').click();
    await fixture.whenStable();
    expect(text('pre')).toBe('SELECT x');
  });
});
