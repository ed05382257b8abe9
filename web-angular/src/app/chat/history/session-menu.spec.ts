import {render} from '../../../testing/rendered';
import {SessionMenu} from './session-menu';

describe('SessionMenu', () => {
  const items = () => [...document.querySelectorAll<HTMLElement>('[role=menuitemradio]')];

  it('asks for the conversations when it opens, and opens the chosen one', async () => {
    const sessions = [
      {sessionId: 'a', title: 'Viewers by city', lastAtMs: Date.now(), questions: 3},
      {sessionId: 'b', title: 'Error rate', lastAtMs: Date.UTC(2026, 2, 18), questions: 1},
    ];
    const {button, fixture, set} = await render(SessionMenu, {sessions: undefined, current: 'a'});
    let opened = 0;
    const chosen: string[] = [];
    fixture.componentInstance.opened.subscribe(() => opened++);
    fixture.componentInstance.chosen.subscribe((sessionId) => chosen.push(sessionId));
    button('History').click();
    await fixture.whenStable();
    expect(opened).toBe(1);
    expect(document.querySelector('[role=menu]')!.textContent).toContain('Looking for conversations');
    document.querySelector<HTMLElement>('[role=menu] [role=menuitem]')!.focus();
    await set({sessions});
    expect(document.activeElement).toBe(items()[0]);
    expect(items().map((item) => item.getAttribute('aria-checked'))).toEqual(['true', 'false']);
    expect(items()[1]!.textContent).toContain('18 Mar · 1 question');
    items()[1]!.click();
    expect(chosen).toEqual(['b']);
  });
});
