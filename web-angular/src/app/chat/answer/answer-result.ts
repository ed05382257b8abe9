import {ChangeDetectionStrategy, Component, computed, effect, input, linkedSignal, untracked} from '@angular/core';
import {LucideInbox} from '@lucide/angular';
import {CopyButton} from '../../common/copy-button';
import {AnswerChart} from '../chart/answer-chart';
import {zoneOf} from '../chart/chart-clock';
import {firstKind, possibleKinds} from '../chart/chart-choice';
import {chartData} from '../chart/chart-data';
import {KindSwitch} from '../chart/kind-switch';
import type {AnswerView, ChartKind} from '../model/answer';
import type {AnswerRows} from '../model/answer-rows';
import {AnswerTable} from '../table/answer-table';
import {asTabSeparated} from '../table/table-order';
import {AnswerNumber} from './answer-number';
import {changeLine} from './change-line';
import {emptyResult} from './empty-result';
import {ExportActions} from './export-actions';

/** A chart is drawn from so many rows; the table has them all. */
const chartRows = 1_000;

/** The rows of an answer as a number, a picture or a table, as the planner chose or the reader switched. */
@Component({
  selector: 'app-answer-result',
  imports: [AnswerChart, AnswerNumber, AnswerTable, CopyButton, ExportActions, KindSwitch, LucideInbox],
  templateUrl: './answer-result.html',
  styleUrl: './answer-result.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerResult {
  readonly answer = input.required<AnswerView>();
  readonly rows = input.required<AnswerRows>();

  /** Rows are only ever added at its end, so as long as it is as long it is the same. */
  private readonly cells = computed(
    () =>
      this.rows()
        .fetched()
        .slice(0, chartRows)
        .map((row) => row.cells!),
    {equal: (before, now) => before.length === now.length && before[0] === now[0]},
  );
  protected readonly kinds = computed(() => possibleKinds(this.answer(), this.cells()));
  protected readonly kind = linkedSignal<readonly ChartKind[], ChartKind>({
    source: this.kinds,
    computation: (kinds, before) =>
      before && before.source.length > 1 && kinds.includes(before.value)
        ? before.value
        : firstKind(this.answer(), kinds),
  });
  protected readonly data = computed(() =>
    chartData(this.kind(), this.answer().columns, this.cells(), this.answer().chart, zoneOf(this.answer())),
  );
  protected readonly change = computed(() => changeLine(this.answer().columns, this.cells()));
  protected readonly empty = computed(() => emptyResult(this.answer()));
  protected readonly firstRow = computed(() => this.cells()[0]);
  /** The answer came from the history, and its rows are on their way or lost. */
  protected readonly waits = computed(() => this.cells().length === 0 && this.answer().rowCount > 0);
  protected readonly reason = computed(() =>
    this.kind() === this.answer().chart?.kind ? (this.answer().chart?.reason ?? '') : '',
  );
  protected readonly copied = computed(() => {
    const {columns} = this.answer();
    const rows = this.rows();
    return async () => asTabSeparated(columns, await rows.all());
  });

  constructor() {
    effect(() => {
      const rows = this.rows();
      untracked(() => void rows.need(0, chartRows));
    });
  }

  protected fetchAgain(): void {
    this.rows().retry();
    void this.rows().need(0, chartRows);
  }
}
