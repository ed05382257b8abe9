import {PieChart} from 'echarts/charts';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import type {DonutChart, DonutEvents, DonutSlice} from './donut-chart';

use([PieChart, SVGRenderer]);

/** A ring drawn by ECharts. Its numbers are in the table beside it, so the ring has no labels of its own. */
export function echartsDonut(host: HTMLElement, events: DonutEvents): DonutChart {
  const chart = init(host, null, {renderer: 'svg'});
  chart.on('click', ({name}) => events.clicked(name));
  chart.on('mouseover', ({name}) => events.pointed(name));
  chart.on('mouseout', () => events.pointed(undefined));
  return {
    draw(slices: readonly DonutSlice[], gap: string, animate: boolean): void {
      chart.setOption({
        animation: animate,
        animationDuration: 300,
        animationDurationUpdate: 400,
        series: [
          {
            type: 'pie',
            radius: ['68%', '96%'],
            startAngle: 90,
            label: {show: false},
            labelLine: {show: false},
            emphasis: {scale: true, scaleSize: 3},
            itemStyle: {borderColor: gap, borderWidth: 2, borderRadius: 4},
            data: slices.map(({name, value, colour}) => ({name, value, itemStyle: {color: colour}})),
          },
        ],
      });
    },
    highlight(name: string | undefined): void {
      chart.dispatchAction({type: 'downplay', seriesIndex: 0});
      if (name !== undefined) {
        chart.dispatchAction({type: 'highlight', seriesIndex: 0, name});
      }
    },
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  };
}
