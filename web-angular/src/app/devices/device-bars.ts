import {ChangeDetectionStrategy, Component, computed, input, model, output} from '@angular/core';
import {
  LucideChevronRight,
  LucideDynamicIcon,
  LucideLaptop,
  LucideMonitorSmartphone,
  LucideSmartphone,
  LucideTablet,
  LucideTv,
  type LucideIcon,
} from '@lucide/angular';
import {DataTable, type TableColumn} from '../common/data-table';
import {inKnownOrder, knownDevices} from '../common/known-values';
import {count, decimal, label, share, undefinedNumber} from '../common/numbers';
import {AskButton} from '../shell/ask-button';
import {Panel} from '../common/panel';
import {sliceColumns} from '../common/slice-columns';
import {TwinSwitch} from '../common/twin-switch';
import type {DeviceView, PanelStatus} from '../live/view';
import {DeviceDetails} from './device-details';

const icons: Record<string, LucideIcon> = {
  tv: LucideTv,
  mobile: LucideSmartphone,
  web: LucideLaptop,
  tablet: LucideTablet,
};

/** Active viewers by device. A bar filters the board and opens its details; the arrow opens the details alone. */
@Component({
  selector: 'app-device-bars',
  imports: [AskButton, DataTable, DeviceDetails, LucideChevronRight, LucideDynamicIcon, Panel, TwinSwitch],
  templateUrl: './device-bars.html',
  styleUrl: './device-bars.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeviceBars {
  readonly devices = input.required<readonly DeviceView[]>();
  readonly status = input.required<PanelStatus>();
  readonly emptyText = input('Nobody is watching here.');
  readonly selected = input<readonly string[]>([]);
  /** A device was clicked: choose it, or let go of it. */
  readonly toggled = output<string>();

  /** The device whose details are open. */
  readonly details = model<string>();
  /** A table with every number instead of the bars. */
  readonly asTable = model(false);

  protected readonly open = computed(() => this.devices().find((device) => device.name === this.details()));
  protected readonly values = computed(() => inKnownOrder(this.devices(), knownDevices, this.selected()));
  protected readonly total = computed(() => sum(this.devices()));
  private readonly most = computed(() => Math.max(1, ...this.devices().map((device) => device.activeViewers)));

  protected readonly columns: readonly TableColumn<DeviceView>[] = [
    {name: 'Device', text: ({name}) => label(name), by: ({name}) => label(name)},
    ...sliceColumns<DeviceView>(() => this.total()),
    {
      name: 'Mbit/s',
      text: ({averageBandwidthMbps: mbps}) => (mbps === undefined ? undefinedNumber : decimal(mbps, 1)),
      by: ({averageBandwidthMbps}) => averageBandwidthMbps,
    },
  ];
  protected readonly tableRows = computed(() => this.values().flatMap(({slice}) => slice ?? []));
  protected readonly nameOf = ({name}: DeviceView) => name;
  protected readonly always = () => true;
  protected readonly isRowSelected = ({name}: DeviceView) => this.isSelected(name);

  protected readonly count = count;
  protected readonly share = share;
  protected readonly label = label;

  protected icon(name: string): LucideIcon {
    return icons[name] ?? LucideMonitorSmartphone;
  }

  protected isSelected(name: string): boolean {
    return this.selected().includes(name);
  }

  protected width(device: DeviceView | undefined): number {
    return device ? (device.activeViewers / this.most()) * 100 : 0;
  }

  protected choose(name: string): void {
    this.details.set(this.isSelected(name) ? undefined : name);
    this.toggled.emit(name);
  }

  protected toggleDetails(name: string): void {
    this.details.update((open) => (open === name ? undefined : name));
  }

  protected closeDetails(): void {
    this.details.set(undefined);
  }
}

function sum(devices: readonly DeviceView[]): number {
  return devices.reduce((total, device) => total + device.activeViewers, 0);
}
