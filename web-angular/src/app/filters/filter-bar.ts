import {CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuTrigger} from '@angular/cdk/menu';
import {ChangeDetectionStrategy, Component, computed, inject, input} from '@angular/core';
import {LucideCheck, LucideChevronRight, LucideListFilterPlus, LucideX} from '@lucide/angular';
import {knownDevices, knownQualities} from '../common/known-values';
import {label} from '../common/numbers';
import {eventTypes} from '../feed/event-types';
import {DashboardFilter} from './dashboard-filter';
import {dimensionNames, type Dimension} from './selection';

/** What the board is narrowed to: each value a chip that can be taken away, and a menu to add one. */
@Component({
  selector: 'app-filter-bar',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuItemCheckbox,
    CdkMenuTrigger,
    LucideCheck,
    LucideChevronRight,
    LucideListFilterPlus,
    LucideX,
  ],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterBar {
  protected readonly filter = inject(DashboardFilter);
  /** Countries to offer, as the service knows them. */
  readonly countries = input<readonly string[]>([]);

  protected readonly choices = computed<readonly {dimension: Dimension; values: readonly string[]}[]>(() => [
    {dimension: 'device', values: knownDevices},
    {dimension: 'quality', values: knownQualities},
    {dimension: 'eventType', values: eventTypes.map(({type}) => type)},
    {dimension: 'country', values: this.countryNames()},
  ]);
  private readonly countryNames = computed(() =>
    [...new Set([...this.countries(), ...this.filter.selection().country])].filter(Boolean).sort(),
  );

  protected readonly names = dimensionNames;

  protected label(dimension: Dimension, value: string): string {
    return dimension === 'device' || dimension === 'eventType' ? label(value) : value;
  }
}
