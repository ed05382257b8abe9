import {CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition} from '@angular/cdk/overlay';
import {ChangeDetectionStrategy, Component, computed, inject, input, output, signal} from '@angular/core';
import {
  LucideArrowDown,
  LucideArrowUp,
  LucideCircleCheck,
  LucideHourglass,
  LucideMinus,
  LucideOctagonAlert,
  LucideSlidersHorizontal,
  LucideTriangleAlert,
} from '@lucide/angular';
import {Definition} from '../common/definition';
import {Freshness} from '../common/freshness';
import {undefinedNumber} from '../common/numbers';
import type {Trend} from '../live/trends';
import type {PanelStatus} from '../live/view';
import {AskButton} from '../shell/ask-button';
import type {Subject} from '../shell/ask-this';
import {BandEditor} from './band-editor';
import {judge, type Bands} from './bands';
import {CardBands, usualBands, type CardName} from './card-bands';
import type {Change} from './change';
import {Sparkline} from './sparkline';

/** One number of the board with its unit, what it is made of, how it moved, and what it is worth. */
@Component({
  selector: 'app-metric-card',
  imports: [
    AskButton,
    BandEditor,
    CdkConnectedOverlay,
    CdkOverlayOrigin,
    Definition,
    Freshness,
    LucideArrowDown,
    LucideArrowUp,
    LucideCircleCheck,
    LucideHourglass,
    LucideMinus,
    LucideOctagonAlert,
    LucideSlidersHorizontal,
    LucideTriangleAlert,
    Sparkline,
  ],
  templateUrl: './metric-card.html',
  styleUrl: './metric-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricCard {
  readonly card = input.required<CardName>();
  readonly name = input.required<string>();
  readonly value = input.required<string>();
  readonly unit = input('');
  /** What the number is made of: numerator and denominator, samples, window. */
  readonly basis = input('');
  /** What the chat is asked about the number. */
  readonly ask = input<Subject>();
  readonly definition = input.required<string>();
  readonly status = input.required<PanelStatus>();
  /** The number that the bands are about; undefined when it is not known. */
  readonly judged = input<number>();
  /** The number is too young to be judged. */
  readonly isEarly = input(false);
  /** There is no number with the filters that are set; `basis` says why. */
  readonly isMeaningless = input(false);
  readonly trend = input<Trend>();
  readonly change = input<Change>();
  /** What `change` compares with: "vs prior 5 min". */
  readonly before = input('');
  /** How much of the window is counted, where there is no change to show yet. */
  readonly filling = input('');
  /** What a click on the basis narrows the board to; empty where that makes no sense. */
  readonly narrowsTo = input('');
  readonly narrowed = output();

  private readonly cardBands = inject(CardBands);
  protected readonly isEditing = signal(false);
  protected readonly worse = computed(() => usualBands[this.card()].worse);
  protected readonly bands = computed(() => this.cardBands.of(this.card()));
  protected readonly hasOwnBands = computed(() => this.cardBands.isOwn(this.card()));
  protected readonly verdict = computed(() =>
    this.isEarly() ? undefined : judge(this.judged(), this.bands(), this.worse()),
  );
  protected readonly bandsLabel = computed(() => {
    const verdict = this.isEarly() ? 'Too early to judge' : this.verdict()?.text;
    return `${verdict ? `${verdict}. ` : ''}${this.bands() ? 'Change' : 'Set'} the bands of ${this.name()}`;
  });
  protected readonly explained = computed(() => {
    const bands = this.bands();
    const unit = this.unit() ? ` ${this.unit()}` : '';
    const edge = this.worse() === 'higher' ? 'from' : 'down to';
    return bands
      ? `${this.definition()}\n\nWarning ${edge} ${bands.warning}${unit}, critical ${edge} ${bands.critical}${unit}.`
      : this.definition();
  });
  protected readonly undefinedNumber = undefinedNumber;
  protected readonly positions: ConnectedPosition[] = [
    {originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 6},
    {originX: 'end', originY: 'top', overlayX: 'end', overlayY: 'bottom', offsetY: -6},
  ];

  protected choose(bands: Bands): void {
    this.cardBands.set(this.card(), bands);
    this.isEditing.set(false);
  }

  protected reset(): void {
    this.cardBands.reset(this.card());
    this.isEditing.set(false);
  }
}
