import {CdkMenu, CdkMenuItem, CdkMenuTrigger} from '@angular/cdk/menu';
import {ChangeDetectionStrategy, Component, computed, inject, input, output, viewChild} from '@angular/core';
import {
  LucideDynamicIcon,
  LucideEllipsisVertical,
  LucideListFilter,
  LucideListTree,
  LucideMessageCircleQuestionMark,
  LucideSearch,
} from '@lucide/angular';
import {decimal, label} from '../common/numbers';
import {dimensionNames, type Dimension} from '../filters/selection';
import type {FeedRow} from '../live/view';
import type {Scope} from '../map/place-groups';
import {AskThis} from '../shell/ask-this';
import {lookOf} from './event-types';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** A value of an event that the board is to look at. */
export interface PickedValue {
  readonly dimension: Dimension;
  readonly value: string;
}

interface Offer {
  readonly name: string;
  readonly value: string;
  readonly choose: () => void;
}

/**
 * One event. Each value of it narrows the board when it is clicked; the menu offers the same to the keyboard, where dozens of
 * rows with half a dozen stops each would be a wall. The row itself takes Enter for its session and the context-menu key for
 * the menu.
 */
@Component({
  selector: 'app-feed-row',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    LucideDynamicIcon,
    LucideEllipsisVertical,
    LucideListFilter,
    LucideListTree,
    LucideMessageCircleQuestionMark,
    LucideSearch,
  ],
  templateUrl: './feed-row.html',
  styleUrl: './feed-row.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[attr.aria-label]': 'spoken()',
    '(click)': 'clicked($event.target)',
    '(keydown.enter)': 'entered($event)',
    '(contextmenu)': 'menuAsked($event)',
  },
})
export class FeedRowView {
  readonly row = input.required<FeedRow>();
  /** The one row of the list in which the keyboard stops. */
  readonly isCurrent = input(false);
  readonly picked = output<PickedValue>();
  readonly placePicked = output<Scope>();
  /** Look for this text in the feed. */
  readonly searched = output<string>();
  /** Show the session that the event belongs to. */
  readonly sessionOpened = output();
  /** The menu opened (true) or closed: a list that moves on would take the row away from under it. */
  readonly menuShown = output<boolean>();
  private readonly trigger = viewChild.required(CdkMenuTrigger);

  protected readonly look = computed(() => lookOf(this.row().type));
  protected readonly time = computed(() => clock.format(this.row().atMs));
  protected readonly iso = computed(() => new Date(this.row().atMs).toISOString());
  protected readonly place = computed(() => {
    const {city, state, country} = this.row();
    return [city, state !== city ? state : '', country].filter(Boolean).join(', ');
  });
  protected readonly bandwidth = computed(() => {
    const {bandwidthMbps, errorCode} = this.row();
    return errorCode !== '' || bandwidthMbps === undefined ? '' : `${decimal(bandwidthMbps, 1)} Mbit/s`;
  });

  protected readonly spoken = computed(() =>
    [this.look().label, this.row().titleId, this.place(), this.row().errorCode, this.time()].filter(Boolean).join(', '),
  );

  /** The short values at the end of the row. */
  protected readonly facts = computed<readonly Offer[]>(() => {
    const {device, quality, errorCode} = this.row();
    const narrow = (dimension: Dimension, value: string, shown: string): Offer => ({
      name: `Narrow to ${shown}`,
      value: shown,
      choose: () => this.pick(dimension, value),
    });
    const facts = [narrow('device', device, label(device)), narrow('quality', quality, quality)];
    return errorCode === ''
      ? facts
      : [...facts, {name: `Search for ${errorCode}`, value: errorCode, choose: () => this.searched.emit(errorCode)}];
  });
  /** What the board can be narrowed to from here, and what the feed alone can be searched for. */
  protected readonly narrowing = computed<readonly Offer[]>(() => {
    const row = this.row();
    const offer = (dimension: Dimension, value: string, shown = value): Offer[] =>
      value === ''
        ? []
        : [{name: dimensionNames[dimension], value: shown, choose: () => this.picked.emit({dimension, value})}];
    const look = (dimension: Dimension, value: string, scope: Scope): Offer[] =>
      value === '' ? [] : [{name: dimensionNames[dimension], value, choose: () => this.placePicked.emit(scope)}];
    return [
      ...offer('eventType', row.type, label(row.type)),
      ...offer('device', row.device, label(row.device)),
      ...offer('quality', row.quality),
      ...look('country', row.country, {country: row.country}),
      ...look('state', row.state, {country: row.country, state: row.state}),
      ...look('city', row.city, placeOf(row)),
    ];
  });
  protected readonly searching = computed<readonly Offer[]>(() => {
    const {titleId, sessionId, errorCode} = this.row();
    return [
      {name: 'Title', value: titleId},
      {name: 'Session', value: sessionId},
      {name: 'Error code', value: errorCode},
    ]
      .filter(({value}) => value !== '')
      .map((each) => ({...each, choose: () => this.searched.emit(each.value)}));
  });

  protected readonly askThis = inject(AskThis);

  protected ask(): void {
    const {type, device, country} = this.row();
    this.askThis.ask(type === 'error' ? 'failure' : 'event', {device: [device], country: [country]});
  }

  /** Where the row says nothing of its own it stands for its session. */
  protected clicked(target: EventTarget | null): void {
    if (target instanceof Element && !target.closest('button')) {
      this.sessionOpened.emit();
    }
  }

  protected entered(event: Event): void {
    if (event.target === event.currentTarget) {
      event.preventDefault();
      this.sessionOpened.emit();
    }
  }

  /** The key for it, on the row itself; a pointer gets the menu of the browser. */
  protected menuAsked(event: MouseEvent): void {
    const rightButton = 2;
    if (event.target === event.currentTarget && event.button !== rightButton) {
      event.preventDefault();
      this.trigger().open();
      this.trigger().getMenu()?.focusFirstItem('keyboard');
    }
  }

  protected pick(dimension: Dimension, value: string): void {
    this.picked.emit({dimension, value});
  }

  protected pickPlace(): void {
    this.placePicked.emit(placeOf(this.row()));
  }
}

/** The event's place, as narrow as it is known. */
function placeOf({country, state, city}: FeedRow): Scope {
  return {country, ...(state && {state}), ...(city && {city})};
}
