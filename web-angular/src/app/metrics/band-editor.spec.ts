import {render} from '../../testing/rendered';
import {BandEditor} from './band-editor';
import type {Bands} from './bands';

describe('BandEditor', () => {
  async function shown(inputs: Record<string, unknown> = {}) {
    const rendered = await render(BandEditor, {
      of: 'Error rate',
      unit: '%',
      worse: 'higher',
      bands: {warning: 2, critical: 5},
      ...inputs,
    });
    const chosen: Bands[] = [];
    rendered.fixture.componentInstance.chosen.subscribe((bands) => chosen.push(bands));
    const type = async (place: number, text: string) => {
      const input = rendered.all('input')[place] as HTMLInputElement;
      input.value = text;
      input.dispatchEvent(new Event('input'));
      await rendered.fixture.whenStable();
    };
    return {...rendered, chosen, type};
  }

  it('hands over the edges that were typed', async () => {
    const {type, button, chosen} = await shown();
    await type(0, '0.5');
    await type(1, '1.25');
    button('Save').click();
    expect(chosen).toEqual([{warning: 0.5, critical: 1.25}]);
  });

  it('says what is wrong with them and hands over nothing', async () => {
    const {type, button, chosen, text, all} = await shown();
    await type(1, '1');
    expect(text('.problem')).toBe('Critical must be above warning: this number gets worse as it gets higher.');
    expect(all('[aria-invalid=true]')).toHaveLength(2);
    expect(button('Save').getAttribute('aria-disabled')).toBe('true');
    await type(1, '');
    expect(text('.problem')).toBe('Critical must be a number of 0 or more.');
    button('Save').click();
    expect(chosen).toEqual([]);
  });

  it('takes what was mended the moment before, as Enter comes sooner than the next picture', async () => {
    const {type, button, chosen, all} = await shown();
    await type(1, '1');
    const high = all('input')[1] as HTMLInputElement;
    high.value = '9';
    high.dispatchEvent(new Event('input'));
    button('Save').click();
    expect(chosen).toEqual([{warning: 2, critical: 9}]);
  });

  it('is empty and without complaint where no bands are set', async () => {
    const {all, text, button} = await shown({bands: undefined});
    expect(all('input').map((input) => (input as HTMLInputElement).value)).toEqual(['', '']);
    expect(text('.problem')).toBe('');
    expect(button('Save').getAttribute('aria-disabled')).toBe('true');
    expect(button('Reset').disabled).toBe(true);
  });

  it('goes back to the usual bands where others are set', async () => {
    const {button, fixture} = await shown({isOwn: true});
    let asked = 0;
    fixture.componentInstance.resetAsked.subscribe(() => asked++);
    button('Reset').click();
    expect(asked).toBe(1);
  });
});
