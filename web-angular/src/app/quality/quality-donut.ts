import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
  model,
  output,
  signal,
  viewChild,
} from '@angular/core';
import {DataTable, type TableColumn} from '../common/data-table';
import {inKnownOrder, knownQualities} from '../common/known-values';
import {count, label, share} from '../common/numbers';
import {PageVisibility} from '../common/page-visibility';
import {Panel} from '../common/panel';
import {resolveColour} from '../common/resolve-colour';
import {sliceColumns} from '../common/slice-columns';
import {Theme} from '../common/theme';
import {TwinSwitch} from '../common/twin-switch';
import type {PanelStatus, SliceView} from '../live/view';
import {AskButton} from '../shell/ask-button';
import {DONUT_CHART, type DonutChart} from './donut-chart';

/** Redrawing more often than this would only make the ring tremble; the table beside it is always exact. */
const redrawMs = 800;

/** Who watches in which quality: a ring, and its numbers in a table that can be used without it. */
@Component({
  selector: 'app-quality-donut',
  imports: [AskButton, DataTable, Panel, TwinSwitch],
  templateUrl: './quality-donut.html',
  styleUrl: './quality-donut.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QualityDonut {
  readonly slices = input.required<readonly SliceView[]>();
  readonly status = input.required<PanelStatus>();
  readonly emptyText = input('Nobody is watching here.');
  readonly selected = input<readonly string[]>([]);
  /** A table with every number instead of the ring. */
  readonly asTable = model(false);
  /** A quality was clicked: choose it, or let go of it. */
  readonly toggled = output<string>();

  private readonly theme = inject(Theme);
  private readonly loadChart = inject(DONUT_CHART);
  private readonly isSeen = inject(PageVisibility).visible;
  private readonly ring = viewChild<ElementRef<HTMLElement>>('ring');
  protected readonly pointed = signal<string | undefined>(undefined);
  private readonly redraws = signal(0);
  private chart: DonutChart | undefined;
  private chartHost: HTMLElement | undefined;
  private drawnAtMs = -Infinity;
  private redrawTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly resizes = new ResizeObserver(() => this.chart?.resize());

  /** Content given to a panel exists even while the panel shows something else; a chart must not. */
  protected readonly isDrawn = computed(() => ['live', 'stale'].includes(this.status().view));
  protected readonly values = computed(() => inKnownOrder(this.slices(), knownQualities, this.selected()));
  protected readonly total = computed(() => this.slices().reduce((sum, slice) => sum + slice.activeViewers, 0));
  protected readonly middle = computed(() => {
    const slice = this.slices().find((candidate) => candidate.name === this.pointed());
    return slice
      ? {number: share(slice.activeViewers, this.total()), text: label(slice.name)}
      : {number: count(this.total()), text: 'viewers'};
  });

  protected readonly columns: readonly TableColumn<SliceView>[] = [
    {name: 'Quality', text: ({name}) => label(name), by: ({name}) => label(name)},
    ...sliceColumns<SliceView>(() => this.total()),
  ];
  protected readonly tableRows = computed(() => this.values().flatMap(({slice}) => slice ?? []));
  protected readonly nameOf = ({name}: SliceView) => name;
  protected readonly always = () => true;
  protected readonly isRowSelected = ({name}: SliceView) => this.isSelected(name);

  protected readonly count = count;
  protected readonly share = share;
  protected readonly label = label;

  constructor() {
    afterRenderEffect(() => {
      this.theme.scheme();
      this.redraws();
      this.slices();
      this.isSeen();
      const host = this.ring()?.nativeElement;
      if (host !== this.chartHost) {
        void this.hang(host);
      } else {
        this.redraw();
      }
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.redrawTimer);
      this.resizes.disconnect();
      this.chart?.dispose();
    });
  }

  protected colour(name: string): string {
    const place = (knownQualities as readonly string[]).indexOf(name);
    return `var(--series-${place < 0 ? 4 : place + 1})`;
  }

  protected isSelected(name: string): boolean {
    return this.selected().includes(name);
  }

  protected point(name: string | undefined): void {
    this.pointed.set(name);
    this.chart?.highlight(name);
  }

  /** The ring's element comes and goes with the panel's state; the chart lives as long as its element. */
  private async hang(host: HTMLElement | undefined): Promise<void> {
    this.chartHost = host;
    this.chart?.dispose();
    this.chart = undefined;
    this.resizes.disconnect();
    if (!host) {
      return;
    }
    const create = await this.loadChart();
    if (this.chartHost !== host) {
      return;
    }
    this.chart = create(host, {
      clicked: (name) => this.toggled.emit(name),
      pointed: (name) => this.pointed.set(name),
    });
    this.resizes.observe(host);
    this.drawnAtMs = -Infinity;
    this.redraw();
  }

  private redraw(): void {
    const host = this.chartHost;
    // A tab that is hidden draws when it is looked at again.
    if (!this.chart || !host || !this.isSeen()) {
      return;
    }
    const wait = this.drawnAtMs + redrawMs - performance.now();
    if (wait > 0) {
      this.redrawTimer ??= setTimeout(() => {
        this.redrawTimer = undefined;
        this.redraws.update((times) => times + 1);
      }, wait);
      return;
    }
    this.drawnAtMs = performance.now();
    this.chart.draw(
      this.values()
        .filter((value) => value.slice)
        .map(({name, slice}) => ({
          name,
          value: slice!.activeViewers,
          colour: resolveColour(host, this.colour(name)),
        })),
      resolveColour(host, 'var(--surface)'),
      !matchMedia('(prefers-reduced-motion: reduce)').matches,
    );
  }
}
