import {CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport} from '@angular/cdk/scrolling';
import {
  ChangeDetectionStrategy,
  Component,
  afterEveryRender,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import {LucideArrowUp, LucideDynamicIcon, LucideSearch, LucideX} from '@lucide/angular';
import {count, shortCount} from '../common/numbers';
import {Panel} from '../common/panel';
import {DashboardFilter} from '../filters/dashboard-filter';
import {isGap, type FeedItem, type FeedRow, type PanelStatus} from '../live/view';
import type {Scope} from '../map/place-groups';
import {eventTypes} from './event-types';
import {FeedFilter} from './feed-filter';
import {FeedGapView} from './feed-gap';
import {FeedRowView, type PickedValue} from './feed-row';

/**
 * Events as they are counted, newest first. While one reads at the top the list follows; as soon as one scrolls, points at it
 * or moves the focus into it, it stands still, so that a row can be read and clicked, and counts what arrives.
 * For the keyboard it is one stop: arrows and their kin move the focus from row to row.
 */
@Component({
  selector: 'app-event-feed',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    FeedGapView,
    FeedRowView,
    LucideArrowUp,
    LucideDynamicIcon,
    LucideSearch,
    LucideX,
    Panel,
  ],
  templateUrl: './event-feed.html',
  styleUrl: './event-feed.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventFeed {
  protected readonly filter = inject(FeedFilter);
  readonly events = input.required<readonly FeedItem[]>();
  readonly status = input.required<PanelStatus>();
  /** Events of the window by type, for the chips. */
  readonly eventsByType = input<ReadonlyMap<string, number>>(new Map());
  readonly leftOut = input({dropped: 0, sampledOut: 0});
  /** The board is to look at this value of an event. */
  readonly picked = output<PickedValue>();
  /** The board is to look at the place of an event. */
  readonly placePicked = output<Scope>();
  /** Show the session that this event belongs to. */
  readonly sessionOpened = output<FeedRow>();

  protected readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly rowHeight = 50;
  protected readonly bones = Array.from({length: 16}, (_, bone) => bone);
  protected readonly types = eventTypes;
  private readonly isAtTop = signal(true);
  protected readonly isPointedAt = signal(false);
  protected readonly hasMenu = signal(false);
  /** The row that one works on by keys, by its place in the list; undefined while the focus is elsewhere or on the list itself. */
  protected readonly current = signal<number | undefined>(undefined);
  private readonly isRowFocused = computed(() => this.current() !== undefined);
  /** The list has the focus only until the row is drawn that is to have it. */
  private isOnItsWay = false;
  private readonly follows = computed(
    () => this.isAtTop() && !this.isPointedAt() && !this.isRowFocused() && !this.hasMenu(),
  );

  /** Undefined while the list follows, else the rows as they were when it began to stand still. */
  private readonly held = linkedSignal<boolean, readonly FeedItem[] | undefined>({
    source: this.follows,
    computation: (follows, before) => (follows ? undefined : (before?.value ?? this.events())),
  });
  protected readonly rows = computed(() => this.held() ?? this.events());
  protected readonly newer = computed(() => {
    const newestHeld = this.held()?.[0];
    if (!newestHeld) {
      return 0;
    }
    const place = this.events().findIndex((row) => row.eventId === newestHeld.eventId);
    return place < 0 ? this.events().length : place;
  });
  protected readonly newerText = computed(() => `${count(this.newer())} new`);
  protected readonly isNarrowed = computed(() => this.filter.types().size > 0 || this.filter.search() !== '');
  protected readonly leftOutText = computed(() => {
    const {dropped, sampledOut} = this.leftOut();
    const parts = [
      sampledOut > 0 ? `${shortCount(sampledOut)} sampled out` : '',
      dropped > 0 ? `${shortCount(dropped)} dropped` : '',
    ];
    return parts.filter(Boolean).join(' · ');
  });

  protected readonly isGap = isGap;
  protected readonly short = shortCount;
  protected readonly exactly = count;

  constructor() {
    afterEveryRender({
      read: () => {
        if (this.isOnItsWay) {
          this.focusCurrent();
        }
      },
    });
    const board = inject(DashboardFilter);
    effect(() => {
      // Other filters, other rows: what stood still is void.
      board.selection();
      this.filter.types();
      this.filter.search();
      untracked(() => this.toNewest());
    });
  }

  protected byId(_: number, item: FeedItem): string {
    return item.eventId;
  }

  /** Fingers scroll; only what hovers points. */
  protected pointed(event: PointerEvent): void {
    this.isPointedAt.set(event.pointerType === 'mouse');
  }

  /** The list itself has the focus while one scrolls it by keys; a row has it while one works on that row. What a row opens over the page gives the focus back to it. */
  protected focusMoved(to: EventTarget | null): void {
    const list = this.viewport()?.elementRef.nativeElement;
    const comesBack = to instanceof Element && to.closest('.cdk-overlay-container') !== null;
    if (comesBack || (to === list && this.isOnItsWay)) {
      return;
    }
    this.isOnItsWay = false;
    const row = to instanceof Element && list?.contains(to) ? to.closest<HTMLElement>('[role=listitem]') : null;
    const index = row ? this.rows().findIndex(({eventId}) => eventId === row.dataset['item']) : -1;
    this.current.set(index < 0 ? undefined : index);
  }

  protected pressed(event: KeyboardEvent): void {
    const viewport = this.viewport();
    if (!viewport || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    const last = this.rows().length - 1;
    const page = Math.max(1, Math.floor(viewport.getViewportSize() / this.rowHeight) - 1);
    const current = this.current();
    // From the list itself one comes to the first row in sight.
    const step = (by: number) =>
      current === undefined ? Math.ceil(viewport.measureScrollOffset('top') / this.rowHeight) : current + by;
    const aims: Record<string, () => number> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(page),
      PageUp: () => step(-page),
      Home: () => 0,
      End: () => last,
    };
    const aim = aims[event.key];
    if (aim) {
      event.preventDefault();
      this.moveTo(Math.min(last, Math.max(0, aim())));
    }
  }

  /** Brings a row into sight and puts the focus on it, at once or as soon as it is drawn. */
  private moveTo(index: number): void {
    const viewport = this.viewport()!;
    this.current.set(index);
    if (!this.focusCurrent()) {
      // The row that has the focus may be taken away first: the list keeps it meanwhile.
      this.isOnItsWay = true;
      viewport.elementRef.nativeElement.focus({preventScroll: true});
    }
    const top = viewport.measureScrollOffset('top');
    const start = index * this.rowHeight;
    const latestTop = start + this.rowHeight - viewport.getViewportSize();
    if (start < top || latestTop > top) {
      viewport.scrollToOffset(start < top ? start : latestTop);
    }
  }

  /** False while the row is not drawn, or drawn for the last time. */
  private focusCurrent(): boolean {
    const index = this.current() ?? -1;
    const range = this.viewport()?.getRenderedRange();
    const row =
      range && index >= range.start && index < range.end
        ? this.drawnRows().find(({dataset}) => dataset['item'] === this.rows()[index]?.eventId)
        : undefined;
    if (row) {
      this.isOnItsWay = false;
      row.focus({preventScroll: true});
    }
    return row !== undefined;
  }

  private drawnRows(): HTMLElement[] {
    return [...(this.viewport()?.elementRef.nativeElement.querySelectorAll<HTMLElement>('[role=listitem]') ?? [])];
  }

  protected scrolled(): void {
    this.isAtTop.set((this.viewport()?.measureScrollOffset('top') ?? 0) < this.rowHeight / 2);
  }

  protected toNewest(): void {
    this.viewport()?.scrollToIndex(0);
    this.isAtTop.set(true);
    this.isPointedAt.set(false);
    this.hasMenu.set(false);
    this.current.set(undefined);
  }
}
