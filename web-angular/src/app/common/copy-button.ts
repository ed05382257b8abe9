import {ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal} from '@angular/core';
import {LucideCheck, LucideCopy, LucideX} from '@lucide/angular';

/** Puts text on the clipboard and says that it did, or that the browser would not. */
@Component({
  selector: 'app-copy-button',
  imports: [LucideCheck, LucideCopy, LucideX],
  template: `
    <button type="button" class="small-control" (click)="copy()">
      @switch (outcome()) {
        @case ('copied') {
          <svg lucideCheck [size]="14"></svg>Copied
        }
        @case ('refused') {
          <svg lucideX [size]="14"></svg>Not copied
        }
        @default {
          <svg lucideCopy [size]="14"></svg>Copy
        }
      }
      <span class="visually-hidden">{{ what() }}</span>
    </button>
    <span class="visually-hidden" role="status">{{
      outcome() === 'copied' ? 'Copied' : outcome() === 'refused' ? 'The browser did not allow copying' : ''
    }}</span>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButton {
  /** What is copied, in a word or two: "table", "SQL". */
  readonly what = input.required<string>();
  readonly text = input.required<() => string | Promise<string>>();
  protected readonly outcome = signal<'copied' | 'refused' | undefined>(undefined);
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.forgetting));
  }

  protected async copy(): Promise<void> {
    clearTimeout(this.forgetting);
    try {
      await navigator.clipboard.writeText(await this.text()());
      this.outcome.set('copied');
    } catch {
      this.outcome.set('refused');
    }
    this.forgetting = setTimeout(() => this.outcome.set(undefined), 2_000);
  }
}
