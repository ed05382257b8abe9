import {DIALOG_DATA, DialogRef} from '@angular/cdk/dialog';
import {ChangeDetectionStrategy, Component, computed, inject} from '@angular/core';
import {LucideDynamicIcon, LucideX} from '@lucide/angular';
import {CopyButton} from '../common/copy-button';
import {count, decimal, label} from '../common/numbers';
import {lookOf} from '../feed/event-types';
import type {FeedRow} from '../live/view';
import {totalsOf, type Moment} from './moment';
import {SessionTimeline} from './session-timeline';

export interface SessionData {
  /** The event that it was opened from. */
  readonly row: FeedRow;
  /** What the page shows of the session already. */
  readonly shown: readonly FeedRow[];
}

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat('en-GB', {weekday: 'short', day: 'numeric', month: 'short'});

/** One viewing session from its first event to what happens now: what it was, what it suffered, and each event in order. */
@Component({
  selector: 'app-session-view',
  imports: [CopyButton, LucideDynamicIcon, LucideX],
  providers: [SessionTimeline],
  templateUrl: './session-view.html',
  styleUrl: './session-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionView {
  protected readonly timeline = inject(SessionTimeline);
  protected readonly dialog = inject<DialogRef<void, SessionView>>(DialogRef);
  protected readonly row = inject<SessionData>(DIALOG_DATA).row;
  protected readonly look = lookOf;
  protected readonly count = count;

  protected readonly place = [this.row.city, this.row.state !== this.row.city ? this.row.state : '', this.row.country]
    .filter(Boolean)
    .join(', ');
  protected readonly device = [label(this.row.device), this.row.os].filter(Boolean).join(' · ');
  protected readonly shortId = shortened(this.row.sessionId);
  protected readonly id = () => this.row.sessionId;

  protected readonly totals = computed(() => totalsOf(this.timeline.moments()));
  protected readonly startup = computed(() => {
    const ms = this.totals().startupMs;
    return ms === undefined ? '–' : `${count(ms)} ms`;
  });
  protected readonly stalls = computed(() => {
    const {stalls, stalledMs} = this.totals();
    return stalledMs > 0 ? `${count(stalls)} · ${decimal(stalledMs / 1_000, 1)} s` : count(stalls);
  });
  protected readonly span = computed(() => {
    const moments = this.timeline.moments();
    const ms = (moments.at(-1)?.atMs ?? 0) - (moments[0]?.atMs ?? 0);
    const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60].map(Math.floor);
    return hours! > 0
      ? `${count(hours!)} h ${minutes} min`
      : minutes! > 0
        ? `${minutes} min ${seconds} s`
        : `${seconds} s`;
  });
  protected readonly liveText = computed(() => {
    switch (this.timeline.liveState()) {
      case 'ready':
        return 'Following live';
      case 'failed':
        return 'Live part lost, trying again';
      default:
        return 'Connecting to the live part';
    }
  });

  constructor() {
    const {row, shown} = inject<SessionData>(DIALOG_DATA);
    this.timeline.open(row.sessionId, shown.map(asMoment));
  }

  protected time(moment: Moment): string {
    return clock.format(moment.atMs);
  }

  protected iso(moment: Moment): string {
    return new Date(moment.atMs).toISOString();
  }

  /** The day above the first event of each. */
  protected dayAbove(index: number): string {
    const moments = this.timeline.moments();
    const own = day.format(moments[index]!.atMs);
    return index === 0 || day.format(moments[index - 1]!.atMs) !== own ? own : '';
  }

  protected facts(moment: Moment): string {
    return [
      moment.quality,
      moment.errorCode,
      moment.startupMs === undefined ? '' : `start-up ${count(moment.startupMs)} ms`,
      moment.stalledMs ? `stalled ${decimal(moment.stalledMs / 1_000, 1)} s` : '',
      moment.bandwidthMbps === undefined ? '' : `${decimal(moment.bandwidthMbps, 1)} Mbit/s`,
    ]
      .filter(Boolean)
      .join(' · ');
  }
}

/** Enough of an id to tell it from another; the whole of it can be copied. */
function shortened(id: string): string {
  return id.length <= 16 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`;
}

function asMoment(row: FeedRow): Moment {
  return {
    id: row.eventId,
    atMs: row.atMs,
    type: row.type,
    quality: row.quality,
    bandwidthMbps: row.bandwidthMbps,
    startupMs: undefined,
    stalledMs: undefined,
    stalls: undefined,
    errorCode: row.errorCode,
  };
}
