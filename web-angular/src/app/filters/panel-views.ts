import {Injectable, signal} from '@angular/core';

/** Panels that show their chart or, instead of it, every number in a table. */
export const twinPanels = ['trends', 'map', 'quality', 'devices'] as const;
export type TwinPanel = (typeof twinPanels)[number];

/** How the panels show what they show: as chart or as table, and whose details are open. `BoardHistory` keeps it in the address. */
@Injectable({providedIn: 'root'})
export class PanelViews {
  private readonly inTables = signal<ReadonlySet<TwinPanel>>(new Set());
  private readonly openDetails = signal<string | undefined>(undefined);

  readonly tables = this.inTables.asReadonly();
  /** The device whose details are open. */
  readonly details = this.openDetails.asReadonly();

  isTable(panel: TwinPanel): boolean {
    return this.inTables().has(panel);
  }

  showTable(panel: TwinPanel, asTable: boolean): void {
    this.inTables.update(
      (panels) => new Set(twinPanels.filter((each) => (each === panel ? asTable : panels.has(each)))),
    );
  }

  showDetails(device: string | undefined): void {
    this.openDetails.set(device);
  }

  restore(tables: readonly TwinPanel[], details: string | undefined): void {
    this.inTables.set(new Set(twinPanels.filter((each) => tables.includes(each))));
    this.openDetails.set(details);
  }
}
