import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {
  LucideCirclePause,
  LucideClockAlert,
  LucideDynamicIcon,
  LucideLoaderCircle,
  LucideLock,
  LucideRadio,
  LucideWifiOff,
  type LucideIcon,
} from '@lucide/angular';
import {age} from '../common/numbers';
import {announce, type Connection} from '../live/connection';

const looks: Record<Connection['status'], {icon: LucideIcon; tone: string}> = {
  connecting: {icon: LucideLoaderCircle, tone: 'idle'},
  live: {icon: LucideRadio, tone: 'live'},
  delayed: {icon: LucideClockAlert, tone: 'late'},
  reconnecting: {icon: LucideLoaderCircle, tone: 'late'},
  offline: {icon: LucideWifiOff, tone: 'lost'},
  refused: {icon: LucideLock, tone: 'lost'},
  paused: {icon: LucideCirclePause, tone: 'idle'},
};

const words: Record<Connection['status'], string> = {
  connecting: 'Connecting',
  live: 'Live',
  delayed: 'Delayed',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  refused: 'No access',
  paused: 'Paused',
};

/** How fresh the page is, in a word, an icon and a colour; changes are spoken once, ages are not. */
@Component({
  selector: 'app-connection-pill',
  imports: [LucideDynamicIcon],
  templateUrl: './connection-pill.html',
  styleUrl: './connection-pill.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectionPill {
  readonly connection = input.required<Connection>();
  readonly retried = output();

  protected readonly look = computed(() => looks[this.connection().status]);
  protected readonly spins = computed(() => ['connecting', 'reconnecting'].includes(this.connection().status));
  protected readonly canRetry = computed(() => this.connection().retryInSeconds !== undefined);
  protected readonly announcement = computed(() => announce(this.connection()));
  protected readonly word = computed(() => words[this.connection().status]);
  protected readonly old = computed(() => {
    const {ageSeconds} = this.connection();
    return ageSeconds > 0 ? ` · ${age(ageSeconds)}` : '';
  });
  /** What a pause hides: that there is nothing to resume to. */
  protected readonly hidden = computed(() => {
    const {status, link} = this.connection();
    return status === 'paused' && link !== 'live' ? `, ${link}` : '';
  });
}
