import {ChangeDetectionStrategy, Component, computed, inject, input, output, signal} from '@angular/core';
import {
  LucideCircleQuestionMark,
  LucideCodeXml,
  LucideInfo,
  LucideLayoutDashboard,
  LucideSpellCheck,
  LucideUndo2,
} from '@lucide/angular';
import {BoardSteering} from '../conversation/board-steering';
import type {AnswerView, Choice} from '../model/answer';
import type {AnswerRows} from '../model/answer-rows';
import {AnswerFacts} from './answer-facts';
import {AnswerResult} from './answer-result';
import {AnswerSql} from './answer-sql';
import {QuestionButtons} from './question-buttons';
import {ReadingChips} from './reading-chips';

/** One answer: how the question was read, what came out, what it rests on, and where to go from here. */
@Component({
  selector: 'app-answer-card',
  imports: [
    AnswerFacts,
    AnswerResult,
    AnswerSql,
    LucideCircleQuestionMark,
    LucideCodeXml,
    LucideInfo,
    LucideLayoutDashboard,
    LucideSpellCheck,
    LucideUndo2,
    QuestionButtons,
    ReadingChips,
  ],
  templateUrl: './answer-card.html',
  styleUrl: './answer-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerCard {
  readonly answer = input.required<AnswerView>();
  readonly rows = input.required<AnswerRows>();
  /** Nothing was asked since: its suggestions are still what comes next. */
  readonly isNewest = input(false);
  /** A question is under way, so that no other can be asked. */
  readonly busy = input(false);
  /** Questions that always work: what a refusal without a suggestion of its own ends with. */
  readonly starters = input<readonly string[]>([]);
  readonly asked = output<string>();

  protected readonly steering = inject(BoardSteering);
  protected readonly showsSql = signal(false);
  protected readonly isTable = computed(() => this.answer().kind === 'table');
  protected readonly suggestions = computed<readonly Choice[]>(() => {
    const {kind, suggestions} = this.answer();
    const questions = kind === 'refusal' && suggestions.length === 0 ? this.starters().slice(0, 3) : suggestions;
    return questions.map((question) => ({label: question, question}));
  });
  protected readonly suggestionsHeading = computed(() =>
    this.answer().kind === 'refusal' ? 'These would work' : 'Go on with',
  );
  /** Of an explanation, what its text has not said already. */
  protected readonly definitions = computed(() =>
    this.answer().kind === 'explanation'
      ? this.answer().definitions.filter(({text}) => !this.answer().text.includes(text.replace(/\.$/, '')))
      : [],
  );
  /** Suggestions of an old table would only be in the way; those of a refusal are the answer. */
  protected readonly showsSuggestions = computed(
    () => this.suggestions().length > 0 && (this.isNewest() || this.answer().kind === 'refusal'),
  );
}
