import {CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger} from '@angular/cdk/menu';
import {ChangeDetectionStrategy, Component, computed, inject} from '@angular/core';
import {
  LucideCheck,
  LucideDynamicIcon,
  LucideEllipsis,
  LucideKeyboard,
  LucideLayoutGrid,
  LucideMaximize2,
  LucideMonitor,
  LucideMoon,
  LucidePause,
  LucidePlay,
  LucideSun,
  type LucideIcon,
} from '@lucide/angular';
import {count} from '../common/numbers';
import {Theme, type ThemeChoice} from '../common/theme';
import {BoardLayout} from '../dashboard/board-layout';
import {Identity} from '../identity/identity';
import {UserMenu} from '../identity/loaded';
import {Shortcuts} from '../keys/shortcuts';
import {LiveDashboard} from '../live/live-dashboard';
import {ConnectionPill} from './connection-pill';
import {WallScreen} from './wall-screen';

const themes: readonly {choice: ThemeChoice; name: string; icon: LucideIcon}[] = [
  {choice: 'system', name: 'System', icon: LucideMonitor},
  {choice: 'light', name: 'Light', icon: LucideSun},
  {choice: 'dark', name: 'Dark', icon: LucideMoon},
];

/** Name, tenant, freshness, pause, theme and user: what belongs to the page and not to one of its halves. */
@Component({
  selector: 'app-page-header',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuItemRadio,
    CdkMenuTrigger,
    ConnectionPill,
    LucideCheck,
    LucideDynamicIcon,
    LucideEllipsis,
    LucideKeyboard,
    LucideLayoutGrid,
    LucideMaximize2,
    LucidePause,
    LucidePlay,
    UserMenu,
  ],
  templateUrl: './page-header.html',
  styleUrl: './page-header.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '(document:keydown.alt.p)': 'togglePause($event)',
    '[class.crowded]': 'live.connection().retryInSeconds !== undefined || waiting() !== ""',
  },
})
export class PageHeader {
  protected readonly live = inject(LiveDashboard);
  protected readonly identity = inject(Identity);
  protected readonly tenant = computed(() => this.identity.user()?.tenant);
  protected readonly theme = inject(Theme);
  protected readonly layout = inject(BoardLayout);
  protected readonly wall = inject(WallScreen);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly themes = themes;
  protected readonly themeIcon = computed(() => themes.find(({choice}) => choice === this.theme.choice())!.icon);
  protected readonly waiting = computed(() => {
    const arrived = this.live.arrivedWhilePaused();
    return arrived > 0 ? `${count(arrived)} new` : '';
  });

  protected togglePause(event?: Event): void {
    event?.preventDefault();
    this.live.togglePause();
  }
}
