import {DOCUMENT} from '@angular/common';
import {Injectable, inject, signal} from '@angular/core';

const storageKey = 'split';
const byDefault = 54;

/** Percent of the width that the first half takes; remembered in this browser. */
@Injectable({providedIn: 'root'})
export class SplitRatio {
  static readonly least = 25;
  static readonly most = 75;

  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly chosen = signal(this.remembered());
  readonly percent = this.chosen.asReadonly();

  set(percent: number): void {
    const bounded = Math.min(SplitRatio.most, Math.max(SplitRatio.least, percent));
    this.chosen.set(Math.round(bounded * 10) / 10);
  }

  reset(): void {
    this.chosen.set(byDefault);
  }

  remember(): void {
    try {
      this.page.localStorage.setItem(storageKey, String(this.chosen()));
    } catch {
      // A browser that keeps nothing still gets the ratio for this visit.
    }
  }

  private remembered(): number {
    try {
      const kept = Number(this.page.localStorage.getItem(storageKey) ?? byDefault);
      return kept >= SplitRatio.least && kept <= SplitRatio.most ? kept : byDefault;
    } catch {
      return byDefault;
    }
  }
}
