import {InjectionToken} from '@angular/core';
import type {ChartKind} from '../model/answer';
import type {ChartData} from './chart-data';

/** Colours as they are on screen now: drawing libraries don't know CSS variables. */
export interface ChartColours {
  readonly series: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly raised: string;
}

/** What the page needs of a chart library, so that the library stays behind one door and outside of tests. */
export interface ChartDrawing {
  draw(kind: ChartKind, data: ChartData, colours: ChartColours, animate: boolean): void;
  resize(): void;
  dispose(): void;
}

export type ChartDrawingFactory = (host: HTMLElement) => ChartDrawing;

/** Loaded when the first chart is drawn: an answer is readable before its picture has arrived. */
export const CHART_DRAWING = new InjectionToken<() => Promise<ChartDrawingFactory>>('chart drawing', {
  providedIn: 'root',
  factory: () => () => import('./echarts-drawing').then((module) => module.echartsDrawing),
});
