import {TestBed} from '@angular/core/testing';
import {column, measure} from '../../../testing/chat-samples';
import {render} from '../../../testing/rendered';
import {AnswerChart} from './answer-chart';
import {chartData} from './chart-data';
import {CHART_DRAWING} from './chart-drawing';

describe('AnswerChart', () => {
  const data = (cities: number) =>
    chartData(
      'bar',
      [column('city', {title: 'City'}), measure('viewers', {title: 'Viewers'})],
      Array.from({length: cities}, (_, index) => [`City ${index}`, cities - index]),
      undefined,
    );

  it('says what it shows, and that the table has more', async () => {
    TestBed.configureTestingModule({providers: [{provide: CHART_DRAWING, useValue: () => new Promise(() => {})}]});
    const {text, element} = await render(AnswerChart, {kind: 'bar', data: data(33)});
    expect(element.querySelector('[role=img]')!.getAttribute('aria-label')).toContain('highest 33 (City 0)');
    expect(text('.left-out')).toBe('3 more values in the table.');
  });

  it('names the measure that it draws where the answer has others', async () => {
    TestBed.configureTestingModule({providers: [{provide: CHART_DRAWING, useValue: () => new Promise(() => {})}]});
    const columns = [column('city'), measure('p50', {title: 'Median'}), measure('p99', {title: 'p99'})];
    const {text, set} = await render(AnswerChart, {
      kind: 'bar',
      data: chartData('bar', columns, [['Rome', 1, 2]], undefined),
    });
    expect(text('.left-out')).toBe('Shows Median; p99 in the table.');
    await set({kind: 'groupedBar', data: chartData('groupedBar', columns, [['Rome', 1, 2]], undefined)});
    expect(text()).not.toContain('Shows');
  });

  it('points at the table when the chart library can’t be loaded', async () => {
    const load = () => Promise.reject(new Error('offline'));
    TestBed.configureTestingModule({providers: [{provide: CHART_DRAWING, useValue: load}]});
    const {text, fixture} = await render(AnswerChart, {kind: 'bar', data: data(2)});
    await fixture.whenStable();
    expect(text('.failed')).toContain('The table has every value');
  });
});
