import {InjectionToken} from '@angular/core';

export interface DonutSlice {
  readonly name: string;
  readonly value: number;
  readonly colour: string;
}

/** What the page needs of a chart library, so that the library stays behind one door and outside of tests. */
export interface DonutChart {
  draw(slices: readonly DonutSlice[], gap: string, animate: boolean): void;
  /** Marks one slice, as when its row is pointed at; undefined marks none. */
  highlight(name: string | undefined): void;
  resize(): void;
  dispose(): void;
}

export interface DonutEvents {
  clicked(name: string): void;
  pointed(name: string | undefined): void;
}

export type DonutFactory = (host: HTMLElement, events: DonutEvents) => DonutChart;

/** Loaded when the first donut is drawn: the page is readable before its charts have arrived. */
export const DONUT_CHART = new InjectionToken<() => Promise<DonutFactory>>('donut chart', {
  providedIn: 'root',
  factory: () => () => import('./echarts-donut').then((module) => module.echartsDonut),
});
