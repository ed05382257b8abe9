import {DOCUMENT} from '@angular/common';
import {Injectable, computed, inject, signal} from '@angular/core';
import {
  asBuilt,
  moved,
  parseArrangement,
  placed,
  resized,
  type Arrangement,
  type Move,
  type PanelName,
  type Resize,
} from './arrangement';

const storageKey = 'panels';

/** Where the panels are and how large, as one arranged them; remembered in this browser. */
@Injectable({providedIn: 'root'})
export class BoardLayout {
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly own = signal(this.remembered());
  private readonly isArranging = signal(false);

  readonly panels = computed(() => this.own() ?? asBuilt);
  /** Somebody has arranged them; else the board uses its room as it was built to. */
  readonly isArranged = computed(() => this.own() !== undefined);
  readonly arranging = this.isArranging.asReadonly();

  toggleArranging(): void {
    this.isArranging.update((arranging) => !arranging);
  }

  finish(): void {
    this.isArranging.set(false);
  }

  move(name: PanelName, move: Move): void {
    this.change(moved(this.panels(), name, move));
  }

  resize(name: PanelName, resize: Resize): void {
    this.change(resized(this.panels(), name, resize));
  }

  place(from: number, to: number): void {
    this.change(placed(this.panels(), from, to));
  }

  reset(): void {
    this.own.set(undefined);
    this.keep((storage) => storage.removeItem(storageKey));
  }

  private change(arrangement: Arrangement): void {
    this.own.set(arrangement);
    this.keep((storage) => storage.setItem(storageKey, JSON.stringify(arrangement)));
  }

  private keep(write: (storage: Storage) => void): void {
    try {
      write(this.page.localStorage);
    } catch {
      // A browser that keeps nothing still gets the arrangement for this visit.
    }
  }

  private remembered(): Arrangement | undefined {
    try {
      return parseArrangement(this.page.localStorage.getItem(storageKey));
    } catch {
      return undefined;
    }
  }
}
