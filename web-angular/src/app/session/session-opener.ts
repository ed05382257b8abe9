import {Injectable, Injector, inject} from '@angular/core';
import {LiveDashboard} from '../live/live-dashboard';
import {isGap, type FeedRow} from '../live/view';

/** Opens the timeline of the session that an event belongs to, beside the board. */
@Injectable({providedIn: 'root'})
export class SessionOpener {
  private readonly injector = inject(Injector);
  private readonly live = inject(LiveDashboard);

  async open(row: FeedRow): Promise<void> {
    const [{Dialog}, {Overlay}, {SessionView}] = await Promise.all([
      import('@angular/cdk/dialog'),
      import('@angular/cdk/overlay'),
      import('./session-view'),
    ]);
    const shown = this.live.events().flatMap((item) => (isGap(item) || item.sessionId !== row.sessionId ? [] : [item]));
    const position = this.injector.get(Overlay).position().global().top('0').right('0');
    this.injector.get(Dialog).open(SessionView, {
      data: {row, shown},
      ariaLabelledBy: 'session-title',
      positionStrategy: position,
      height: '100dvh',
      width: 'min(460px, 100vw)',
    });
  }
}
