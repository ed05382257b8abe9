import {DOCUMENT} from '@angular/common';
import {Injectable, inject, signal} from '@angular/core';
import {problemOf, type Bands, type Worse} from './bands';

export const cardNames = [
  'activeViewers',
  'eventsPerSecond',
  'errorRate',
  'bandwidth',
  'startup',
  'rebuffering',
] as const;
export type CardName = (typeof cardNames)[number];

/** Bands that nobody has to choose: those at which operators usually look. Traffic has none, every service has its own. */
export const usualBands: Readonly<Record<CardName, {readonly worse: Worse; readonly bands?: Bands}>> = {
  activeViewers: {worse: 'lower'},
  eventsPerSecond: {worse: 'lower'},
  errorRate: {worse: 'higher', bands: {warning: 2, critical: 5}},
  bandwidth: {worse: 'lower', bands: {warning: 5, critical: 2.5}},
  startup: {worse: 'higher', bands: {warning: 3, critical: 6}},
  rebuffering: {worse: 'higher', bands: {warning: 1, critical: 2}},
};

const storageKey = 'bands';

/** The bands of each card: the usual ones until somebody chooses their own, which this browser remembers. */
@Injectable({providedIn: 'root'})
export class CardBands {
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly own = signal<Readonly<Partial<Record<CardName, Bands>>>>(this.remembered());

  of(card: CardName): Bands | undefined {
    return this.own()[card] ?? usualBands[card].bands;
  }

  isOwn(card: CardName): boolean {
    return this.own()[card] !== undefined;
  }

  set(card: CardName, bands: Bands): void {
    this.own.update((own) => ({...own, [card]: bands}));
    this.remember();
  }

  reset(card: CardName): void {
    this.own.update(({[card]: _, ...others}) => others);
    this.remember();
  }

  private remember(): void {
    try {
      this.page.localStorage.setItem(storageKey, JSON.stringify(this.own()));
    } catch {
      // A browser that keeps nothing still gets the bands for this visit.
    }
  }

  /** What is kept and still makes sense; the rest is as if it had never been chosen. */
  private remembered(): Partial<Record<CardName, Bands>> {
    let kept: unknown;
    try {
      kept = JSON.parse(this.page.localStorage.getItem(storageKey) ?? '{}');
    } catch {
      return {};
    }
    const own: Partial<Record<CardName, Bands>> = {};
    for (const card of cardNames) {
      const {warning, critical} = ((kept as Record<string, Partial<Bands>> | null)?.[card] ?? {}) as Partial<Bands>;
      if (typeof warning === 'number' && typeof critical === 'number') {
        const bands = {warning, critical};
        if (problemOf(bands, usualBands[card].worse) === undefined) {
          own[card] = bands;
        }
      }
    }
    return own;
  }
}
