import {render} from '../../../testing/rendered';
import {ReadingChips} from './reading-chips';

describe('ReadingChips', () => {
  const definition = (name: string) => ({measure: name, name, text: `What ${name} is.`, unit: ''});

  it('gives each measure its own definition', async () => {
    const {all} = await render(ReadingChips, {
      reading: [
        {kind: 'measure', text: 'Average bandwidth'},
        {kind: 'measure', text: 'Error rate'},
        {kind: 'dimension', text: 'By device'},
      ],
      definitions: [definition('Error rate'), definition('Bandwidth')],
    });
    expect(all('.chip').map((chip) => chip.querySelector('button')?.getAttribute('aria-label'))).toEqual([
      'What Bandwidth means',
      'What Error rate means',
      undefined,
    ]);
  });

  it('names the measures when the answer says nothing else of its reading', async () => {
    const {text} = await render(ReadingChips, {reading: [], definitions: [definition('Error rate')]});
    expect(text('.chip')).toContain('Error rate');
  });
});
