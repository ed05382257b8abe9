import {TestBed} from '@angular/core/testing';
import {answer, column, measure, rowsOf} from '../../../testing/chat-samples';
import {FakeChatClient} from '../../../testing/fake-chat-client';
import {render} from '../../../testing/rendered';
import {CHART_DRAWING, type ChartDrawing} from '../chart/chart-drawing';
import {RowsGone} from '../model/answer-rows';
import {CHAT_CLIENT} from '../wire/chat-client';
import {AnswerResult} from './answer-result';

describe('AnswerResult', () => {
  const drawn: string[] = [];
  const drawing: ChartDrawing = {
    draw: (kind, data) => drawn.push(`${kind} ${data.categories.join()}`),
    resize: () => {},
    dispose: () => drawn.push('disposed'),
  };
  beforeEach(() => {
    drawn.length = 0;
    TestBed.configureTestingModule({
      providers: [
        {provide: CHAT_CLIENT, useValue: new FakeChatClient()},
        {provide: CHART_DRAWING, useValue: () => Promise.resolve(() => drawing)},
      ],
    });
  });
  const rows = [
    ['tv', 7],
    ['web', 5],
  ];
  const bars = answer({
    columns: [column('device_type', {title: 'Device'}), measure('errors', {title: 'Errors'})],
    rowCount: 2,
    chart: {kind: 'bar', x: 'device_type', y: ['errors'], series: '', reason: 'Ranking'},
  });
  const radio = (all: (selector: string) => HTMLElement[], name: string) =>
    all('input').find((input) => input.parentElement!.textContent!.includes(name)) as HTMLInputElement;

  it('draws what the planner chose and its twin on demand', async () => {
    const {all, element, fixture} = await render(AnswerResult, {answer: bars, rows: rowsOf(rows)});
    await fixture.whenStable();
    expect(drawn).toEqual(['bar TV,Web']);
    expect(element.querySelector('[role=img]')!.getAttribute('aria-label')).toContain('highest 7 (TV)');
    radio(all, 'Donut').click();
    await fixture.whenStable();
    expect(drawn.at(-1)).toBe('donut TV,Web');
    radio(all, 'Table').click();
    await fixture.whenStable();
    expect(all('app-answer-table')).toHaveLength(1);
    expect(drawn.at(-1)).toBe('disposed');
  });

  it('says what a comparison comes to beside its picture', async () => {
    const compared = answer({
      columns: [
        column('period'),
        measure('errors', {title: 'Errors'}),
        measure('change_percent', {type: 'real', unit: '%'}),
      ],
      rowCount: 2,
      chart: {kind: 'bar', x: 'period', y: ['errors'], series: '', reason: 'Ranking'},
    });
    const {element, fixture} = await render(AnswerResult, {
      answer: compared,
      rows: rowsOf([
        ['today', 12, 20],
        ['yesterday', 10, undefined],
      ]),
    });
    await fixture.whenStable();
    expect(element.querySelector('.change')!.textContent).toBe('+20 % from yesterday to today');
  });

  it('says that no anomaly was found, and where it was looked for', async () => {
    const reading = [
      {kind: 'analysis', text: 'Anomalies'},
      {kind: 'measure', text: 'Error rate'},
      {kind: 'grain', text: 'By hour'},
      {kind: 'time', text: 'Monday'},
    ];
    const asked = answer({text: 'Anomalies of error rate by hour, Monday.', reading});
    const {text, set} = await render(AnswerResult, {answer: asked, rows: rowsOf([])});
    expect(text('.none')).toBe('No anomaly was found. Checked: error rate, by hour, Monday.');
    await set({answer: answer({reading: reading.slice(1)})});
    expect(text('.none')).toBe('No rows: nothing matches this reading.');
  });

  it('brings the rows of an answer from the history, and then draws it', async () => {
    const restored = rowsOf([], 2, () => Promise.resolve(rows));
    const {all, fixture} = await render(AnswerResult, {answer: bars, rows: restored});
    await fixture.whenStable();
    expect(all('app-answer-chart')).toHaveLength(1);
    expect(drawn).toEqual(['bar TV,Web']);
  });

  it('says that rows are no longer kept', async () => {
    const gone = rowsOf([], 2, () => Promise.reject(new RowsGone('gone')));
    const {text, fixture} = await render(AnswerResult, {answer: bars, rows: gone});
    await fixture.whenStable();
    expect(text()).toContain('no longer kept');
  });

  it('fetches again what could not be fetched', async () => {
    let works = false;
    const flaky = rowsOf([], 2, () => (works ? Promise.resolve(rows) : Promise.reject(new Error('broken'))));
    const {button, fixture, all} = await render(AnswerResult, {answer: bars, rows: flaky});
    await fixture.whenStable();
    works = true;
    button('Fetch again').click();
    await fixture.whenStable();
    expect(all('app-answer-chart')).toHaveLength(1);
  });

  it('copies every row', async () => {
    const written: string[] = [];
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: {writeText: (text: string) => Promise.resolve(written.push(text))},
    });
    const {button, fixture, text} = await render(AnswerResult, {answer: bars, rows: rowsOf(rows)});
    button('Copy').click();
    await fixture.whenStable();
    expect(written).toEqual(['Device\tErrors\ntv\t7\nweb\t5']);
    expect(text('app-copy-button')).toContain('Copied');
  });
});
