import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import type {Trend} from '../live/trends';

const width = 100;
const height = 32;

/**
 * A small line of how a number moved. Decoration: the number itself and its change are in text beside it. What is not known
 * yet, as just after a filter was chosen, is a dotted line from which the real one grows.
 */
@Component({
  selector: 'app-sparkline',
  template: `
    @if (shape(); as drawn) {
      <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">
        @if (drawn.unknown) {
          <path class="unknown" [attr.d]="drawn.unknown" vector-effect="non-scaling-stroke" />
        }
        @if (drawn.line) {
          <path class="area" [attr.d]="drawn.area" />
          <path class="line" [attr.d]="drawn.line" vector-effect="non-scaling-stroke" />
        }
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
    const steps = (this.trend() ?? []).slice(0, -1);
    if (steps.length < 2) {
      return undefined;
    }
    const begin = steps[0]!.atMs;
    const span = steps.at(-1)!.atMs - begin || 1;
    const points = steps.filter((step) => step.value !== undefined);
    const values = points.map((point) => point.value!);
    if (points.length < 2) {
      return {line: '', area: '', unknown: `M0,${height / 2}L${width},${height / 2}`};
    }
    const low = Math.min(...values);
    // A quiet metric stays a quiet line: the scale covers at least a fifth of the value.
    const range = Math.max(Math.max(...values) - low, Math.abs(low) * 0.2, Number.EPSILON);
    const middle = (Math.max(...values) + low) / 2;
    const at = points.map(({atMs}, index) => ({
      x: (((atMs - begin) / span) * width).toFixed(2),
      y: (height / 2 - ((values[index]! - middle) / range) * (height - 6)).toFixed(2),
    }));
    const first = at[0]!;
    const line = at.map(({x, y}) => `${x},${y}`).join('L');
    return {
      line: `M${line}`,
      area: `M${first.x},${height}L${line}L${at.at(-1)!.x},${height}Z`,
      unknown: Number(first.x) > 0 ? `M0,${first.y}L${first.x},${first.y}` : '',
    };
  });
}
