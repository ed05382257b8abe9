import {render} from '../../testing/rendered';
import {Definition} from './definition';

describe('Definition', () => {
  const tooltip = () => document.querySelector('[role=tooltip]');

  it('opens on focus and closes with Escape', async () => {
    const {button, fixture} = await render(Definition, {of: 'Error rate', text: 'errors / events'});
    button('What Error rate means').dispatchEvent(new FocusEvent('focus'));
    await fixture.whenStable();
    expect(tooltip()!.textContent).toBe('errors / events');
    button('What Error rate means').dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
    await fixture.whenStable();
    expect(tooltip()).toBeNull();
  });

  it('is described by its text whether open or not', async () => {
    const {button, element} = await render(Definition, {of: 'Error rate', text: 'errors / events'});
    const id = button('What Error rate means').getAttribute('aria-describedby')!;
    expect(element.querySelector(`#${id}`)!.textContent).toBe('errors / events');
  });
});
