import {TestBed} from '@angular/core/testing';
import {answer, column, measure, rowsOf} from '../../../testing/chat-samples';
import {FakeChatClient} from '../../../testing/fake-chat-client';
import {render} from '../../../testing/rendered';
import {CHAT_CLIENT} from '../wire/chat-client';
import {AnswerCard} from './answer-card';

describe('AnswerCard', () => {
  beforeEach(() => {
    TestBed.configureTestingModule({providers: [{provide: CHAT_CLIENT, useValue: new FakeChatClient()}]});
  });
  const number = answer({
    text: 'Average buffering rate, last 7 days',
    columns: [measure('buffering_rate', {title: 'Buffering rate', type: 'real', unit: '%'})],
    rowCount: 1,
    reading: [
      {kind: 'measure', text: 'Buffering rate'},
      {kind: 'time', text: 'Last 7 days'},
    ],
    definitions: [{measure: 'buffering_rate', name: 'Buffering rate', text: 'Stalls per session.', unit: ''}],
    assumptions: ['No time was named: last 7 days.'],
    repairs: [{from: 'bufering', to: 'buffering'}],
    sql: 'SELECT 1',
    suggestions: ['By device'],
    bytesScanned: 48_312_004,
    freshAtMs: Date.UTC(2026, 2, 18, 20, 29, 56),
    atMs: Date.UTC(2026, 2, 18, 20, 30),
    cached: true,
  });

  it('says how it read the question, what it took for granted and what it rests on', async () => {
    const {text, all, button} = await render(AnswerCard, {answer: number, rows: rowsOf([[1.80564]]), isNewest: true});
    expect(all('.chip').map((chip) => chip.dataset['kind'])).toEqual(['measure', 'time']);
    expect(button('What Buffering rate means')).toBeTruthy();
    expect(text('.notes')).toContain('Read “bufering” as “buffering”.');
    expect(text('.notes')).toContain('No time was named: last 7 days.');
    expect(text('app-answer-number')).toContain('1.81 %');
    for (const fact of ['Data up to 20:29:56 UTC', '48 MB read', '125 ms', 'From cache', 'DuckDB']) {
      expect(text('app-answer-facts')).toContain(fact);
    }
  });

  it('shows its SQL on demand', async () => {
    const {all, button, text, fixture} = await render(AnswerCard, {answer: number, rows: rowsOf([[1]])});
    expect(all('pre')).toHaveLength(0);
    button('Show SQL').click();
    await fixture.whenStable();
    expect(text('pre')).toBe('SELECT 1');
    expect(button('Hide SQL').getAttribute('aria-expanded')).toBe('true');
  });

  it('goes on with its suggestions while it is the newest', async () => {
    const {all, set, button, fixture} = await render(AnswerCard, {answer: number, rows: rowsOf([[1]]), isNewest: true});
    const asked: string[] = [];
    fixture.componentInstance.asked.subscribe((question) => asked.push(question));
    button('By device').click();
    expect(asked).toEqual(['By device']);
    await set({busy: true});
    expect(button('By device').disabled).toBe(true);
    await set({isNewest: false});
    expect(all('app-question-buttons')).toHaveLength(0);
  });

  it('asks back with choices', async () => {
    const clarification = answer({
      kind: 'clarification',
      text: 'Which rate?',
      options: [{label: 'Error rate', question: 'error rate, last 7 days'}],
    });
    const {button, fixture, all} = await render(AnswerCard, {answer: clarification, rows: rowsOf([])});
    const asked: string[] = [];
    fixture.componentInstance.asked.subscribe((question) => asked.push(question));
    button('Error rate').click();
    expect(asked).toEqual(['error rate, last 7 days']);
    expect(all('app-answer-result, app-answer-facts')).toHaveLength(0);
  });

  it('refuses with the words it does not know and what would work, also later', async () => {
    const refusal = answer({kind: 'refusal', text: 'No.', unknownWords: ['weather'], suggestions: ['Viewers now']});
    const {text, button} = await render(AnswerCard, {answer: refusal, rows: rowsOf([]), isNewest: false});
    expect(text('.unknown')).toContain('weather');
    expect(button('Viewers now')).toBeTruthy();
  });

  it('ends a refusal in questions that work, also when it names none', async () => {
    const refusal = answer({kind: 'refusal', text: 'Weather is not in the telemetry.'});
    const {button} = await render(AnswerCard, {answer: refusal, rows: rowsOf([]), starters: ['Viewers now']});
    expect(button('Viewers now')).toBeTruthy();
  });

  it('explains', async () => {
    const explanation = answer({
      kind: 'explanation',
      text: 'It is a share.',
      definitions: [{measure: 'error_rate', name: 'Error rate', text: 'errors / events', unit: '%'}],
    });
    const {text, all, set} = await render(AnswerCard, {answer: explanation, rows: rowsOf([])});
    expect(text('dt')).toBe('Error rate in %');
    expect(text('dd')).toBe('errors / events');
    await set({answer: {...explanation, text: 'Error rate: errors / events, in percent.'}});
    expect(all('dd')).toHaveLength(0);
  });

  it('says that nothing matched, and that there was more', async () => {
    const {text, set} = await render(AnswerCard, {answer: answer(), rows: rowsOf([])});
    expect(text('app-answer-result')).toContain('No rows: nothing matches this reading.');
    const many = answer({columns: [column('a'), column('b')], rowCount: 10_000, truncated: true});
    await set({answer: many, rows: rowsOf([['x', 'y']], 10_000)});
    expect(text('app-answer-facts')).toContain('First 10,000 rows');
  });
});
