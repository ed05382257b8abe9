import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {nothingSelected, type Selection} from '../filters/selection';
import type {Trend, TrendName} from '../live/trends';
import type {MetricsView, PanelStatus, ViewersView} from '../live/view';
import {cardViews} from './card-views';
import {MetricCard} from './metric-card';
import {TrendTable} from './trend-table';

/** The numbers that say how the service is doing, and on demand how they moved, as a table. */
@Component({
  selector: 'app-metric-cards',
  imports: [MetricCard, TrendTable],
  templateUrl: './metric-cards.html',
  styleUrl: './metric-cards.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricCards {
  readonly metrics = input.required<MetricsView | undefined>();
  readonly viewers = input.required<ViewersView | undefined>();
  readonly status = input.required<PanelStatus>();
  readonly trends = input<Readonly<Partial<Record<TrendName, Trend>>>>({});
  /** What the numbers are narrowed to: some mean nothing then, one is not narrowed at all. */
  readonly selection = input<Selection>(nothingSelected);
  /** The trends in a table below the cards. */
  readonly asTable = input(false);
  /** A card's events are asked for: the event type that they have. */
  readonly narrowed = output<string>();

  protected readonly cards = computed(() =>
    cardViews(this.metrics(), this.viewers(), this.trends().activeViewers, this.selection()),
  );
}
