import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {LucideInbox} from '@lucide/angular';
import type {PanelStatus} from '../live/view';
import {AskButton} from '../shell/ask-button';
import type {Subject} from '../shell/ask-this';
import {Definition} from './definition';
import {Freshness} from './freshness';

let serial = 0;

/** A titled part of the board that looks the same in each of its four states, wherever it stands. */
@Component({
  selector: 'app-panel',
  imports: [AskButton, Definition, Freshness, LucideInbox],
  templateUrl: './panel.html',
  styleUrl: './panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Panel {
  readonly heading = input.required<string>();
  /** What is shown and how it is counted; behind a button beside the heading. */
  readonly definition = input('');
  /** What the chat is asked about the panel as a whole. */
  readonly ask = input<Subject>();
  readonly status = input.required<PanelStatus>();
  /** Said instead of the content when there is nothing to show: why, and what to do. */
  readonly emptyText = input('Nothing to show yet.');
  protected readonly id = `panel-${++serial}`;
  protected readonly view = computed(() => this.status().view);
}
