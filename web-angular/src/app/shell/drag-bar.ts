import {ChangeDetectionStrategy, Component, inject, signal} from '@angular/core';
import {SplitRatio} from './split-ratio';

const step = 2;

/** The bar between the halves: dragged with a pointer, moved with the arrow keys, reset with a double click or Enter. */
@Component({
  selector: 'app-drag-bar',
  template: `<span class="grip"></span>`,
  styleUrl: './drag-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    'aria-label': 'Width of the dashboard',
    'aria-controls': 'half-dashboard',
    '[attr.aria-valuenow]': 'round(ratio.percent())',
    '[attr.aria-valuetext]': 'round(ratio.percent()) + " percent"',
    '[attr.aria-valuemin]': 'least',
    '[attr.aria-valuemax]': 'most',
    '[class.dragging]': 'dragging()',
    '(pointerdown)': 'grab($event)',
    '(pointermove)': 'drag($event)',
    '(pointerup)': 'letGo()',
    '(pointercancel)': 'letGo()',
    '(dblclick)': 'reset()',
    '(keydown)': 'pressed($event)',
  },
})
export class DragBar {
  protected readonly ratio = inject(SplitRatio);
  protected readonly dragging = signal(false);
  protected readonly least = SplitRatio.least;
  protected readonly most = SplitRatio.most;
  protected readonly round = Math.round;

  protected grab(event: PointerEvent): void {
    if (event.button === 0) {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      this.dragging.set(true);
    }
  }

  protected drag(event: PointerEvent): void {
    const whole = (event.currentTarget as HTMLElement).parentElement?.getBoundingClientRect();
    if (this.dragging() && whole && whole.width > 0) {
      this.ratio.set(((event.clientX - whole.left) / whole.width) * 100);
    }
  }

  protected letGo(): void {
    if (this.dragging()) {
      this.dragging.set(false);
      this.ratio.remember();
    }
  }

  protected reset(): void {
    this.ratio.reset();
    this.ratio.remember();
  }

  protected pressed(event: KeyboardEvent): void {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.ratio.set(this.ratio.percent() - step),
      ArrowRight: () => this.ratio.set(this.ratio.percent() + step),
      Home: () => this.ratio.set(SplitRatio.least),
      End: () => this.ratio.set(SplitRatio.most),
      Enter: () => this.ratio.reset(),
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
      this.ratio.remember();
    }
  }
}
