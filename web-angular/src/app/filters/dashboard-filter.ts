import {Injectable, computed, effect, inject, signal} from '@angular/core';
import {DOCUMENT} from '@angular/common';
import type {WindowName} from '../live/view';
import {dimensions, isEmpty, nothingSelected, type Dimension, type Selection} from './selection';

const windowNames: readonly WindowName[] = ['1m', '5m', '1h'];

/** What the whole board looks at. Kept in the address, so that a link or a reload shows the same board. */
@Injectable({providedIn: 'root'})
export class DashboardFilter {
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly chosen = signal<Selection>(nothingSelected);
  private readonly chosenWindow = signal<WindowName>('5m');

  readonly selection = this.chosen.asReadonly();
  readonly window = this.chosenWindow.asReadonly();
  readonly isEmpty = computed(() => isEmpty(this.chosen()));
  /** Every chosen value, in the order of the chips. */
  readonly chips = computed(() =>
    dimensions.flatMap((dimension) => this.chosen()[dimension].map((value) => ({dimension, value}))),
  );

  constructor() {
    this.readAddress();
    effect(() => this.writeAddress());
  }

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

  private readAddress(): void {
    const query = new URLSearchParams(this.page.location.search);
    const window = windowNames.find((name) => name === query.get('window'));
    if (window) {
      this.chosenWindow.set(window);
    }
    const values = (name: Dimension) => [...new Set(query.getAll(name))].filter((value) => value !== '').slice(0, 64);
    this.chosen.set(Object.fromEntries(dimensions.map((name) => [name, values(name)])) as unknown as Selection);
  }

  private writeAddress(): void {
    const address = new URL(this.page.location.href);
    const query = address.searchParams;
    for (const name of dimensions) {
      query.delete(name);
      this.chosen()[name].forEach((value) => query.append(name, value));
    }
    query.delete('window');
    if (this.chosenWindow() !== '5m') {
      query.set('window', this.chosenWindow());
    }
    if (address.href !== this.page.location.href) {
      this.page.history.replaceState(this.page.history.state, '', address);
    }
  }
}
