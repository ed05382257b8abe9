import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {Definition} from '../../common/definition';
import type {DefinitionView, ReadingPart} from '../model/answer';

/** How the question was understood, part by part; a measure tells its definition. */
@Component({
  selector: 'app-reading-chips',
  imports: [Definition],
  template: `
    <ul class="chips" aria-label="How the question was read">
      @for (chip of chips(); track $index) {
        <li class="chip" [class.measure]="chip.kind === 'measure'" [attr.data-kind]="chip.kind">
          {{ chip.text }}
          @if (chip.definition; as definition) {
            <app-definition [of]="definition.name" [text]="definition.text" />
          }
        </li>
      }
    </ul>
  `,
  styleUrl: './reading-chips.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReadingChips {
  readonly reading = input.required<readonly ReadingPart[]>();
  readonly definitions = input<readonly DefinitionView[]>([]);

  /** A definition belongs to the chip that names its measure, else to the measures in their order. */
  protected readonly chips = computed(() => {
    const left = [...this.definitions()];
    const parts = this.reading().length > 0 ? this.reading() : left.map(({name}) => ({kind: 'measure', text: name}));
    const take = (text: string) => {
      const named = left.findIndex(({name}) => text.toLowerCase().includes(name.toLowerCase()));
      return left.splice(Math.max(0, named), 1)[0];
    };
    return parts.map((part) => ({...part, definition: part.kind === 'measure' ? take(part.text) : undefined}));
  });
}
