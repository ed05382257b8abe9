import {BarChart, LineChart, PieChart} from 'echarts/charts';
import {GridComponent, LegendComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import type {ChartDrawing} from './chart-drawing';
import {chartOptions} from './chart-options';

use([BarChart, GridComponent, LegendComponent, LineChart, PieChart, SVGRenderer, TooltipComponent]);

/** Charts drawn by ECharts as SVG, so that they stay sharp and print. */
export function echartsDrawing(host: HTMLElement): ChartDrawing {
  const chart = init(host, null, {renderer: 'svg', useDirtyRect: false});
  return {
    draw: (kind, data, colours, animate) => {
      chart.setOption(chartOptions(kind, data, colours, animate, chart.getWidth()), {notMerge: true});
      chart.resize();
    },
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  };
}
