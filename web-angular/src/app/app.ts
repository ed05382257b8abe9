import {ChangeDetectionStrategy, Component, computed, inject} from '@angular/core';
import {Chat} from './chat/chat';
import {PageConfig} from './config/page-config';
import {Dashboard} from './dashboard/dashboard';
import {BoardHistory} from './filters/board-history';
import {PageHeader} from './shell/page-header';
import {SplitLayout} from './shell/split-layout';

/** The page: its header, the dashboard, and the chat where the configuration names one. */
@Component({
  selector: 'app-root',
  imports: [Chat, Dashboard, PageHeader, SplitLayout],
  template: `
    <header><app-page-header /></header>
    <app-split-layout [isSplit]="hasChat()">
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
  private readonly settings = inject(PageConfig).settings;
  protected readonly knowsChat = computed(() => this.settings()?.chatUrl !== undefined);
  /** Until the configuration has been read the chat's place is kept: most pages have one. */
  protected readonly hasChat = computed(() => this.settings() === undefined || this.knowsChat());
}
