import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollViewport,
  CdkVirtualScrollableElement,
} from '@angular/cdk/scrolling';
import {ChangeDetectionStrategy, Component, computed, effect, input, signal, untracked, viewChild} from '@angular/core';
import {LucideArrowDown, LucideArrowUp, LucideRotateCcw} from '@lucide/angular';
import {count} from '../../common/numbers';
import type {ColumnView} from '../model/answer';
import type {AnswerRows, Row} from '../model/answer-rows';
import {cellFormats, isNumeric, unitOf} from '../model/cell-format';
import {columnWidths} from './column-widths';
import {nextSort, sorted, type TableSort} from './table-order';

const rowHeight = 32;
/** Rows that decide how a column is written and how wide it is. */
const sampled = 500;
const headHeight = 43;
/** A table that is a little longer is shown whole; of a long one the last row is cut, which says that there is more. */
const wholeUpTo = 14;
const visibleOfMore = 10.5;

/** Every row of an answer: drawn where one looks, fetched as one scrolls, sorted by any column. */
@Component({
  selector: 'app-answer-table',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    CdkVirtualScrollableElement,
    LucideArrowDown,
    LucideArrowUp,
    LucideRotateCcw,
  ],
  templateUrl: './answer-table.html',
  styleUrl: './answer-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerTable {
  readonly columns = input.required<readonly ColumnView[]>();
  readonly rows = input.required<AnswerRows>();
  /** Names the table for those who can't see what it belongs to. */
  readonly label = input('Answer');

  protected readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly rowHeight = rowHeight;
  protected readonly isSorting = signal(false);
  protected readonly sort = signal<TableSort | undefined>(undefined);
  /** Rows are only ever added at its end, so as long as it is as long it is the same. */
  private readonly sample = computed(
    () =>
      this.rows()
        .fetched()
        .slice(0, sampled)
        .map((row) => row.cells!),
    {equal: (before, now) => before.length === now.length && before[0] === now[0]},
  );
  protected readonly formats = computed(() => cellFormats(this.columns(), this.sample()));
  private readonly widths = computed(() => columnWidths(this.columns(), this.sample(), this.formats()));
  /** Columns share what is left over by what they need. */
  protected readonly grid = computed(() =>
    this.widths()
      .map((width) => `minmax(${width}px, ${width}fr)`)
      .join(' '),
  );
  protected readonly minWidth = computed(() => this.widths().reduce((sum, width) => sum + width, 0));
  protected readonly shown = computed(() => sorted(this.rows().rows(), this.columns(), this.sort()));
  protected readonly height = computed(() => {
    const rows = Math.max(1, this.shown().length);
    // Two pixels of border.
    return headHeight + (rows <= wholeUpTo ? rows : visibleOfMore) * rowHeight + 2;
  });
  protected readonly note = computed(() => {
    const rows = this.rows();
    const known = `${count(rows.fetched().length)} of ${count(rows.rows().length)} rows`;
    return rows.state() === 'gone'
      ? `This answer is no longer kept: ${known} are here. Ask again for all of them.`
      : rows.state() === 'failed'
        ? `The other rows could not be fetched: ${known} are here.`
        : this.isSorting()
          ? `Fetching every row to sort them: ${known}.`
          : '';
  });

  protected readonly isNumeric = isNumeric;
  protected readonly unitOf = unitOf;

  constructor() {
    effect((onCleanup) => {
      const viewport = this.viewport();
      const rows = this.rows();
      if (!viewport) {
        return;
      }
      const looking = viewport.renderedRangeStream.subscribe(({start, end}) => {
        if (!untracked(this.sort)) {
          void rows.need(start, end);
        }
      });
      onCleanup(() => looking.unsubscribe());
    });
  }

  protected sortOf(column: number): TableSort['direction'] | null {
    const sort = this.sort();
    return sort?.column === column ? sort.direction : null;
  }

  /** An order needs every row, so those that are not here yet are fetched first. */
  protected async sortBy(column: number): Promise<void> {
    const next = nextSort(this.sort(), column, this.columns()[column]!);
    if (next && !this.rows().isComplete()) {
      this.isSorting.set(true);
      await this.rows().all();
      this.isSorting.set(false);
      if (!this.rows().isComplete()) {
        return;
      }
    }
    this.sort.set(next);
    this.viewport()?.scrollToOffset(0);
  }

  protected retry(): void {
    const rows = this.rows();
    rows.retry();
    const {start, end} = this.viewport()?.getRenderedRange() ?? {start: 0, end: 50};
    void rows.need(start, end);
  }

  protected byIndex(_: number, row: Row): number {
    return row.index;
  }
}
