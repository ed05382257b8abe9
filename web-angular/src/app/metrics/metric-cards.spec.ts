import {connecting, live, metrics, stale} from '../../testing/samples';
import {render} from '../../testing/rendered';
import {nothingSelected} from '../filters/selection';
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
    expect(card(element, 'Events per second')).toContain('12,345 in the last 5 min');
    expect(card(element, 'Error rate')).toContain('0.81 %');
    expect(card(element, 'Error rate')).toContain('100 of 12,345 events');
    expect(card(element, 'Average bandwidth')).toContain('17.4 Mbit/s');
    expect(card(element, 'Average bandwidth')).toContain('9,000 measurements');
  });

  it('shows start-up percentiles and rebuffering with what they are made of', async () => {
    const {element} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    expect(card(element, 'Start-up p95')).toContain('2.40 s');
    expect(card(element, 'Start-up p95')).toContain('p50 0.82 s · 1,204 starts');
    expect(card(element, 'Rebuffering ratio')).toContain('0.40 %');
    expect(card(element, 'Rebuffering ratio')).toContain('2 min of 6.3 h watched');
  });

  it('compares each number with the window before it, good and bad told apart', async () => {
    const trends = {activeViewers: [{atMs: 0, value: 10_000}]};
    const {element} = await render(MetricCards, {metrics: metrics(), viewers, status: live, trends});
    expect(card(element, 'Active viewers')).toContain('up 23 % vs 5 min ago');
    expect(card(element, 'Events per second')).toContain('up 12 % vs prior 5 min');
    expect(card(element, 'Error rate')).toContain('down 0.50 pts vs prior 5 min');
    expect(card(element, 'Average bandwidth')).toContain('down 3.6 % vs prior 5 min');
    expect(card(element, 'Rebuffering ratio')).toContain('Steady vs prior 5 min');
    const tone = (name: string) => element.querySelector(`section[aria-label="${name}"] .change`)!.className;
    expect(tone('Error rate')).toContain('good');
    expect(tone('Average bandwidth')).toContain('bad');
    expect(tone('Events per second')).toContain('neutral');
  });

  it('compares with nothing while the window before is not known', async () => {
    const {all} = await render(MetricCards, {metrics: metrics({before: undefined}), viewers, status: live});
    expect(all('.before')).toHaveLength(0);
  });

  it('says how much of the window is counted, and judges no rebuffering before that is all of it', async () => {
    const young = metrics({before: undefined, countedMs: 40_000, rebufferingRatioPercent: 5.7, errorRatePercent: 7});
    const {element, set} = await render(MetricCards, {metrics: young, viewers, status: live});
    expect(card(element, 'Rebuffering ratio')).toContain('5.70 %');
    expect(card(element, 'Rebuffering ratio')).toContain('Too early');
    expect(card(element, 'Rebuffering ratio')).not.toContain('High');
    expect(element.querySelector('section[aria-label="Rebuffering ratio"] .bad')).toBeNull();
    expect(card(element, 'Rebuffering ratio')).toContain('40 s of 5 min counted so far');
    expect(card(element, 'Error rate')).toContain('High');
    expect(card(element, 'Active viewers')).not.toContain('counted so far');
    await set({metrics: {...young, countedMs: 300_000}});
    expect(card(element, 'Rebuffering ratio')).toContain('High');
    expect(card(element, 'Rebuffering ratio')).not.toContain('counted so far');
  });

  it('gives no number that an event type filter would make say something else', async () => {
    const trends = {activeViewers: [{atMs: 0, value: 10_000}]};
    const {element, set} = await render(MetricCards, {
      metrics: metrics({errorRatePercent: 100}),
      viewers,
      status: live,
      trends,
    });
    expect(card(element, 'Error rate')).toContain('High');
    await set({selection: {...nothingSelected, eventType: ['error']}});
    for (const name of ['Active viewers', 'Error rate', 'Rebuffering ratio']) {
      expect(card(element, name)).toContain('–');
      expect(card(element, name)).toContain('not meaningful with an event type filter');
      const shown = (part: string) => element.querySelector(`section[aria-label="${name}"] ${part}`);
      expect(shown('.figures')!.textContent).not.toMatch(/\d|%|vs/);
      expect(shown('.verdict')).toBeNull();
      expect(shown(':is(.good, .warning, .bad)')).toBeNull();
    }
    expect(card(element, 'Events per second')).toContain('41.3 /s');
    expect(card(element, 'Average bandwidth')).toContain('17.4 Mbit/s');
  });

  it('marks the number that no filter narrows', async () => {
    const {element, set} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    expect(card(element, 'Start-up p95')).not.toContain('all events ·');
    await set({selection: {...nothingSelected, device: ['tv']}});
    expect(card(element, 'Start-up p95')).toContain('all events · p50 0.82 s · 1,204 starts');
    expect(card(element, 'Active viewers')).toContain('12,345');
  });

  it('asks for the events behind a number', async () => {
    const {button, fixture} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    const asked: string[] = [];
    fixture.componentInstance.narrowed.subscribe((type) => asked.push(type));
    button('Narrow the board to errors').click();
    button('Narrow the board to starts').click();
    button('Narrow the board to stalls').click();
    expect(asked).toEqual(['error', 'start', 'buffer']);
  });

  it('judges by the bands that one chooses', async () => {
    localStorage.clear();
    const {button, element, fixture} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    expect(card(element, 'Error rate')).toContain('Normal');
    button('Change the bands of Error rate').click();
    await fixture.whenStable();
    const dialog = document.querySelector('[role=dialog]')!;
    const [warning, critical] = [...dialog.querySelectorAll('input')];
    for (const [input, text] of [
      [warning!, '0.5'],
      [critical!, '0.8'],
    ] as const) {
      input.value = text;
      input.dispatchEvent(new Event('input'));
    }
    await fixture.whenStable();
    dialog.querySelector<HTMLButtonElement>('[type=submit]')!.click();
    await fixture.whenStable();
    expect(document.querySelector('[role=dialog]')).toBeNull();
    expect(card(element, 'Error rate')).toContain('High');
    expect(button('What Error rate means').getAttribute('aria-describedby')).toBeTruthy();
    expect(element.textContent).toContain('Warning from 0.5 %, critical from 0.8 %.');
    localStorage.clear();
  });

  it('shows the trends as a table on demand', async () => {
    const {element, set} = await render(MetricCards, {metrics: metrics(), viewers, status: live});
    expect(element.querySelector('app-trend-table')).toBeNull();
    await set({asTable: true});
    expect(element.querySelector('app-trend-table table')).not.toBeNull();
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
      'What Start-up p95 means',
      'What Rebuffering ratio means',
    ]);
    const description = element.querySelector(`#${buttons[2]!.getAttribute('aria-describedby')}`);
    expect(description!.textContent).toContain('share of all events in the last hour');
  });

  it('holds the place of its numbers while connecting', async () => {
    const {all, element} = await render(MetricCards, {metrics: undefined, viewers: undefined, status: connecting});
    expect(all('.skeleton')).toHaveLength(12);
    expect(all('[aria-busy=true]')).toHaveLength(6);
    expect(element.querySelector('[data-testid=value]')).toBeNull();
  });

  it('keeps old numbers and says how old they are', async () => {
    const {element} = await render(MetricCards, {metrics: metrics(), viewers, status: stale});
    expect(card(element, 'Active viewers')).toContain('12,345');
    expect(card(element, 'Active viewers')).toContain('12 s old');
  });
});
