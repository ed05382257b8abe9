import {render} from '../../testing/rendered';
import {TwinSwitch} from './twin-switch';

describe('TwinSwitch', () => {
  it('says which of the two is on and asks for the other', async () => {
    const {button, fixture} = await render(TwinSwitch, {of: 'Quality'});
    const asked: boolean[] = [];
    fixture.componentInstance.asTable.subscribe((asTable) => asked.push(asTable));
    const pressed = () => button('Quality as table').getAttribute('aria-pressed');
    expect(pressed()).toBe('false');
    button('Quality as table').click();
    await fixture.whenStable();
    expect(pressed()).toBe('true');
    expect(button('Quality as table').title).toBe('Show the chart');
    button('Quality as table').click();
    expect(asked).toEqual([true, false]);
  });
});
