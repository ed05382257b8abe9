import {CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport} from '@angular/cdk/scrolling';
import {
  ChangeDetectionStrategy,
  Component,
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
  private readonly isRowFocused = signal(false);
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

  /** The list itself has the focus while one scrolls it by keys; a row has it while one works on that row. */
  protected focusMoved(to: EventTarget | null): void {
    const list = this.viewport()?.elementRef.nativeElement;
    this.isRowFocused.set(to instanceof Node && to !== list && !!list?.contains(to));
  }

  protected scrolled(): void {
    this.isAtTop.set((this.viewport()?.measureScrollOffset('top') ?? 0) < this.rowHeight / 2);
  }

  protected toNewest(): void {
    this.viewport()?.scrollToIndex(0);
    this.isAtTop.set(true);
    this.isPointedAt.set(false);
    this.hasMenu.set(false);
    this.isRowFocused.set(false);
  }
}
