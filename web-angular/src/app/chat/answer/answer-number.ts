import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {undefinedNumber} from '../../common/numbers';
import type {AnswerView, Cells} from '../model/answer';
import {isMeasure} from '../chart/chart-data';
import {cellFormat, isTime} from '../model/cell-format';

/** An answer of one row: its numbers large, what they belong to beneath. */
@Component({
  selector: 'app-answer-number',
  template: `
    <dl class="numbers" [class.many]="numbers().length > 1">
      @for (number of numbers(); track number.title) {
        <div class="number">
          <dt>{{ number.title }}</dt>
          <dd class="numeric">
            {{ number.text }}
            @if (number.unit && number.text !== undefinedNumber) {
              <span class="unit">{{ number.unit }}</span>
            }
          </dd>
        </div>
      }
    </dl>
    @if (meaning(); as text) {
      <p class="about">{{ text }}</p>
    }
    @if (about(); as text) {
      <p class="about">{{ text }}</p>
    }
  `,
  styleUrl: './answer-number.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerNumber {
  readonly answer = input.required<AnswerView>();
  readonly row = input.required<Cells>();
  protected readonly undefinedNumber = undefinedNumber;

  protected readonly numbers = computed(() =>
    this.answer().columns.flatMap((column, index) => {
      const cell = this.row()[index];
      return isMeasure(column)
        ? [
            {
              title: column.title,
              unit: column.unit,
              isCount: column.type === 'integer',
              text: cellFormat(column, [cell])(cell),
            },
          ]
        : [];
    }),
  );
  /** A number without a unit is a number of what? */
  protected readonly meaning = computed(() => {
    const [number, ...others] = this.numbers();
    const [definition, second] = this.answer().definitions;
    if (this.answer().columns.some(({name}) => name === 'correlation')) {
      return definition && second ? correlation(definition.name, second.name) : '';
    }
    return number && others.length === 0 && number.unit === '' && !number.isCount ? (definition?.text ?? '') : '';
  });
  protected readonly about = computed(() =>
    this.answer()
      .columns.flatMap((column, index) => {
        const cell = this.row()[index];
        const utc = isTime(column) && column.type === 'timestamp' ? ' UTC' : '';
        return isMeasure(column) ? [] : [`${column.title}: ${cellFormat(column, [cell])(cell)}${utc}`];
      })
      .join(' · '),
  );
}

/** A correlation is neither of the two measures that it is of. */
function correlation(one: string, other: string): string {
  return (
    `Pearson’s r of “${one}” and “${other}” over the events that have both: ` +
    'from −1 (one falls where the other rises) to 1 (they rise together); near 0 they have no straight-line relation.'
  );
}
