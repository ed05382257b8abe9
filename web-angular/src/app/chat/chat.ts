import {ChangeDetectionStrategy, Component, computed, effect, inject, untracked, viewChild} from '@angular/core';
import {LucideLock, LucideMessageSquarePlus, LucideUnplug} from '@lucide/angular';
import {PageConfig} from '../config/page-config';
import {Identity} from '../identity/identity';
import {Composer} from './composer/composer';
import {AskThis} from '../shell/ask-this';
import {BoundFilters, boundTo} from './conversation/bound-filters';
import {Conversation} from './conversation/conversation';
import {ConversationLog} from './conversation/conversation-log';
import {SessionMenu} from './history/session-menu';
import type {Turn} from './model/turn';

/** The chat half: the conversation, the place to write, and the way to conversations before. */
@Component({
  selector: 'app-chat',
  imports: [Composer, ConversationLog, LucideLock, LucideMessageSquarePlus, LucideUnplug, SessionMenu],
  templateUrl: './chat.html',
  styleUrl: './chat.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {'(keydown.escape)': 'conversation.cancel()'},
})
export class Chat {
  protected readonly conversation = inject(Conversation);
  private readonly bound = inject(BoundFilters);
  protected readonly settings = inject(PageConfig).settings;
  /** Where the sign-in is missing the page says so, once. */
  protected readonly signInNeeded = inject(Identity).need;
  private readonly composer = viewChild.required(Composer);
  private readonly log = viewChild.required(ConversationLog);
  protected readonly questions = computed(() => this.conversation.turns().map((turn) => turn.question));

  constructor() {
    const askThis = inject(AskThis);
    effect(() => {
      const asked = askThis.waiting();
      // A question under way is let end first.
      if (asked && !this.conversation.isAsking()) {
        untracked(() => {
          askThis.taken();
          this.conversation.ask(asked.question, boundTo(asked.about));
          this.takeFocus();
        });
      }
    });
  }

  protected ask(question: string): void {
    this.conversation.ask(question, this.bound.values());
    this.takeFocus();
  }

  protected askAgain(turn: Turn): void {
    this.conversation.askAgain(turn);
    this.takeFocus();
  }

  protected cancel(): void {
    this.conversation.cancel();
    this.takeFocus();
  }

  protected startNew(): void {
    this.conversation.startNew();
    this.takeFocus();
  }

  /** The button that was pressed goes away; where a finger pressed it, the keyboard must not jump up. */
  private takeFocus(): void {
    if (matchMedia('(pointer: coarse)').matches) {
      this.log().focus();
    } else {
      this.composer().focus();
    }
  }
}
