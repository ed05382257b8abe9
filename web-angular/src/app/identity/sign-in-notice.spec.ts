import {render} from '../../testing/rendered';
import {SignInNotice} from './sign-in-notice';

describe('SignInNotice', () => {
  it('says what happened, what was said, and signs in on request', async () => {
    const {text, button, fixture, all} = await render(SignInNotice, {reason: 'refused', detail: 'Ada is locked.'});
    expect(text('[role=alert]')).toBe('The sign-in was refused. Reason: Ada is locked.');
    expect(all('.calm')).toHaveLength(0);
    let again = 0;
    fixture.componentInstance.signedIn.subscribe(() => again++);
    button('Sign in again').click();
    expect(again).toBe(1);
  });

  it('is calm about what one did oneself', async () => {
    const {text, all} = await render(SignInNotice, {reason: 'signedOut'});
    expect(text('[role=alert]')).toBe('You are signed out.');
    expect(all('.calm')).toHaveLength(1);
  });
});
