import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {LucideX} from '@lucide/angular';
import {Definition} from '../common/definition';
import {inKnownOrder, knownQualities} from '../common/known-values';
import {count, decimal, label, share, undefinedNumber} from '../common/numbers';
import {errorRate} from '../common/slice-columns';
import type {DeviceView} from '../live/view';

/** What is behind one bar: how well it plays, in which quality and on which systems. */
@Component({
  selector: 'app-device-details',
  imports: [Definition, LucideX],
  templateUrl: './device-details.html',
  styleUrl: './device-details.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeviceDetails {
  readonly device = input.required<DeviceView>();
  readonly closed = output();

  protected readonly errorRate = computed(() => errorRate(this.device()));
  protected readonly bandwidth = computed(() => {
    const {averageBandwidthMbps} = this.device();
    return averageBandwidthMbps === undefined ? undefinedNumber : `${decimal(averageBandwidthMbps, 1)} Mbit/s`;
  });
  protected readonly qualities = computed(() =>
    inKnownOrder(this.device().byQuality, knownQualities).flatMap((value, place) =>
      value.slice && value.slice.activeViewers > 0
        ? [{...value.slice, colour: `var(--series-${Math.min(place + 1, 4)})`}]
        : [],
    ),
  );
  protected readonly systems = computed(() =>
    [...this.device().byOs]
      .filter((os) => os.activeViewers > 0)
      .sort((a, b) => b.activeViewers - a.activeViewers)
      .slice(0, 4),
  );

  protected readonly count = count;
  protected readonly label = label;
  protected of(viewers: number): string {
    return share(viewers, this.device().activeViewers);
  }
}
