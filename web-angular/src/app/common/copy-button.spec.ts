import {render} from '../../testing/rendered';
import {CopyButton} from './copy-button';

describe('CopyButton', () => {
  it('says when the browser does not let it', async () => {
    const value = {writeText: () => Promise.reject(new Error('denied'))};
    Object.defineProperty(navigator, 'clipboard', {configurable: true, value});
    const {button, fixture, text} = await render(CopyButton, {what: 'SQL', text: () => 'SELECT 1'});
    button('Copy').click();
    await fixture.whenStable();
    expect(text('[role=status]')).toBe('The browser did not allow copying');
  });
});
