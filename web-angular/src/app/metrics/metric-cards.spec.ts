import {connecting, live, metrics, stale} from '../../testing/samples';
import {render} from '../../testing/rendered';
import {MetricCards} from './metric-cards';

describe('MetricCards', () => {
  const viewers = {activeViewers: 12_345, activeSessions: 13_000};
  const card = (element: HTMLElement, name: string) =>
    element.querySelector(`section[aria-label="${name}"]`)!.textContent!.replace(/\s+/g, ' ');

  it('shows each number with its unit and what it is made of', async () => {
    const {element} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    expect(card(element, 'Active viewers')).toContain('12,345');
    expect(card(element, 'Active viewers')).toContain('13,000 sessions');
    expect(card(element, 'Events per second')).toContain('41.3 /s');
    expect(card(element, 'Events per second')).toContain('12,345 in the last 5 minutes');
    expect(card(element, 'Error rate')).toContain('0.81 %');
    expect(card(element, 'Error rate')).toContain('100 of 12,345 events');
    expect(card(element, 'Average bandwidth')).toContain('17.4 Mbit/s');
    expect(card(element, 'Average bandwidth')).toContain('9,000 measurements');
  });

  it('judges the error rate in words', async () => {
    const {element, set} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    expect(card(element, 'Error rate')).toContain('Normal');
    await set({metrics: metrics({errorRatePercent: 2})});
    expect(card(element, 'Error rate')).toContain('Elevated');
    await set({metrics: metrics({errorRatePercent: 7.5})});
    expect(card(element, 'Error rate')).toContain('High');
  });

  it('shows a dash without a unit where a number is not defined', async () => {
    const without = metrics({events: 0, errors: 0, errorRatePercent: undefined, averageBandwidthMbps: undefined});
    const {element} = await render(MetricCards, {metrics: without, viewers, status: live});
    expect(card(element, 'Error rate')).toContain('–');
    expect(card(element, 'Error rate')).not.toContain('– %');
    expect(card(element, 'Average bandwidth')).not.toContain('– Mbit/s');
  });

  it('gives every card a definition that names the window', async () => {
    const {element, all} = await render(MetricCards, {metrics: metrics({window: '1h'}), viewers, status: live});
    const buttons = all('app-definition button');
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      'What Active viewers means',
      'What Events per second means',
      'What Error rate means',
      'What Average bandwidth means',
    ]);
    const description = element.querySelector(`#${buttons[2]!.getAttribute('aria-describedby')}`);
    expect(description!.textContent).toContain('share of all events in the last hour');
  });

  it('holds the place of its numbers while connecting', async () => {
    const {all, element} = await render(MetricCards, {metrics: undefined, viewers: undefined, status: connecting});
    expect(all('.skeleton')).toHaveLength(8);
    expect(all('[aria-busy=true]')).toHaveLength(4);
    expect(element.querySelector('[data-testid=value]')).toBeNull();
  });

  it('keeps old numbers and says how old they are', async () => {
    const {element} = await render(MetricCards, {metrics: metrics(), viewers, status: stale});
    expect(card(element, 'Active viewers')).toContain('12,345');
    expect(card(element, 'Active viewers')).toContain('12 s old');
  });
});
