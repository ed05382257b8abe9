import {Injectable, Injector, inject, signal} from '@angular/core';
import {FeedFilter} from '../../feed/feed-filter';
import {BoardHistory} from '../../filters/board-history';
import {DashboardFilter} from '../../filters/dashboard-filter';
import {nothingSelected, type Selection} from '../../filters/selection';
import {LiveDashboard} from '../../live/live-dashboard';
import type {WindowName} from '../../live/view';
import type {AnswerView, BoardCommandView} from '../model/answer';

interface Before {
  readonly selection: Selection;
  readonly window: WindowName;
  readonly feedTypes: readonly string[];
  readonly feedSearch: string;
  readonly paused: boolean;
}

/** Does on the board what an answer says it does, and undoes the last of it. */
@Injectable({providedIn: 'root'})
export class BoardSteering {
  private readonly filter = inject(DashboardFilter);
  private readonly feed = inject(FeedFilter);
  /** History and stream begin to work when they are made, which is the page's business: they are asked for when one orders. */
  private readonly injector = inject(Injector);
  private readonly last = signal<{answer: AnswerView; before: Before} | undefined>(undefined);

  /** The one answer whose order can be undone. */
  canUndo(answer: AnswerView): boolean {
    return this.last()?.answer === answer;
  }

  apply(answer: AnswerView): void {
    if (answer.board) {
      this.last.set({answer, before: this.now()});
      this.carryOut(answer.board);
    }
  }

  undo(): void {
    const before = this.last()?.before;
    if (before) {
      this.last.set(undefined);
      this.filter.restore(before.selection, before.window);
      this.feed.restore(before.feedTypes, before.feedSearch);
      this.setPaused(before.paused);
    }
  }

  private carryOut({action, filters, window}: BoardCommandView): void {
    switch (action) {
      case 'show': {
        const selection =
          Object.keys(filters).length === 0 ? this.filter.selection() : {...nothingSelected, ...filters};
        this.filter.restore(selection, window ?? this.filter.window());
        break;
      }
      case 'clear':
        this.filter.clear();
        this.feed.clear();
        break;
      case 'pause':
      case 'resume':
        this.setPaused(action === 'pause');
        break;
      case 'back':
        this.injector.get(BoardHistory).back();
        break;
    }
  }

  private setPaused(paused: boolean): void {
    if (paused !== this.live().paused()) {
      if (paused) {
        this.live().pause();
      } else {
        this.live().resume();
      }
    }
  }

  private live(): LiveDashboard {
    return this.injector.get(LiveDashboard);
  }

  private now(): Before {
    return {
      selection: this.filter.selection(),
      window: this.filter.window(),
      feedTypes: [...this.feed.types()],
      feedSearch: this.feed.search(),
      paused: this.live().paused(),
    };
  }
}
