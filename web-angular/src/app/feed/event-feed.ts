import {CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport} from '@angular/cdk/scrolling';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import {LucideArrowUp, LucideDynamicIcon, LucideSearch, LucideX} from '@lucide/angular';
import {count, decimal, label, shortCount} from '../common/numbers';
import {Panel} from '../common/panel';
import type {FeedRow, PanelStatus} from '../live/view';
import {eventTypes, lookOf} from './event-types';
import {FeedFilter} from './feed-filter';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/**
 * Events as they are counted, newest first. While one reads at the top the list follows; as soon as one scrolls, it
 * stands still and counts what arrives.
 */
@Component({
  selector: 'app-event-feed',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
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
  readonly events = input.required<readonly FeedRow[]>();
  readonly status = input.required<PanelStatus>();
  /** Events of the window by type, for the chips. */
  readonly eventsByType = input<ReadonlyMap<string, number>>(new Map());
  readonly leftOut = input({dropped: 0, sampledOut: 0});

  protected readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly rowHeight = 50;
  protected readonly bones = Array.from({length: 16}, (_, bone) => bone);
  protected readonly types = eventTypes;
  protected readonly follows = signal(true);

  /** Undefined while the list follows, else the rows as they were when one began to scroll. */
  private readonly held = linkedSignal<boolean, readonly FeedRow[] | undefined>({
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

  protected readonly look = lookOf;
  protected readonly label = label;
  protected readonly short = shortCount;
  protected readonly exactly = count;

  protected byId(_: number, row: FeedRow): string {
    return row.eventId;
  }

  protected time(row: FeedRow): string {
    return clock.format(row.atMs);
  }

  protected iso(row: FeedRow): string {
    return new Date(row.atMs).toISOString();
  }

  protected place(row: FeedRow): string {
    return [row.city, row.state !== row.city ? row.state : '', row.country].filter(Boolean).join(', ');
  }

  protected facts(row: FeedRow): string {
    const bandwidth = row.bandwidthMbps === undefined ? '' : `${decimal(row.bandwidthMbps, 1)} Mbit/s`;
    return [label(row.device), row.quality, row.errorCode || bandwidth].filter(Boolean).join(' · ');
  }

  protected scrolled(): void {
    this.follows.set((this.viewport()?.measureScrollOffset('top') ?? 0) < this.rowHeight / 2);
  }

  protected toNewest(): void {
    this.viewport()?.scrollToIndex(0);
    this.follows.set(true);
  }
}
