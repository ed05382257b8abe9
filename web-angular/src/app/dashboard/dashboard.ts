import {NgTemplateOutlet} from '@angular/common';
import {ChangeDetectionStrategy, Component, computed, inject} from '@angular/core';
import {LucideLock, LucideUnplug} from '@lucide/angular';
import {TwinSwitch} from '../common/twin-switch';
import {DeviceBars} from '../devices/device-bars';
import {EventFeed} from '../feed/event-feed';
import {DashboardFilter} from '../filters/dashboard-filter';
import {FilterBar} from '../filters/filter-bar';
import {PanelViews} from '../filters/panel-views';
import {DataHealth} from '../health/data-health';
import {Identity} from '../identity/identity';
import {LiveAddress} from '../live/live-address';
import {LiveDashboard} from '../live/live-dashboard';
import {Trends} from '../live/trends';
import type {Scope} from '../map/place-groups';
import {WorldMap} from '../map/world-map';
import {MetricCards} from '../metrics/metric-cards';
import {QualityDonut} from '../quality/quality-donut';
import {SessionOpener} from '../session/session-opener';
import {ArrangeGrid} from './arrange-grid';
import {BoardLayout} from './board-layout';
import {WindowChoice} from './window-choice';

/** The board: gives each panel its part of the live state and turns clicks into filters. */
@Component({
  selector: 'app-dashboard',
  imports: [
    ArrangeGrid,
    DataHealth,
    DeviceBars,
    EventFeed,
    FilterBar,
    LucideLock,
    LucideUnplug,
    MetricCards,
    NgTemplateOutlet,
    QualityDonut,
    TwinSwitch,
    WindowChoice,
    WorldMap,
  ],
  templateUrl: './dashboard.html',
  styleUrls: ['./dashboard.css', './board-grid.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {'[class.arranged]': 'layout.isArranged() || layout.arranging()'},
})
export class Dashboard {
  protected readonly live = inject(LiveDashboard);
  protected readonly filter = inject(DashboardFilter);
  protected readonly panels = inject(PanelViews);
  protected readonly layout = inject(BoardLayout);
  protected readonly sessions = inject(SessionOpener);
  protected readonly trends = inject(Trends).trends;
  protected readonly liveUrl = inject(LiveAddress).url;

  private readonly signInNeeded = inject(Identity).need;
  private readonly nobodyWatches = computed(() => this.live.viewers()?.activeViewers === 0);
  protected readonly cardsStatus = computed(() => this.live.panelStatus(this.live.metrics(), false));
  protected readonly qualityStatus = computed(() => this.live.panelStatus(this.live.quality(), this.nobodyWatches()));
  protected readonly devicesStatus = computed(() => this.live.panelStatus(this.live.devices(), this.nobodyWatches()));
  protected readonly mapStatus = computed(() => this.live.panelStatus(this.live.places(), this.nobodyWatches()));
  protected readonly healthStatus = computed(() => this.live.panelStatus(this.live.health(), false));
  protected readonly feedStatus = computed(() => this.live.panelStatus(this.live.metrics(), false));

  /** Why a panel is empty and what to do about it. */
  protected readonly emptyText = computed(() =>
    this.filter.isEmpty()
      ? 'Nobody is watching yet. As soon as players send events, they are counted here.'
      : 'Nobody is watching with these filters. Remove one to see more.',
  );
  /** The page has never heard from the service and has stopped expecting it to answer at once. */
  protected readonly unreachable = computed(
    () => this.live.metrics() === undefined && this.live.connection().link === 'offline' && !this.signInNeeded(),
  );
  /** The service's own words, where it is not the sign-in that is missing. */
  protected readonly refusal = computed(() =>
    this.live.connection().link === 'refused' && !this.signInNeeded()
      ? (this.live.connection().problem ?? '')
      : undefined,
  );

  protected readonly countries = computed(() => [
    ...new Set([...(this.live.places()?.values() ?? [])].map((place) => place.country)),
  ]);
  protected readonly eventsByType = computed(() => this.live.metrics()?.eventsByType ?? new Map<string, number>());

  /** One place of each level is where the map looks; several are chips alone. */
  protected readonly scope = computed<Scope>(
    () => {
      const {country, state, city} = this.filter.selection();
      if (country.length !== 1) {
        return {};
      }
      if (state.length !== 1) {
        return {country: country[0]};
      }
      return city.length === 1
        ? {country: country[0], state: state[0], city: city[0]}
        : {country: country[0], state: state[0]};
    },
    {equal: (a, b) => a.country === b.country && a.state === b.state && a.city === b.city},
  );

  protected lookAt({country, state, city}: Scope): void {
    this.filter.lookAt(country, state, city);
  }
}
