import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import type {Trend} from '../live/trends';

const width = 100;
const height = 32;

/** A small line of how a number moved. Decoration: the number itself and its change are in text beside it. */
@Component({
  selector: 'app-sparkline',
  template: `
    @if (shape(); as drawn) {
      <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">
        <path class="area" [attr.d]="drawn.area" />
        <path class="line" [attr.d]="drawn.line" vector-effect="non-scaling-stroke" />
      </svg>
    }
  `,
  styleUrl: './sparkline.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Sparkline {
  readonly trend = input.required<Trend | undefined>();

  /** The last point is a step that is not over yet, so it is left out; undefined values interrupt nothing. */
  protected readonly shape = computed(() => {
    const points = (this.trend() ?? []).slice(0, -1).filter((point) => point.value !== undefined);
    if (points.length < 2) {
      return undefined;
    }
    const first = points[0]!.atMs;
    const span = points.at(-1)!.atMs - first || 1;
    const values = points.map((point) => point.value!);
    const low = Math.min(...values);
    // A quiet metric stays a quiet line: the scale covers at least a fifth of the value.
    const range = Math.max(Math.max(...values) - low, Math.abs(low) * 0.2, Number.EPSILON);
    const middle = (Math.max(...values) + low) / 2;
    const at = points.map(({atMs}, index) => {
      const x = ((atMs - first) / span) * width;
      const y = height / 2 - ((values[index]! - middle) / range) * (height - 6);
      return `${x.toFixed(2)},${y.toFixed(2)}`;
    });
    return {line: `M${at.join('L')}`, area: `M0,${height}L${at.join('L')}L${width},${height}Z`};
  });
}
