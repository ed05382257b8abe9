import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import {count} from '../../common/numbers';
import {resolveColour} from '../../common/resolve-colour';
import {Theme} from '../../common/theme';
import type {ChartKind} from '../model/answer';
import {describeChart, type ChartData} from './chart-data';
import {CHART_DRAWING, type ChartColours, type ChartDrawing} from './chart-drawing';
import {chartHeight} from './chart-options';

/** An answer as a picture. Its place is kept before the library has arrived; its numbers are in the table. */
@Component({
  selector: 'app-answer-chart',
  template: `
    <div
      #host
      class="chart"
      role="img"
      [attr.aria-label]="description()"
      [attr.data-drawn]="drawn()"
      [style.height.px]="height()"
    >
      @if (failed()) {
        <p class="failed">The chart could not be loaded. The table has every value.</p>
      }
    </div>
    @if (leftOut(); as text) {
      <p class="left-out numeric">{{ text }}</p>
    }
  `,
  styleUrl: './answer-chart.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerChart {
  readonly kind = input.required<ChartKind>();
  readonly data = input.required<ChartData>();

  private readonly theme = inject(Theme);
  private readonly load = inject(CHART_DRAWING);
  private readonly host = viewChild.required<ElementRef<HTMLElement>>('host');
  private readonly drawing = signal<ChartDrawing | undefined>(undefined);
  protected readonly drawn = signal<ChartKind | undefined>(undefined);
  protected readonly failed = signal(false);
  protected readonly description = computed(() => describeChart(this.kind(), this.data()));
  protected readonly height = computed(() => chartHeight(this.kind(), this.data()));
  protected readonly leftOut = computed(() => {
    const {measures, otherMeasures, leftOut} = this.data();
    const others = otherMeasures.length > 0 ? [`Shows ${list(measures)}; ${list(otherMeasures)} in the table.`] : [];
    const values = leftOut > 0 ? [`${count(leftOut)} more ${leftOut === 1 ? 'value' : 'values'} in the table.`] : [];
    return [...others, ...values].join(' ');
  });

  constructor() {
    let destroyed = false;
    const resizes = new ResizeObserver(() => this.drawing()?.resize());
    inject(DestroyRef).onDestroy(() => {
      destroyed = true;
      resizes.disconnect();
      this.drawing()?.dispose();
    });
    const hang = async () => {
      try {
        const create = await this.load();
        if (!destroyed) {
          this.drawing.set(create(this.host().nativeElement));
          resizes.observe(this.host().nativeElement);
        }
      } catch {
        this.failed.set(true);
      }
    };
    void hang();
    afterRenderEffect(() => {
      this.theme.scheme();
      const kind = this.kind();
      const data = this.data();
      const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
      const drawing = this.drawing();
      if (drawing) {
        drawing.draw(kind, data, this.colours(), animate);
        this.drawn.set(kind);
      }
    });
  }

  private colours(): ChartColours {
    const host = this.host().nativeElement;
    const colour = (name: string) => resolveColour(host, `var(--${name})`);
    return {
      series: Array.from({length: 8}, (_, index) => colour(`chart-${index + 1}`)),
      text: colour('text'),
      muted: colour('text-muted'),
      line: colour('line'),
      surface: colour('surface'),
      raised: colour('surface-raised'),
    };
  }
}

function list(names: readonly string[]): string {
  return names.join(' and ');
}
