import {CdkTrapFocus} from '@angular/cdk/a11y';
import {ChangeDetectionStrategy, Component, computed, input, linkedSignal, output} from '@angular/core';
import {problemOf, type Bands, type Worse} from './bands';

let serial = 0;

/** A small dialog for the edges at which a card begins to warn. */
@Component({
  selector: 'app-band-editor',
  imports: [CdkTrapFocus],
  templateUrl: './band-editor.html',
  styleUrl: './band-editor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BandEditor {
  readonly of = input.required<string>();
  readonly unit = input('');
  readonly worse = input.required<Worse>();
  readonly bands = input<Bands>();
  /** The bands are not the usual ones. */
  readonly isOwn = input(false);
  readonly chosen = output<Bands>();
  readonly resetAsked = output();
  readonly closed = output();

  protected readonly id = `bands-${++serial}`;
  protected readonly warning = linkedSignal(() => this.bands()?.warning ?? NaN);
  protected readonly critical = linkedSignal(() => this.bands()?.critical ?? NaN);
  private readonly edited = computed<Bands>(() => ({warning: this.warning(), critical: this.critical()}));
  protected readonly problem = computed(() => problemOf(this.edited(), this.worse()));
  /** Nothing has been typed yet where nothing was set before: that is no mistake to point out. */
  protected readonly isBlank = computed(() => Number.isNaN(this.warning()) && Number.isNaN(this.critical()));

  protected text(edge: number): string {
    return Number.isNaN(edge) ? '' : String(edge);
  }

  protected save(event: Event): void {
    event.preventDefault();
    if (!this.problem()) {
      this.chosen.emit(this.edited());
    }
  }
}
