import {TestBed} from '@angular/core/testing';
import {FakeLiveClient} from '../../testing/fake-live-client';
import {filteredBoard} from '../../testing/board-filter';
import {Theme} from '../common/theme';
import {BoardLayout} from '../dashboard/board-layout';
import {DashboardFilter} from '../filters/dashboard-filter';
import {LIVE_CLIENT} from '../live/live-client';
import {LiveDashboard} from '../live/live-dashboard';
import {WallScreen} from '../shell/wall-screen';
import {Shortcuts} from './shortcuts';

describe('Shortcuts', () => {
  let shortcuts: Shortcuts;

  beforeEach(() => {
    localStorage.clear();
    history.replaceState(null, '', '/');
    document.body.innerHTML = '';
    TestBed.configureTestingModule({providers: [{provide: LIVE_CLIENT, useValue: new FakeLiveClient()}]});
    shortcuts = TestBed.inject(Shortcuts);
  });
  afterEach(() => TestBed.resetTestingModule());

  const press = (key: string, target: Element = document.body, more: KeyboardEventInit = {}) =>
    target.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}));
  const element = (html: string) => {
    document.body.innerHTML = html;
    return document.body.firstElementChild!;
  };

  it('pauses and resumes', () => {
    const live = TestBed.inject(LiveDashboard);
    press('p');
    expect(live.paused()).toBe(true);
    press('p');
    expect(live.paused()).toBe(false);
  });

  it('chooses window and theme in turn, and clears the filters', () => {
    const filter = filteredBoard({device: ['tv']});
    press('w');
    expect(filter.window()).toBe('1h');
    press('w');
    expect(filter.window()).toBe('1m');
    press('t');
    expect(TestBed.inject(Theme).choice()).toBe('light');
    press('x');
    expect(filter.isEmpty()).toBe(true);
  });

  it('arranges, fills the wall, and leaves both with Escape', () => {
    press('a');
    press('v');
    expect(TestBed.inject(BoardLayout).arranging()).toBe(true);
    expect(TestBed.inject(WallScreen).isOn()).toBe(true);
    press('Escape');
    expect(TestBed.inject(BoardLayout).arranging()).toBe(false);
    expect(TestBed.inject(WallScreen).isOn()).toBe(false);
  });

  it.each(['<textarea></textarea>', '<input type="search" />', '<select></select>', '<div contenteditable></div>'])(
    'leaves the keys to whoever types in %s',
    (html) => {
      press('p', element(html));
      expect(TestBed.inject(LiveDashboard).paused()).toBe(false);
    },
  );

  it('has the focus in the search before the next key comes', () => {
    element('<section id="half-dashboard" tabindex="-1"><input type="search" /></section>');
    press('/');
    press('p', document.activeElement!);
    expect(TestBed.inject(LiveDashboard).paused()).toBe(false);
  });

  it('works from a radio button, which takes no letters', () => {
    press('p', element('<input type="radio" />'));
    expect(TestBed.inject(LiveDashboard).paused()).toBe(true);
  });

  it.each([{ctrlKey: true}, {metaKey: true}, {altKey: true}])('leaves %o to the browser', (modifier) => {
    press('p', document.body, modifier);
    expect(TestBed.inject(LiveDashboard).paused()).toBe(false);
  });

  it('waits while a dialog or a menu is open', () => {
    element('<div class="cdk-overlay-container"><div role="menu"></div></div>');
    press('p');
    expect(TestBed.inject(LiveDashboard).paused()).toBe(false);
  });

  it('can be turned off, and remembers that', () => {
    shortcuts.setEnabled(false);
    press('x');
    press('p');
    expect(TestBed.inject(LiveDashboard).paused()).toBe(false);
    expect(TestBed.inject(DashboardFilter).isEmpty()).toBe(true);
    expect(localStorage.getItem('single-keys')).toBe('off');
  });

  it('has one meaning for each key', () => {
    expect(new Set(shortcuts.list.map(({key}) => key)).size).toBe(shortcuts.list.length);
  });
});
