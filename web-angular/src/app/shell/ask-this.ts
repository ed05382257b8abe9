import {Injectable, computed, inject, signal} from '@angular/core';
import {PageConfig} from '../config/page-config';
import {DashboardFilter} from '../filters/dashboard-filter';
import type {Selection} from '../filters/selection';
import questions from './board-questions.json';
import {ShownHalf} from './shown-half';

/** What the board has a question for. */
export type Subject = keyof typeof questions;

export interface AskedThis {
  readonly question: string;
  /** What the board showed at that moment, narrowed to what was asked about. */
  readonly about: Selection;
}

/** The way from anything on the board to a question in the chat, bound to the filters of that moment. */
@Injectable({providedIn: 'root'})
export class AskThis {
  private readonly filter = inject(DashboardFilter);
  private readonly halves = inject(ShownHalf);
  private readonly settings = inject(PageConfig).settings;
  private readonly next = signal<AskedThis | undefined>(undefined);

  /** There is a chat to ask. */
  readonly canAsk = computed(() => this.settings()?.chatUrl !== undefined);
  /** What waits for the chat to take it. */
  readonly waiting = this.next.asReadonly();

  ask(subject: Subject, about: Partial<Selection> = {}): void {
    this.next.set({question: questions[subject], about: {...this.filter.selection(), ...about}});
    this.halves.show('chat');
  }

  taken(): void {
    this.next.set(undefined);
  }
}
