import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {LucideActivity, LucideCircleCheck, LucideTriangleAlert} from '@lucide/angular';
import {Definition} from '../common/definition';
import {count, label, shortCount} from '../common/numbers';
import type {HealthView, PanelStatus} from '../live/view';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly concerning: boolean;
}

/** Whether the numbers can be trusted: what waits, and what could not be counted. */
@Component({
  selector: 'app-data-health',
  imports: [Definition, LucideActivity, LucideCircleCheck, LucideTriangleAlert],
  templateUrl: './data-health.html',
  styleUrl: './data-health.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DataHealth {
  readonly health = input.required<HealthView | undefined>();
  readonly status = input.required<PanelStatus>();
  readonly leftOut = input({dropped: 0, sampledOut: 0});

  protected readonly verdict = computed<{level: 'good' | 'bad' | 'unknown'; text: string}>(() => {
    const health = this.health();
    if (!health) {
      return {level: 'unknown', text: 'Data health'};
    }
    if (this.status().view === 'stale') {
      return {level: 'unknown', text: `Data health · ${this.status().note}`};
    }
    if (health.stalePartitions > 0) {
      return {level: 'bad', text: `${health.stalePartitions} of ${health.partitions} partitions stand still`};
    }
    if (health.pausedPartitions > 0) {
      return {level: 'bad', text: 'Counting is slower than the stream'};
    }
    return health.overflowed > 0
      ? {level: 'bad', text: 'Some values are counted as “other”'}
      : {level: 'good', text: 'Data is complete'};
  });

  protected readonly facts = computed<readonly Fact[]>(() => {
    const health = this.health();
    if (!health) {
      return [];
    }
    const {dropped, sampledOut} = this.leftOut();
    const optional = [
      {name: 'Overflowed', value: health.overflowed},
      {name: 'Feed sampled out', value: sampledOut},
      {name: 'Feed dropped', value: dropped},
    ];
    return [
      {
        name: 'Lag',
        value: health.lagMessages === undefined ? 'unknown' : `${count(health.lagMessages)} messages`,
        concerning: health.pausedPartitions > 0,
      },
      {name: 'Counted', value: count(health.counted), concerning: false},
      {name: 'Invalid', value: count(health.invalid), concerning: false},
      {name: 'Late', value: count(health.late), concerning: false},
      {name: 'Duplicates', value: count(health.duplicate), concerning: false},
      ...optional
        .filter(({value}) => value > 0)
        .map(({name, value}) => ({name, value: shortCount(value), concerning: true})),
      {
        name: 'Partitions',
        value: `${health.partitions - health.stalePartitions} of ${health.partitions}`,
        concerning: health.stalePartitions > 0,
      },
    ];
  });

  protected readonly definition = computed(() => {
    const reasons = this.health()?.invalidByReason ?? [];
    const list = reasons.map(({reason, count: times}) => `${label(reason)}: ${count(times)}`).join('\n');
    return (
      'Lag: messages that wait to be counted. Invalid: unreadable, kept aside with the reason. Late: more than 60 s behind; ' +
      'counted as late only. Duplicates: seen before, counted once. All since the service started.' +
      (list ? `\n\nInvalid by reason\n${list}` : '')
    );
  });
}
