import {ChangeDetectionStrategy, Component, input, output} from '@angular/core';
import {
  LucideChartBarBig,
  LucideChartColumn,
  LucideChartLine,
  LucideChartPie,
  LucideDynamicIcon,
  LucideHash,
  LucideTable2,
  type LucideIcon,
} from '@lucide/angular';
import type {ChartKind} from '../model/answer';

const looks: Record<ChartKind, {name: string; icon: LucideIcon}> = {
  number: {name: 'Number', icon: LucideHash},
  line: {name: 'Line', icon: LucideChartLine},
  bar: {name: 'Bars', icon: LucideChartBarBig},
  groupedBar: {name: 'Grouped bars', icon: LucideChartColumn},
  donut: {name: 'Donut', icon: LucideChartPie},
  table: {name: 'Table', icon: LucideTable2},
};

let serial = 0;

/** How an answer is shown: the pictures that fit it, and always its table. */
@Component({
  selector: 'app-kind-switch',
  imports: [LucideDynamicIcon],
  template: `
    <fieldset class="switch">
      <legend class="visually-hidden">Show as</legend>
      @for (kind of kinds(); track kind) {
        <label class="kind" [title]="looks[kind].name">
          <input
            type="radio"
            class="visually-hidden"
            [name]="name"
            [checked]="kind === chosen()"
            (change)="changed.emit(kind)"
          />
          <span class="face"
            ><svg [lucideIcon]="looks[kind].icon" [size]="15"></svg><span class="name">{{ looks[kind].name }}</span>
          </span>
        </label>
      }
    </fieldset>
  `,
  styleUrl: './kind-switch.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KindSwitch {
  readonly kinds = input.required<readonly ChartKind[]>();
  readonly chosen = input.required<ChartKind>();
  readonly changed = output<ChartKind>();
  protected readonly name = `kind-${++serial}`;
  protected readonly looks = looks;
}
