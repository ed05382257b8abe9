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
import {inKnownOrder, knownDevices} from '../common/known-values';
import {count, label, share} from '../common/numbers';
import {AskButton} from '../shell/ask-button';
import {Panel} from '../common/panel';
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
  imports: [AskButton, DeviceDetails, LucideChevronRight, LucideDynamicIcon, Panel],
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

  protected readonly open = computed(() => this.devices().find((device) => device.name === this.details()));
  protected readonly values = computed(() => inKnownOrder(this.devices(), knownDevices, this.selected()));
  protected readonly total = computed(() => sum(this.devices()));
  private readonly most = computed(() => Math.max(1, ...this.devices().map((device) => device.activeViewers)));

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
