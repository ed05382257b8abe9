import {ChangeDetectionStrategy, Component, computed, input, linkedSignal, output} from '@angular/core';
import {LucideArrowDown, LucideArrowUp} from '@lucide/angular';

export interface TableColumn<T> {
  readonly name: string;
  /** What the cell says. */
  readonly text: (row: T) => string;
  /** What the column is sorted by: numbers from the largest, text from A; undefined comes last in either order. */
  readonly by: (row: T) => number | string | undefined;
}

export interface TableOrder {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * The numbers of a chart in rows: the first column names the row, and a row that can be chosen has a button there. Every column
 * sorts. The rows keep the order in which they come until somebody sorts them.
 */
@Component({
  selector: 'app-data-table',
  imports: [LucideArrowDown, LucideArrowUp],
  templateUrl: './data-table.html',
  styleUrl: './data-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DataTable<T> {
  /** What the table holds, for those who don't see the panel around it. */
  readonly caption = input.required<string>();
  readonly columns = input.required<readonly TableColumn<T>[]>();
  readonly rows = input.required<readonly T[]>();
  /** Tells rows apart. */
  readonly key = input.required<(row: T) => string | number>();
  readonly canChoose = input<(row: T) => boolean>(() => false);
  /** Undefined: the row's button does not switch anything on and off. */
  readonly isChosen = input<(row: T) => boolean | undefined>(() => undefined);
  readonly firstOrder = input<TableOrder>();
  readonly chosen = output<T>();

  protected readonly order = linkedSignal(() => this.firstOrder());
  protected readonly sorted = computed(() => {
    const order = this.order();
    const column = this.columns().find(({name}) => name === order?.column);
    return order && column ? [...this.rows()].sort(comparing(column.by, order.descending)) : this.rows();
  });

  protected ariaSort(column: TableColumn<T>): string | null {
    const order = this.order();
    return order?.column === column.name ? (order.descending ? 'descending' : 'ascending') : null;
  }

  /** The direction that is asked for more often comes first: the largest number, the first letter. */
  protected sort(column: TableColumn<T>): void {
    const isNumeric = this.rows().some((row) => typeof column.by(row) === 'number');
    this.order.update((order) => ({
      column: column.name,
      descending: order?.column === column.name ? !order.descending : isNumeric,
    }));
  }
}

function comparing<T>(by: TableColumn<T>['by'], descending: boolean): (a: T, b: T) => number {
  return (a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === undefined || y === undefined) {
      return x === y ? 0 : x === undefined ? 1 : -1;
    }
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return descending ? -order : order;
  };
}
