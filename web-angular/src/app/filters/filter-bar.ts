import {CdkTrapFocus} from '@angular/cdk/a11y';
import {CdkConnectedOverlay, CdkOverlayOrigin} from '@angular/cdk/overlay';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import {LucideListFilterPlus, LucideUndo2, LucideX} from '@lucide/angular';
import {knownDevices, knownQualities} from '../common/known-values';
import {label} from '../common/numbers';
import {eventTypes} from '../feed/event-types';
import {BoardHistory} from './board-history';
import {DashboardFilter} from './dashboard-filter';
import {dimensionNames, type Dimension} from './selection';

/** What the board is narrowed to: each value a chip that can be taken away, and a sheet of values to choose from. */
@Component({
  selector: 'app-filter-bar',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, CdkTrapFocus, LucideListFilterPlus, LucideUndo2, LucideX],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterBar {
  protected readonly filter = inject(DashboardFilter);
  protected readonly history = inject(BoardHistory);
  /** Countries to offer, as the service knows them. */
  readonly countries = input<readonly string[]>([]);

  protected readonly isOpen = signal(false);
  protected readonly choices = computed<readonly {dimension: Dimension; values: readonly string[]}[]>(() => [
    {dimension: 'device', values: knownDevices},
    {dimension: 'quality', values: knownQualities},
    {dimension: 'eventType', values: eventTypes.map(({type}) => type)},
    {dimension: 'country', values: this.countryNames()},
  ]);
  /** Those that the filters leave out are not on the board, so what was offered once stays on offer. */
  private readonly offered = new Set<string>();
  private readonly countryNames = computed(() => {
    [...this.countries(), ...this.filter.selection().country].filter(Boolean).forEach((name) => this.offered.add(name));
    return [...this.offered].sort();
  });

  protected readonly names = dimensionNames;
  private readonly opener = viewChild.required<ElementRef<HTMLElement>>('opener');
  private readonly chipList = viewChild<ElementRef<HTMLElement>>('chipList');
  private readonly injector = inject(Injector);

  /** What had the focus is gone then: the chip that takes its place has it next, the last one after the last, or the button. */
  protected remove(dimension: Dimension, value: string, index: number): void {
    this.filter.remove(dimension, value);
    this.focusAfterwards(() => {
      const chips = this.chipList()?.nativeElement.querySelectorAll<HTMLElement>('.chip') ?? [];
      return chips[Math.min(index, chips.length - 1)];
    });
  }

  protected clear(): void {
    this.filter.clear();
    this.focusAfterwards(() => undefined);
  }

  private focusAfterwards(next: () => HTMLElement | undefined): void {
    afterNextRender({read: () => (next() ?? this.opener().nativeElement).focus()}, {injector: this.injector});
  }

  protected label(dimension: Dimension, value: string): string {
    return dimension === 'device' || dimension === 'eventType' ? label(value) : value;
  }
}
