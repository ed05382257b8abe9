import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {
  LucideCirclePause,
  LucideClockAlert,
  LucideDynamicIcon,
  LucideLoaderCircle,
  LucideLock,
  LucideTriangleAlert,
  LucideWifiOff,
  type LucideIcon,
} from '@lucide/angular';
import type {Freshness as FreshnessName, PanelStatus} from '../live/view';

const looks: Partial<Record<FreshnessName, {readonly icon: LucideIcon; readonly tone: string}>> = {
  delayed: {icon: LucideClockAlert, tone: 'late'},
  paused: {icon: LucideCirclePause, tone: 'idle'},
  reconnecting: {icon: LucideLoaderCircle, tone: 'late'},
  offline: {icon: LucideWifiOff, tone: 'lost'},
  refused: {icon: LucideLock, tone: 'lost'},
};

/**
 * How fresh the numbers of a panel are: a quiet dot while they are live, otherwise a word, an icon and their age. A second mark
 * says when part of the stream stands still, which fresh numbers don't show. In a narrow panel the icon and the age remain.
 */
@Component({
  selector: 'app-freshness',
  imports: [LucideDynamicIcon, LucideTriangleAlert],
  template: `
    @if (look(); as shown) {
      <span class="note numeric" [class]="shown.tone" [title]="status().note">
        <svg [lucideIcon]="shown.icon" [size]="13"></svg><span class="words">{{ status().note }}</span
        ><span class="short" aria-hidden="true">{{ status().age }}</span>
      </span>
    } @else if (status().freshness === 'live') {
      <span class="dot" title="Live"><span class="visually-hidden">Live</span></span>
    }
    @if (status().partial; as partial) {
      <span class="note late partial numeric" [title]="partial">
        <svg lucideTriangleAlert [size]="13"></svg><span class="words">{{ partial }}</span>
      </span>
    }
  `,
  styleUrl: './freshness.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Freshness {
  readonly status = input.required<PanelStatus>();
  protected readonly look = computed(() => (this.status().note ? looks[this.status().freshness] : undefined));
}
