import {render} from '../../../testing/rendered';
import {KindSwitch} from './kind-switch';

describe('KindSwitch', () => {
  it('names each kind, marks the one that is shown and says which was chosen', async () => {
    const {all, text, fixture} = await render(KindSwitch, {kinds: ['line', 'bar', 'table'], chosen: 'bar'});
    const chosen: string[] = [];
    fixture.componentInstance.changed.subscribe((kind) => chosen.push(kind));
    const inputs = all('input') as HTMLInputElement[];
    expect(all('.name').map((name) => name.textContent)).toEqual(['Line', 'Bars', 'Table']);
    expect(inputs.map((input) => input.checked)).toEqual([false, true, false]);
    expect(text('legend')).toBe('Show as');
    inputs[2]!.click();
    expect(chosen).toEqual(['table']);
  });
});
