import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import {LucideArrowUp, LucideSquare} from '@lucide/angular';
import {longestQuestion} from '../conversation/conversation';
import {BoundChips} from './bound-chips';
import {VoiceButton} from './voice-button';

/** Where one writes: Enter asks, Shift-Enter makes a line, Escape stops, and the arrow up brings the last question back. */
@Component({
  selector: 'app-composer',
  imports: [BoundChips, LucideArrowUp, LucideSquare, VoiceButton],
  templateUrl: './composer.html',
  styleUrl: './composer.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Composer {
  readonly busy = input(false);
  /** Questions asked before, oldest first. */
  readonly earlier = input<readonly string[]>([]);
  readonly asked = output<string>();
  readonly cancelled = output();

  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  protected readonly text = signal('');
  protected readonly problem = signal('');
  protected readonly longest = longestQuestion;
  protected readonly canAsk = computed(() => !this.busy() && this.text().trim() !== '');
  protected readonly isNearlyFull = computed(() => this.text().length > longestQuestion - 200);
  private recalled: number | undefined;

  focus(): void {
    this.field().nativeElement.focus();
  }

  protected wrote(text: string): void {
    this.text.set(text);
    this.problem.set('');
    this.recalled = undefined;
  }

  protected submit(event?: Event): void {
    event?.preventDefault();
    if (this.canAsk()) {
      const question = this.text().trim();
      this.wrote('');
      // What was typed in this same turn of the page has not been drawn yet, so the binding would see no change.
      this.field().nativeElement.value = '';
      this.asked.emit(question);
    }
  }

  protected pressed(event: KeyboardEvent): void {
    // While an input method composes a word, Enter belongs to it.
    if (event.isComposing) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      this.submit(event);
    } else if (event.key === 'ArrowUp' && (this.text() === '' || this.recalled !== undefined)) {
      this.recall(event, -1);
    } else if (event.key === 'ArrowDown' && this.recalled !== undefined) {
      this.recall(event, 1);
    }
  }

  private recall(event: KeyboardEvent, step: number): void {
    const earlier = this.earlier();
    const place = (this.recalled ?? earlier.length) + step;
    if (earlier.length === 0 || place < 0) {
      return;
    }
    event.preventDefault();
    this.recalled = place < earlier.length ? place : undefined;
    this.text.set(earlier[place] ?? '');
  }
}
