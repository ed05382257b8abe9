import {CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition} from '@angular/cdk/overlay';
import {ChangeDetectionStrategy, Component, input, signal} from '@angular/core';
import {LucideInfo} from '@lucide/angular';

let serial = 0;

/**
 * A small button that tells what a number means. The text opens on hover, focus and tap, stays while the pointer is on it,
 * closes with Escape, and is the button's description for screen readers at any time. It stands beside its button in the
 * document, so that it lies in the same landmark.
 */
@Component({
  selector: 'app-definition',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, LucideInfo],
  templateUrl: './definition.html',
  styleUrl: './definition.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Definition {
  readonly of = input.required<string>();
  readonly text = input.required<string>();
  protected readonly id = `definition-${++serial}`;
  protected readonly shown = signal(false);
  protected readonly positions: ConnectedPosition[] = [
    {originX: 'center', originY: 'bottom', overlayX: 'center', overlayY: 'top', offsetY: 6},
    {originX: 'center', originY: 'top', overlayX: 'center', overlayY: 'bottom', offsetY: -6},
  ];
  private leaving: ReturnType<typeof setTimeout> | undefined;

  protected show(): void {
    clearTimeout(this.leaving);
    this.shown.set(true);
  }

  /** Leaves time to move the pointer from the button to the text. */
  protected leave(): void {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.shown.set(false), 120);
  }

  /** Closes the text; the same key means something else to what is around it only when there is no text to close. */
  protected escape(event: Event): void {
    if (this.shown()) {
      event.stopPropagation();
    }
    this.hide();
  }

  protected hide(): void {
    clearTimeout(this.leaving);
    this.shown.set(false);
  }
}
