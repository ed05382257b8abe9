import {render} from '../../testing/rendered';
import {row} from '../../testing/samples';
import {FeedRowView} from './feed-row';

describe('FeedRowView', () => {
  const error = row({
    type: 'error',
    errorCode: 'DRM_LICENSE',
    titleId: 'TITLE_7',
    sessionId: 'SESSION_9',
    quality: '4K',
  });

  // The menu that is open is known to all menus of the page: none may stay behind.
  afterEach(() => document.querySelector<HTMLElement>('[role=menuitem]')?.click());

  async function shown(event = error) {
    const rendered = await render(FeedRowView, {row: event});
    const asked: unknown[] = [];
    const {picked, placePicked, searched} = rendered.fixture.componentInstance;
    for (const output of [picked, placePicked, searched]) {
      output.subscribe((value) => asked.push(value));
    }
    const openMenu = async () => {
      rendered.button('This event').click();
      await rendered.fixture.whenStable();
      return [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
    };
    return {...rendered, asked, openMenu};
  }

  it('turns each value that is clicked into what the board is to look at', async () => {
    const {button, asked} = await shown();
    button('Narrow to TV').click();
    button('Narrow to 4K').click();
    button('Narrow to Munich, Bavaria, Germany').click();
    button('Search for TITLE_7').click();
    button('Search for DRM_LICENSE').click();
    expect(asked).toEqual([
      {dimension: 'device', value: 'tv'},
      {dimension: 'quality', value: '4K'},
      {country: 'Germany', state: 'Bavaria', city: 'Munich'},
      'TITLE_7',
      'DRM_LICENSE',
    ]);
  });

  it('stops the keyboard at its menu alone, and only while it is the current row', async () => {
    const {all, set} = await shown();
    const stops = () => all('button').filter((button) => button.tabIndex === 0);
    expect(stops()).toHaveLength(0);
    await set({isCurrent: true});
    expect(stops().map((button) => button.getAttribute('aria-label'))).toEqual(['This event: Error, TITLE_7']);
  });

  it('opens its session with Enter and its menu with the key for that, on the row itself', async () => {
    const {element, all, fixture} = await shown();
    let opened = 0;
    fixture.componentInstance.sessionOpened.subscribe(() => opened++);
    const enter = () => new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true});
    all('.more')[0]!.dispatchEvent(enter());
    expect(opened).toBe(0);
    element.dispatchEvent(enter());
    expect(opened).toBe(1);
    const menuKey = (button: number) => new MouseEvent('contextmenu', {button, bubbles: true, cancelable: true});
    element.dispatchEvent(menuKey(2));
    expect(document.querySelector('[role=menu]')).toBeNull();
    element.dispatchEvent(menuKey(0));
    await fixture.whenStable();
    expect(document.activeElement!.textContent).toContain('Open its session');
  });

  it('is named after what happened, where and when', async () => {
    const {element} = await shown();
    expect(element.getAttribute('aria-label')).toMatch(/^Error, TITLE_7, Munich, Bavaria, Germany, DRM_LICENSE, \d\d:/);
  });

  it('offers the same and more in a menu', async () => {
    const {asked, openMenu} = await shown();
    const items = await openMenu();
    expect(items.map((item) => item.textContent!.replace(/\s+/g, ' ').trim())).toEqual([
      'Open its session',
      'Event type Error',
      'Device TV',
      'Quality 4K',
      'Country Germany',
      'State Bavaria',
      'City Munich',
      'Title TITLE_7',
      'Session SESSION_9',
      'Error code DRM_LICENSE',
    ]);
    items[5]!.click();
    expect(asked).toEqual([{country: 'Germany', state: 'Bavaria'}]);
  });

  it('offers nothing that the event does not say', async () => {
    const {openMenu} = await shown(row({state: '', city: '', errorCode: ''}));
    const names = (await openMenu()).map((item) => item.querySelector('.offer')?.textContent);
    expect(names).toEqual([undefined, 'Event type', 'Device', 'Quality', 'Country', 'Title', 'Session']);
  });

  it('opens its session from the menu, and by a click where it says nothing else', async () => {
    const {fixture, openMenu, element} = await shown();
    let opened = 0;
    fixture.componentInstance.sessionOpened.subscribe(() => opened++);
    (await openMenu())[0]!.click();
    expect(opened).toBe(1);
    element.querySelector('time')!.click();
    expect(opened).toBe(2);
  });

  it('says when its menu is open, so that the list can stand still', async () => {
    const {fixture, openMenu} = await shown();
    const states: boolean[] = [];
    fixture.componentInstance.menuShown.subscribe((open) => states.push(open));
    const items = await openMenu();
    items[0]!.click();
    expect(states).toEqual([true, false]);
  });
});
