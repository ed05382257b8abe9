import {ChangeDetectionStrategy, Component, DestroyRef, computed, inject, input, output, signal} from '@angular/core';
import {LucideSquare} from '@lucide/angular';
import type {ProgressView, Stage} from '../model/answer';
import {byteCount} from '../model/cell-format';

const stageWords: Record<Stage, string> = {
  planning: 'Understanding the question',
  queued: 'Waiting for a free place',
  running: 'Reading the data',
  paging: 'Fetching the rows',
};

/** What happens to the question under way, and the way to stop it. The seconds count here, not in the service. */
@Component({
  selector: 'app-progress-line',
  imports: [LucideSquare],
  template: `
    <div class="line">
      <div class="words">
        <span class="stage">{{ stage() }}…</span>
        <span class="figures numeric">{{ figures() }}</span>
      </div>
      <button type="button" class="control stop" (click)="cancelled.emit()">
        <svg lucideSquare [size]="11" fill="currentColor"></svg>Cancel
      </button>
    </div>
    <div
      class="track"
      role="progressbar"
      [attr.aria-label]="stage()"
      [attr.aria-valuenow]="percent()"
      [attr.aria-valuemin]="0"
      [attr.aria-valuemax]="100"
    >
      <div class="fill" [class.unknown]="percent() === null" [style.width.%]="percent() ?? 34"></div>
    </div>
    @if (progress().reading; as reading) {
      <p class="reading">{{ reading }}</p>
    }
    @if (progress().note; as note) {
      <p class="note">{{ note }}</p>
    }
  `,
  styleUrl: './progress-line.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProgressLine {
  readonly progress = input.required<ProgressView>();
  readonly askedAtMs = input.required<number>();
  readonly cancelled = output();

  private readonly now = signal(Date.now());
  protected readonly stage = computed(() => stageWords[this.progress().stage]);
  protected readonly percent = computed(() => {
    const {fraction} = this.progress();
    return fraction === undefined ? null : Math.round(fraction * 100);
  });
  protected readonly figures = computed(() => {
    const {bytesScanned} = this.progress();
    const percent = this.percent();
    const seconds = Math.max(0, Math.floor((this.now() - this.askedAtMs()) / 1_000));
    return [
      percent === null ? '' : `${percent} %`,
      bytesScanned > 0 ? byteCount(bytesScanned) : '',
      seconds > 0 ? `${seconds} s` : '',
    ]
      .filter(Boolean)
      .join(' · ');
  });

  constructor() {
    const clock = setInterval(() => this.now.set(Date.now()), 500);
    inject(DestroyRef).onDestroy(() => clearInterval(clock));
  }
}
