import {Injectable, signal} from '@angular/core';
import type {FeedRow} from '../live/view';

const searched: readonly ((row: FeedRow) => string)[] = [
  (row) => row.eventId,
  (row) => row.sessionId,
  (row) => row.titleId,
  (row) => row.customer,
  (row) => row.country,
  (row) => row.state,
  (row) => row.city,
  (row) => row.errorCode,
];

/** True when `text` occurs, in any case, in one of the fields that the service searches. */
export function mentions(row: FeedRow, text: string): boolean {
  const wanted = text.toLowerCase();
  return searched.some((field) => field(row).toLowerCase().includes(wanted));
}

/** What the feed alone shows; the board's own filters come first. */
@Injectable({providedIn: 'root'})
export class FeedFilter {
  private readonly chosenTypes = signal<ReadonlySet<string>>(new Set());
  private readonly text = signal('');

  /** Empty = every type. */
  readonly types = this.chosenTypes.asReadonly();
  readonly search = this.text.asReadonly();

  toggleType(type: string): void {
    this.chosenTypes.update((types) => {
      const next = new Set(types);
      if (!next.delete(type)) {
        next.add(type);
      }
      return next;
    });
  }

  searchFor(text: string): void {
    this.text.set(text.trim().slice(0, 128));
  }

  restore(types: readonly string[], text: string): void {
    this.chosenTypes.set(new Set(types));
    this.searchFor(text);
  }

  clear(): void {
    this.chosenTypes.set(new Set());
    this.text.set('');
  }
}
