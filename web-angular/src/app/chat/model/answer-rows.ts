import {computed, signal} from '@angular/core';
import type {Cells} from './answer';

/** A row in the answer's own order; its cells are undefined until they have been fetched. */
export interface Row {
  readonly index: number;
  readonly cells: Cells | undefined;
}

/** Fetches `limit` rows from `offset`; fails with `RowsGone` when the answer is no longer kept. */
export type FetchRows = (offset: number, limit: number) => Promise<readonly Cells[]>;

export class RowsGone extends Error {}

/** What became of the last attempt to fetch rows. */
export type RowsState = 'ready' | 'gone' | 'failed';

/** Rows fetched at once: as many as the service gives. */
export const pageSize = 1_000;

/** The rows of one answer: the first ones came with it, the others are fetched a page at a time when somebody looks there. */
export class AnswerRows {
  private readonly known = signal<readonly Row[]>([]);
  private readonly fetching = signal<ReadonlySet<number>>(new Set());
  private readonly outcome = signal<RowsState>('ready');
  private readonly pages = new Map<number, Promise<void>>();

  /** One for each row of the answer, fetched or not. */
  readonly rows = this.known.asReadonly();
  readonly isFetching = computed(() => this.fetching().size > 0);
  readonly state = this.outcome.asReadonly();
  /** Rows from the first one on without a gap. */
  readonly fetched = computed(() => {
    const gap = this.known().findIndex((row) => row.cells === undefined);
    return gap < 0 ? this.known() : this.known().slice(0, gap);
  });
  readonly isComplete = computed(() => this.fetched().length === this.known().length);

  constructor(
    first: readonly Cells[],
    rowCount: number,
    private readonly fetchRows: FetchRows,
  ) {
    const length = Math.max(first.length, rowCount);
    this.known.set(Array.from({length}, (_, index) => ({index, cells: first[index]})));
  }

  /** Somebody looks at rows `from` to `to` (exclusive): fetches what is missing there. Never fails; `state` tells. */
  async need(from: number, to: number): Promise<void> {
    const rows = this.known();
    const missing = new Set<number>();
    for (let index = Math.max(0, from); index < Math.min(to, rows.length); index++) {
      if (rows[index]!.cells === undefined) {
        missing.add(Math.floor(index / pageSize));
      }
    }
    await Promise.all([...missing].map((page) => this.fetchPage(page)));
  }

  /** Every row; what could not be fetched is left out, and `state` says why. */
  async all(): Promise<readonly Cells[]> {
    // One page after the other: the rows are for one reader, the service is for all.
    for (let from = 0; from < this.known().length && this.state() === 'ready'; from += pageSize) {
      await this.need(from, from + pageSize);
    }
    return this.known().flatMap((row) => (row.cells ? [row.cells] : []));
  }

  /** Forgets the last failure, so that the next look tries again. */
  retry(): void {
    this.outcome.set('ready');
  }

  private fetchPage(page: number): Promise<void> {
    const running = this.pages.get(page);
    if (running || this.outcome() !== 'ready') {
      return running ?? Promise.resolve();
    }
    const fetching = this.fill(page).finally(() => {
      this.pages.delete(page);
      this.fetching.set(new Set(this.pages.keys()));
    });
    this.pages.set(page, fetching);
    this.fetching.set(new Set(this.pages.keys()));
    return fetching;
  }

  private async fill(page: number): Promise<void> {
    const offset = page * pageSize;
    try {
      const cells = await this.fetchRows(offset, Math.min(pageSize, this.known().length - offset));
      if (cells.length === 0) {
        throw new RowsGone('The answer has fewer rows than it said.');
      }
      this.known.update((rows) =>
        rows.map((row) => {
          const own = cells[row.index - offset];
          return own && row.index >= offset ? {index: row.index, cells: own} : row;
        }),
      );
    } catch (error) {
      this.outcome.set(error instanceof RowsGone ? 'gone' : 'failed');
    }
  }
}
