import {DOCUMENT} from '@angular/common';
import {ChangeDetectionStrategy, Component, DestroyRef, computed, inject, input, signal} from '@angular/core';
import {LucideLayoutDashboard, LucideMessagesSquare} from '@lucide/angular';
import {DragBar} from './drag-bar';
import {ShownHalf, type Half} from './shown-half';
import {SplitRatio} from './split-ratio';

/** Below this there is no room for two halves: they become tabs. */
const narrow = '(max-width: 799.98px)';

/** The halves of the page: side by side with a bar between them, tabs on a small screen, the first alone without a second. */
@Component({
  selector: 'app-split-layout',
  imports: [DragBar, LucideLayoutDashboard, LucideMessagesSquare],
  templateUrl: './split-layout.html',
  styleUrl: './split-layout.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {'[class.tabbed]': 'isTabbed()', '[class.single]': '!isSplit()'},
})
export class SplitLayout {
  /** There is a second half. */
  readonly isSplit = input(false);

  private readonly media = inject(DOCUMENT).defaultView!.matchMedia(narrow);
  private readonly isNarrow = signal(this.media.matches);
  protected readonly ratio = inject(SplitRatio);
  private readonly shown = inject(ShownHalf);
  protected readonly chosen = this.shown.half;
  protected readonly isTabbed = computed(() => this.isSplit() && this.isNarrow());
  protected readonly columns = computed(() =>
    this.isSplit() && !this.isNarrow()
      ? `minmax(0, ${this.ratio.percent()}fr) auto minmax(0, ${100 - this.ratio.percent()}fr)`
      : null,
  );

  constructor() {
    const follow = (event: MediaQueryListEvent) => this.isNarrow.set(event.matches);
    this.media.addEventListener('change', follow);
    inject(DestroyRef).onDestroy(() => this.media.removeEventListener('change', follow));
  }

  protected isHidden(half: Half): boolean {
    return this.isTabbed() && this.chosen() !== half;
  }

  protected choose(half: Half): void {
    this.shown.show(half);
  }

  protected switchTab(event: Event, tabs: HTMLElement): void {
    event.preventDefault();
    this.choose(this.chosen() === 'dashboard' ? 'chat' : 'dashboard');
    tabs.querySelector<HTMLElement>(`#tab-${this.chosen()}`)?.focus();
  }
}
