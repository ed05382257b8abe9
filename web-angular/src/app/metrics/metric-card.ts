import {ChangeDetectionStrategy, Component, input} from '@angular/core';
import {LucideCircleCheck, LucideOctagonAlert, LucideTriangleAlert} from '@lucide/angular';
import {Definition} from '../common/definition';
import {Freshness} from '../common/freshness';
import {undefinedNumber} from '../common/numbers';
import type {Trend} from '../live/trends';
import type {PanelStatus} from '../live/view';
import {AskButton} from '../shell/ask-button';
import type {Subject} from '../shell/ask-this';
import {Sparkline} from './sparkline';

/** A judgement in words and icon as well as colour. */
export interface Verdict {
  readonly level: 'good' | 'warning' | 'bad';
  readonly text: string;
}

/** One number of the board with its unit, what it is made of, and how it moved. */
@Component({
  selector: 'app-metric-card',
  imports: [AskButton, Definition, Freshness, Sparkline, LucideCircleCheck, LucideTriangleAlert, LucideOctagonAlert],
  templateUrl: './metric-card.html',
  styleUrl: './metric-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricCard {
  readonly name = input.required<string>();
  readonly value = input.required<string>();
  readonly unit = input('');
  /** What the number is made of: numerator and denominator, samples, window. */
  readonly basis = input('');
  /** What the chat is asked about the number. */
  readonly ask = input<Subject>();
  readonly definition = input.required<string>();
  readonly status = input.required<PanelStatus>();
  readonly verdict = input<Verdict>();
  readonly trend = input<Trend>();
  protected readonly undefinedNumber = undefinedNumber;
}
