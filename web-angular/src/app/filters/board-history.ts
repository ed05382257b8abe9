import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, computed, effect, inject, signal} from '@angular/core';
import {FeedFilter} from '../feed/feed-filter';
import {Pause} from '../live/pause';
import {mannerOf, viewOf, writeManner, writeView, type BoardManner, type BoardView} from './board-address';
import {DashboardFilter} from './dashboard-filter';
import {PanelViews} from './panel-views';

/** Changes that follow each other as fast as this, clicks in a row or typing, are one step to go back. */
const oneStepMs = 800;

/** What a step adds to the browser's own state: how many steps of this page lie before it. */
interface Step {
  readonly boardStep: number;
}

/**
 * Keeps what the board shows in the address, so that a link or a reload shows the same, and every change of what it looks
 * at a step of the browser's history, so that its back button, and the board's own, undo it. How it is shown (paused, as a
 * table) goes into the address alone: undoing a filter must not close what one has opened meanwhile.
 */
@Injectable({providedIn: 'root'})
export class BoardHistory {
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly filter = inject(DashboardFilter);
  private readonly feed = inject(FeedFilter);
  private readonly panels = inject(PanelViews);
  private readonly pause = inject(Pause);
  private readonly step = signal(this.stepOf(this.page.history.state));
  private changedAt = -Infinity;
  private readonly view = computed<BoardView>(() => ({
    selection: this.filter.selection(),
    window: this.filter.window(),
    feedTypes: [...this.feed.types()],
    feedSearch: this.feed.search(),
  }));
  private readonly manner = computed<BoardManner>(() => ({
    paused: this.pause.wanted(),
    tables: [...this.panels.tables()],
    details: this.panels.details(),
  }));

  /** Whether there is a change to undo. */
  readonly canGoBack = computed(() => this.step() > 0);

  constructor() {
    this.restoreManner();
    this.restore();
    effect(() => this.write(this.view(), this.manner()));
    const cameBack = (event: PopStateEvent) => {
      this.step.set(this.stepOf(event.state));
      this.changedAt = -Infinity;
      this.restore();
      this.writeHere(this.addressOf(this.view(), this.manner()));
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
    return this.addressOf(this.view(), this.manner()).href;
  }

  private restore(): void {
    const {selection, window, feedTypes, feedSearch} = viewOf(this.query());
    this.filter.restore(selection, window);
    this.feed.restore(feedTypes, feedSearch);
  }

  private restoreManner(): void {
    const {paused, tables, details} = mannerOf(this.query());
    this.pause.set(paused);
    this.panels.restore(tables, details);
  }

  private write(view: BoardView, manner: BoardManner): void {
    const address = this.addressOf(view, manner);
    // Neither order nor spelling of an address that somebody else wrote makes a step.
    const isSameView = JSON.stringify(viewOf(this.query())) === JSON.stringify(view);
    if (isSameView) {
      this.writeHere(address);
      return;
    }
    const now = Date.now();
    const isSameStep = now - this.changedAt < oneStepMs;
    this.changedAt = now;
    if (isSameStep) {
      this.writeHere(address);
      return;
    }
    const step: Step = {boardStep: this.stepOf(this.page.history.state) + 1};
    this.page.history.pushState({...this.page.history.state, ...step}, '', address);
    this.step.set(step.boardStep);
  }

  private writeHere(address: URL): void {
    if (address.href !== this.page.location.href) {
      this.page.history.replaceState(this.page.history.state, '', address);
    }
  }

  private query(): URLSearchParams {
    return new URLSearchParams(this.page.location.search);
  }

  private addressOf(view: BoardView, manner: BoardManner): URL {
    const address = new URL(this.page.location.href);
    writeView(address.searchParams, view);
    writeManner(address.searchParams, manner);
    return address;
  }

  private stepOf(state: unknown): number {
    return (state as Partial<Step> | null)?.boardStep ?? 0;
  }
}
