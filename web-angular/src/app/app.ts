import {ChangeDetectionStrategy, Component, computed, inject} from '@angular/core';
import {Chat} from './chat/chat';
import {PageConfig} from './config/page-config';
import {Dashboard} from './dashboard/dashboard';
import {BoardHistory} from './filters/board-history';
import {Identity} from './identity/identity';
import {SignInNotice} from './identity/loaded';
import {Shortcuts} from './keys/shortcuts';
import {LeaveWall} from './shell/leave-wall';
import {PageHeader} from './shell/page-header';
import {SkipLinks} from './shell/skip-links';
import {SplitLayout} from './shell/split-layout';
import {WallScreen} from './shell/wall-screen';

/** The page: its header, the dashboard, and the chat where the configuration names one. */
@Component({
  selector: 'app-root',
  imports: [Chat, Dashboard, LeaveWall, PageHeader, SignInNotice, SkipLinks, SplitLayout],
  template: `
    @if (wall.isOn()) {
      <app-leave-wall />
    } @else {
      <app-skip-links [hasChat]="hasChat()" />
    }
    <header><app-page-header /></header>
    @if (identity.need(); as need) {
      @defer (on immediate) {
        <app-sign-in-notice [reason]="need.reason" [detail]="need.detail" (signedIn)="identity.signIn()" />
      }
    }
    <app-split-layout [isSplit]="hasChat() && !wall.isOn()">
      <app-dashboard />
      <div second-half class="chat">
        @defer (when knowsChat()) {
          <app-chat />
        }
      </div>
    </app-split-layout>
  `,
  styleUrl: './app.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  /** First of all: what is shown begins with what the address says. */
  protected readonly history = inject(BoardHistory);
  protected readonly identity = inject(Identity);
  protected readonly wall = inject(WallScreen);
  private readonly settings = inject(PageConfig).settings;
  protected readonly knowsChat = computed(() => this.settings()?.chatUrl !== undefined);
  /** Until the configuration has been read the chat's place is kept: most pages have one. */
  protected readonly hasChat = computed(() => this.settings() === undefined || this.knowsChat());

  constructor() {
    inject(Shortcuts);
  }
}
