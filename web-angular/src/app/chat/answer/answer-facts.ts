import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {count} from '../../common/numbers';
import type {AnswerView} from '../model/answer';
import {byteCount, duration} from '../model/cell-format';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});
const date = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', timeZone: 'UTC'});

/** What the answer rests on: how new, how much, how long, by which engine. */
@Component({
  selector: 'app-answer-facts',
  template: `<ul class="facts numeric" aria-label="About this answer">
    @for (fact of facts(); track fact.text) {
      <li [title]="fact.title">{{ fact.text }}</li>
    }
  </ul>`,
  styleUrl: './answer-facts.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerFacts {
  readonly answer = input.required<AnswerView>();

  protected readonly facts = computed(() => {
    const answer = this.answer();
    const facts: {text: string; title: string}[] = [];
    const add = (text: string, title: string) => facts.push({text, title});
    if (answer.rowCount !== 1) {
      const rows = `${count(answer.rowCount)} rows`;
      add(answer.truncated ? `First ${rows}` : rows, answer.truncated ? 'There are more; narrow the question.' : '');
    }
    if (answer.freshAtMs !== undefined) {
      add(`Data up to ${this.moment(answer.freshAtMs)} UTC`, 'Time of the newest event that this answer can know of');
    }
    if (answer.bytesScanned > 0) {
      add(`${byteCount(answer.bytesScanned)} read`, `${count(answer.bytesScanned)} bytes scanned`);
    }
    const parts = `${duration(answer.planningMs)} planning, ${duration(answer.queryMs)} query`;
    add(duration(answer.planningMs + answer.queryMs), parts);
    if (answer.cached) {
      add('From cache', 'The same question was answered within the last minutes');
    }
    if (answer.engine !== '') {
      add(answer.engine, 'Engine that answered');
    }
    if (answer.modelMade) {
      add('Planned by a language model', 'The reading was proposed by a language model and checked');
    }
    return facts;
  });

  private moment(freshAtMs: number): string {
    const sameDay = Math.floor(freshAtMs / 86_400_000) === Math.floor(this.answer().atMs / 86_400_000);
    return sameDay ? clock.format(freshAtMs) : `${date.format(freshAtMs)}, ${clock.format(freshAtMs)}`;
  }
}
