import {Injectable, computed, signal} from '@angular/core';
import type {WindowName} from '../live/view';
import {dimensions, isEmpty, nothingSelected, type Dimension, type Selection} from './selection';

/** What the whole board looks at. `BoardHistory` keeps it in the address. */
@Injectable({providedIn: 'root'})
export class DashboardFilter {
  private readonly chosen = signal<Selection>(nothingSelected);
  private readonly chosenWindow = signal<WindowName>('5m');

  readonly selection = this.chosen.asReadonly();
  readonly window = this.chosenWindow.asReadonly();
  readonly isEmpty = computed(() => isEmpty(this.chosen()));
  /** Every chosen value, in the order of the chips. */
  readonly chips = computed(() =>
    dimensions.flatMap((dimension) => this.chosen()[dimension].map((value) => ({dimension, value}))),
  );

  has(dimension: Dimension, value: string): boolean {
    return this.chosen()[dimension].includes(value);
  }

  add(dimension: Dimension, value: string): void {
    if (!this.has(dimension, value)) {
      this.chosen.update((selection) => ({...selection, [dimension]: [...selection[dimension], value]}));
    }
  }

  /** A place that is left takes the narrower places with it: a city without its country would match by name alone. */
  remove(dimension: Dimension, value: string): void {
    this.chosen.update((selection) => {
      const rest: Selection = {...selection, [dimension]: selection[dimension].filter((other) => other !== value)};
      return dimension === 'country'
        ? {...rest, state: [], city: []}
        : dimension === 'state'
          ? {...rest, city: []}
          : rest;
    });
  }

  toggle(dimension: Dimension, value: string): void {
    if (this.has(dimension, value)) {
      this.remove(dimension, value);
    } else {
      this.add(dimension, value);
    }
  }

  /** Looks at one value of a dimension, whatever was chosen in it before. */
  narrow(dimension: Dimension, value: string): void {
    this.chosen.update((selection) => ({...selection, [dimension]: [value]}));
  }

  /** Looks at one place, from the widest name to the narrowest; no name at all is the world. */
  lookAt(country?: string, state?: string, city?: string): void {
    const named = (name: string | undefined) => (name ? [name] : []);
    this.chosen.update((selection) => ({
      ...selection,
      country: named(country),
      state: named(state),
      city: named(city),
    }));
  }

  clear(): void {
    this.chosen.set(nothingSelected);
  }

  chooseWindow(window: WindowName): void {
    this.chosenWindow.set(window);
  }

  /** Takes over a view as a whole, as an address or a step of the history tells it. */
  restore(selection: Selection, window: WindowName): void {
    this.chosen.set(selection);
    this.chosenWindow.set(window);
  }
}
