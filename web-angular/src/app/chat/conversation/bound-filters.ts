import {Injectable, computed, inject, linkedSignal} from '@angular/core';
import {label} from '../../common/numbers';
import {DashboardFilter} from '../../filters/dashboard-filter';
import {dimensionNames, dimensions, type Dimension, type Selection} from '../../filters/selection';
import type {BoundFilters as WireFilters} from '../model/turn';

/** Dimensions that a question can be bound to, by their name in the chat's vocabulary. */
const wireNames: Partial<Record<Dimension, string>> = {
  device: 'device_type',
  quality: 'quality',
  country: 'country',
  state: 'state',
  city: 'city',
};
const dimensionOf = Object.fromEntries(Object.entries(wireNames).map(([own, wire]) => [wire, own as Dimension]));

export interface BoundChip {
  readonly dimension: Dimension;
  readonly value: string;
  readonly name: string;
  readonly label: string;
}

/**
 * The dashboard's filters as far as the next question is about them. One can let go of a filter for the question without
 * changing the board; when the board's filters change, all of them count again.
 */
@Injectable({providedIn: 'root'})
export class BoundFilters {
  private readonly filter = inject(DashboardFilter);
  private readonly letGo = linkedSignal<unknown, ReadonlySet<string>>({
    source: this.filter.selection,
    computation: () => new Set<string>(),
  });
  private readonly offered = computed(() => this.filter.chips().filter(({dimension}) => dimension in wireNames));

  readonly chips = computed(() =>
    this.offered()
      .filter((chip) => !this.letGo().has(keyOf(chip)))
      .map(({dimension, value}): BoundChip => chipOf(dimension, value)),
  );
  /**
   * Of the board's filters those that no question is bound to, by name. Of the events of one type alone, viewers and rates would be something else than
   * what they are called.
   */
  readonly notAsked = computed(() => [
    ...new Set(
      this.filter
        .chips()
        .filter(({dimension}) => !(dimension in wireNames))
        .map(({dimension}) => dimensionNames[dimension]),
    ),
  ]);

  /** Filters of the board that the next question leaves aside. */
  readonly leftAside = computed(() => this.offered().length - this.chips().length);

  readonly values = computed<WireFilters>(() => {
    const values: Record<string, string[]> = {};
    for (const {dimension, value} of this.chips()) {
      (values[wireNames[dimension]!] ??= []).push(value);
    }
    return values;
  });

  remove(chip: {dimension: Dimension; value: string}): void {
    this.letGo.update((letGo) => new Set(letGo).add(keyOf(chip)));
  }

  restore(): void {
    this.letGo.set(new Set());
  }
}

/** What of a selection a question can be bound to. */
export function boundTo(selection: Selection): WireFilters {
  const named = dimensions.filter((dimension) => wireNames[dimension] && selection[dimension].length > 0);
  return Object.fromEntries(named.map((dimension) => [wireNames[dimension]!, selection[dimension]]));
}

/** A question's filters in words, as "Device TV". */
export function describeBound(bound: WireFilters): string[] {
  return Object.entries(bound).flatMap(([wire, values]) => {
    const dimension = dimensionOf[wire];
    return dimension ? values.map((value) => `${dimensionNames[dimension]} ${chipOf(dimension, value).label}`) : [];
  });
}

function chipOf(dimension: Dimension, value: string): BoundChip {
  return {
    dimension,
    value,
    name: dimensionNames[dimension],
    label: dimension === 'device' ? label(value) : value,
  };
}

function keyOf({dimension, value}: {dimension: Dimension; value: string}): string {
  return `${dimension} ${value}`;
}
