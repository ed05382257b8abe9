import {CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger} from '@angular/cdk/menu';
import {ChangeDetectionStrategy, Component, afterRenderEffect, input, output, viewChild} from '@angular/core';
import {LucideHistory} from '@lucide/angular';
import {count} from '../../common/numbers';
import type {SessionSummary} from '../model/turn';

const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const date = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});

/** Conversations before this one; choosing one brings it back with its answers. */
@Component({
  selector: 'app-session-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger, LucideHistory],
  template: `
    <button
      type="button"
      class="icon-control"
      aria-label="History"
      title="History"
      [cdkMenuTriggerFor]="menu"
      (cdkMenuOpened)="opened.emit()"
    >
      <svg lucideHistory [size]="17"></svg>
    </button>
    <ng-template #menu>
      <section aria-label="Conversations">
        <div class="menu sessions" cdkMenu aria-label="Conversations">
          @for (session of sessions(); track session.sessionId) {
            <button
              type="button"
              class="menu-item session"
              cdkMenuItemRadio
              [cdkMenuItemChecked]="session.sessionId === current()"
              (cdkMenuItemTriggered)="chosen.emit(session.sessionId)"
            >
              <span class="title">{{ session.title }}</span>
              <span class="facts numeric">{{ facts(session) }}</span>
            </button>
          } @empty {
            <button type="button" class="menu-item none" cdkMenuItem cdkMenuItemDisabled>
              {{ sessions() ? 'No conversations yet.' : 'Looking for conversations…' }}
            </button>
          }
        </div>
      </section>
    </ng-template>
  `,
  styleUrl: './session-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionMenu {
  /** Latest first; undefined until they are known. */
  readonly sessions = input.required<readonly SessionSummary[] | undefined>();
  readonly current = input.required<string>();
  readonly opened = output();
  readonly chosen = output<string>();
  private readonly menu = viewChild(CdkMenu);

  constructor() {
    afterRenderEffect(() => {
      const menu = this.menu();
      // What said to wait had the focus and took it along; a menu without it closes.
      if (menu && this.sessions()?.length && !menu.nativeElement.contains(document.activeElement)) {
        menu.focusFirstItem();
      }
    });
  }

  protected facts({lastAtMs, questions}: SessionSummary): string {
    const isToday = new Date(lastAtMs).toDateString() === new Date().toDateString();
    const when = (isToday ? clock : date).format(lastAtMs);
    return `${when} · ${count(questions)} ${questions === 1 ? 'question' : 'questions'}`;
  }
}
