import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {LucideUnplug} from '@lucide/angular';
import {count} from '../common/numbers';
import type {FeedGap} from '../live/view';

const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});

/** Where events may be missing in the feed: since when, until when and why. The numbers of the board have counted them. */
@Component({
  selector: 'app-feed-gap',
  imports: [LucideUnplug],
  template: `
    <svg lucideUnplug [size]="15"></svg>
    <span class="what">{{ what() }}</span>
    <span class="when numeric">{{ when() }}</span>
  `,
  styleUrl: './feed-gap.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedGapView {
  readonly gap = input.required<FeedGap>();

  protected readonly what = computed(() => {
    const {gap, missed} = this.gap();
    return gap === 'slow'
      ? `${count(missed)} events not shown: faster than this page`
      : 'Connection lost: events may be missing';
  });
  protected readonly when = computed(() => {
    const {atMs, untilMs} = this.gap();
    return `${clock.format(atMs)} – ${clock.format(untilMs)} · counted in every number`;
  });
}
