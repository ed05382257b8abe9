import {LiveAnnouncer} from '@angular/cdk/a11y';
import {DestroyRef, Injectable, inject} from '@angular/core';
import {count, decimal} from '../common/numbers';
import {PageVisibility} from '../common/page-visibility';
import {LiveDashboard} from '../live/live-dashboard';

/** A board that moves 25 times a second is told no more often than this. */
const calmMs = 30_000;

/** How things stand, for ears: politely, at a calm rate and only when it changed, or at once when one asks. */
@Injectable({providedIn: 'root'})
export class SpokenSummary {
  private readonly live = inject(LiveDashboard);
  private readonly visible = inject(PageVisibility).visible;
  private readonly announcer = inject(LiveAnnouncer);
  private last = '';

  constructor() {
    const timer = setInterval(() => this.tick(), calmMs);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Says it now, changed or not. */
  say(): void {
    this.last = this.text() || 'Nothing to tell yet: the page is still connecting.';
    void this.announcer.announce(this.last, 'polite');
  }

  private tick(): void {
    const text = this.text();
    if (this.visible() && this.live.connection().status === 'live' && text !== '' && text !== this.last) {
      this.say();
    }
  }

  private text(): string {
    const viewers = this.live.viewers();
    const metrics = this.live.metrics();
    if (!viewers || !metrics) {
      return '';
    }
    const parts = [
      `${count(viewers.activeViewers)} active viewers`,
      `${decimal(metrics.eventsPerSecond, 0)} events per second`,
      ...(metrics.errorRatePercent === undefined ? [] : [`error rate ${decimal(metrics.errorRatePercent, 1)} percent`]),
    ];
    return `${parts.join(', ')}.`;
  }
}
