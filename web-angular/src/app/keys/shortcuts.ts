import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, Injector, inject, signal} from '@angular/core';
import {Theme} from '../common/theme';
import {BoardLayout} from '../dashboard/board-layout';
import {BoardHistory} from '../filters/board-history';
import {DashboardFilter} from '../filters/dashboard-filter';
import {LiveDashboard} from '../live/live-dashboard';
import type {WindowName} from '../live/view';
import {ShownHalf} from '../shell/shown-half';
import {SpokenSummary} from '../shell/spoken-summary';
import {WallScreen} from '../shell/wall-screen';

export interface Shortcut {
  /** As in KeyboardEvent.key. */
  readonly key: string;
  readonly does: string;
  readonly run: () => void;
}

const storageKey = 'single-keys';
const windows: readonly WindowName[] = ['1m', '5m', '1h'];
const themes = ['system', 'light', 'dark'] as const;

/**
 * Keys that work anywhere on the page, but never while one types, with a modifier, or below an open dialog or menu. They can
 * be turned off: whoever dictates would press them by speaking (WCAG 2.1.4).
 */
@Injectable({providedIn: 'root'})
export class Shortcuts {
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  private readonly live = inject(LiveDashboard);
  private readonly filter = inject(DashboardFilter);
  private readonly history = inject(BoardHistory);
  private readonly halves = inject(ShownHalf);
  private readonly theme = inject(Theme);
  private readonly layout = inject(BoardLayout);
  private readonly wall = inject(WallScreen);
  private readonly summary = inject(SpokenSummary);
  private readonly on = signal(this.remembered());

  /** Whether single keys do anything. */
  readonly enabled = this.on.asReadonly();

  readonly list: readonly Shortcut[] = [
    {key: '?', does: 'Show this list', run: () => void this.showList()},
    {key: 'p', does: 'Pause or resume', run: () => this.live.togglePause()},
    {key: 's', does: 'Say how things stand', run: () => this.summary.say()},
    {key: 'f', does: 'Choose filters', run: () => this.press('[aria-keyshortcuts="f"]')},
    {key: 'x', does: 'Clear all filters', run: () => this.filter.clear()},
    {key: 'b', does: 'Go back: undo the last change of the board', run: () => this.history.back()},
    {key: 'w', does: 'Next window: 1, 5 or 60 minutes', run: () => this.nextWindow()},
    {key: '/', does: 'Search the events', run: () => this.halves.reach('dashboard', 'input[type=search]')},
    {key: 'd', does: 'Go to the dashboard', run: () => this.halves.reach('dashboard')},
    {key: 'c', does: 'Write a question', run: () => this.halves.reach('chat', 'textarea')},
    {key: 'a', does: 'Arrange the panels, or finish', run: () => this.layout.toggleArranging()},
    {key: 'v', does: 'Wall screen, or leave it', run: () => this.toggleWall()},
    {key: 't', does: 'Next theme: system, light or dark', run: () => this.nextTheme()},
    {key: 'Escape', does: 'Close what is open, stop the question, leave the wall screen', run: () => this.escape()},
  ];

  constructor() {
    const pressed = (event: KeyboardEvent) => this.pressed(event);
    this.document.addEventListener('keydown', pressed);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', pressed));
  }

  setEnabled(enabled: boolean): void {
    this.on.set(enabled);
    try {
      this.document.defaultView!.localStorage.setItem(storageKey, enabled ? 'on' : 'off');
    } catch {
      // A browser that keeps nothing still gets the choice for this visit.
    }
  }

  async showList(): Promise<void> {
    const [{Dialog}, {KeyList}] = await Promise.all([import('@angular/cdk/dialog'), import('./key-list')]);
    this.injector.get(Dialog).open(KeyList, {ariaLabelledBy: 'key-list-title'});
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.isBusyElsewhere(event)) {
      return;
    }
    const shortcut = this.list.find(({key}) => key === event.key);
    if (shortcut && (this.on() || shortcut.key === 'Escape')) {
      if (shortcut.key !== 'Escape') {
        event.preventDefault();
      }
      shortcut.run();
    }
  }

  /** One types, or something that takes keys of its own is open. */
  private isBusyElsewhere({target, key}: KeyboardEvent): boolean {
    const at = target instanceof Element ? target : undefined;
    const types = at?.closest('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])');
    return (
      (types !== undefined && types !== null && key !== 'Escape') ||
      this.document.querySelector('.cdk-overlay-container :is([role=dialog], [role=menu])') !== null
    );
  }

  private press(selector: string): void {
    this.halves.show('dashboard');
    this.document.querySelector<HTMLElement>(selector)?.click();
  }

  private nextWindow(): void {
    this.filter.chooseWindow(windows[(windows.indexOf(this.filter.window()) + 1) % windows.length]!);
  }

  private nextTheme(): void {
    this.theme.choose(themes[(themes.indexOf(this.theme.choice()) + 1) % themes.length]!);
  }

  private toggleWall(): void {
    if (this.wall.isOn()) {
      this.wall.leave();
    } else {
      this.wall.enter();
    }
  }

  private escape(): void {
    this.wall.leave();
    this.layout.finish();
  }

  private remembered(): boolean {
    try {
      return this.document.defaultView!.localStorage.getItem(storageKey) !== 'off';
    } catch {
      return true;
    }
  }
}
