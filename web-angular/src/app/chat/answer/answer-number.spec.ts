import {answer, column, measure, time} from '../../../testing/chat-samples';
import {render} from '../../../testing/rendered';
import {AnswerNumber} from './answer-number';

describe('AnswerNumber', () => {
  it('shows every number of the row with its unit, and what they belong to', async () => {
    const columns = [
      time('hour', {title: 'Hour'}),
      column('device_type', {title: 'Device'}),
      measure('rate', {title: 'Error rate', type: 'real', unit: '%'}),
      measure('events', {title: 'Events'}),
    ];
    const {all, text} = await render(AnswerNumber, {
      answer: answer({columns}),
      row: ['2026-03-18T20:00:00Z', 'tv', 6.4159, 12_345],
    });
    expect(all('.number').map((each) => each.textContent!.replace(/\s+/g, ' ').trim())).toEqual([
      'Error rate 6.42 %',
      'Events 12,345',
    ]);
    expect(text('.about')).toBe('Hour: 18 Mar, 20:00 UTC · Device: TV');
  });

  it('says what a number without a unit counts', async () => {
    const definitions = [{measure: 'r', name: 'Buffering rate', text: 'Stalls per session.', unit: ''}];
    const columns = [measure('r', {title: 'Buffering rate', type: 'real'})];
    const {text, set} = await render(AnswerNumber, {answer: answer({columns, definitions}), row: [1.8]});
    expect(text('.about')).toBe('Stalls per session.');
    await set({answer: answer({columns: [measure('viewers')], definitions}), row: [7]});
    expect(text()).not.toContain('Stalls');
  });

  it('says what a correlation is, and of which two', async () => {
    const definitions = [
      {measure: 'bandwidth', name: 'Average bandwidth', text: 'Bandwidth measured by the player.', unit: 'Mbit/s'},
      {measure: 'buffering_events', name: 'Stalls', text: 'Sum of buffering events.', unit: ''},
    ];
    const columns = [measure('correlation', {title: 'Correlation', type: 'real'})];
    const {text} = await render(AnswerNumber, {answer: answer({columns, definitions}), row: [-0.0676]});
    expect(text('.about')).toContain(
      'Pearson’s r of “Average bandwidth” and “Stalls” over the events that have both: from −1',
    );
    expect(text()).not.toContain('measured by the player');
  });

  it('writes a dash, without a unit, for what is not defined', async () => {
    const columns = [measure('rate', {title: 'Error rate', type: 'real', unit: '%'})];
    const {text} = await render(AnswerNumber, {answer: answer({columns}), row: [undefined]});
    expect(text('dd')).toBe('–');
  });
});
