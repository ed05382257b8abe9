import {ChangeDetectionStrategy, Component, input, model} from '@angular/core';
import {LucideChartNoAxesColumn, LucideTable2} from '@lucide/angular';

/** Shows a chart as a table with the same numbers, and back. */
@Component({
  selector: 'app-twin-switch',
  imports: [LucideChartNoAxesColumn, LucideTable2],
  template: `
    <button
      type="button"
      class="icon-control"
      [attr.aria-label]="of() + ' as table'"
      [title]="asTable() ? 'Show the chart' : 'Show as table'"
      [attr.aria-pressed]="asTable()"
      (click)="asTable.set(!asTable())"
    >
      @if (asTable()) {
        <svg lucideChartNoAxesColumn [size]="15"></svg>
      } @else {
        <svg lucideTable2 [size]="15"></svg>
      }
    </button>
  `,
  styles: `
    :host {
      display: inline-flex;
    }

    [aria-pressed='true'] {
      color: var(--accent-text);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TwinSwitch {
  /** The panel's name. */
  readonly of = input.required<string>();
  readonly asTable = model(false);
}
