import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, computed, effect, inject, signal} from '@angular/core';
import {FeedFilter} from '../feed/feed-filter';
import {viewOf, writeView, type BoardView} from './board-address';
import {DashboardFilter} from './dashboard-filter';

/** Changes that follow each other as fast as this, clicks in a row or typing, are one step to go back. */
const oneStepMs = 800;

/** What a step adds to the browser's own state: how many steps of this page lie before it. */
interface Step {
  readonly boardStep: number;
}

/**
 * Keeps what the board shows in the address, so that a link or a reload shows the same, and every change a step of the
 * browser's history, so that its back button, and the board's own, undo it.
 */
@Injectable({providedIn: 'root'})
export class BoardHistory {
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly filter = inject(DashboardFilter);
  private readonly feed = inject(FeedFilter);
  private readonly step = signal(this.stepOf(this.page.history.state));
  private changedAt = -Infinity;
  private readonly view = computed<BoardView>(() => ({
    selection: this.filter.selection(),
    window: this.filter.window(),
    feedTypes: [...this.feed.types()],
    feedSearch: this.feed.search(),
  }));

  /** Whether there is a change to undo. */
  readonly canGoBack = computed(() => this.step() > 0);

  constructor() {
    this.restore();
    effect(() => this.write(this.view()));
    const cameBack = (event: PopStateEvent) => {
      this.step.set(this.stepOf(event.state));
      this.changedAt = -Infinity;
      this.restore();
    };
    this.page.addEventListener('popstate', cameBack);
    inject(DestroyRef).onDestroy(() => this.page.removeEventListener('popstate', cameBack));
  }

  /** Undoes the last change. */
  back(): void {
    if (this.canGoBack()) {
      this.page.history.back();
    }
  }

  /** The link that shows this board to somebody else. */
  link(): string {
    return this.addressOf(this.view()).href;
  }

  private restore(): void {
    const {selection, window, feedTypes, feedSearch} = viewOf(new URLSearchParams(this.page.location.search));
    this.filter.restore(selection, window);
    this.feed.restore(feedTypes, feedSearch);
  }

  private write(view: BoardView): void {
    const address = this.addressOf(view);
    if (address.href === this.page.location.href) {
      return;
    }
    const now = Date.now();
    const isSameStep = now - this.changedAt < oneStepMs;
    this.changedAt = now;
    if (isSameStep) {
      this.page.history.replaceState(this.page.history.state, '', address);
      return;
    }
    const step: Step = {boardStep: this.stepOf(this.page.history.state) + 1};
    this.page.history.pushState({...this.page.history.state, ...step}, '', address);
    this.step.set(step.boardStep);
  }

  private addressOf(view: BoardView): URL {
    const address = new URL(this.page.location.href);
    writeView(address.searchParams, view);
    return address;
  }

  private stepOf(state: unknown): number {
    return (state as Partial<Step> | null)?.boardStep ?? 0;
  }
}
