import {signal} from '@angular/core';
import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {connecting, empty, live, slice} from '../../testing/samples';
import {PageVisibility} from '../common/page-visibility';
import {DONUT_CHART, type DonutChart, type DonutEvents, type DonutSlice} from './donut-chart';
import {QualityDonut} from './quality-donut';

class RecordingChart implements DonutChart {
  drawn: (readonly DonutSlice[])[] = [];
  highlighted: (string | undefined)[] = [];
  disposed = false;
  constructor(readonly events: DonutEvents) {}
  draw(slices: readonly DonutSlice[]): void {
    this.drawn.push(slices);
  }
  highlight(name: string | undefined): void {
    this.highlighted.push(name);
  }
  resize(): void {}
  dispose(): void {
    this.disposed = true;
  }
}

describe('QualityDonut', () => {
  let charts: RecordingChart[];
  beforeEach(() => {
    charts = [];
    TestBed.configureTestingModule({
      providers: [
        {
          provide: DONUT_CHART,
          useValue: () =>
            Promise.resolve((_: HTMLElement, events: DonutEvents) => {
              charts.push(new RecordingChart(events));
              return charts.at(-1)!;
            }),
        },
      ],
    });
  });
  const slices = [slice('HD', 60), slice('SD', 10), slice('4K', 30)];
  const shown = (inputs: Record<string, unknown> = {}) => render(QualityDonut, {slices, status: live, ...inputs});
  const rows = (all: (selector: string) => HTMLElement[]) =>
    all('tbody tr').map((row) => row.textContent!.replace(/\s+/g, ' ').trim());

  it('shows the ring and the same numbers in a table, in the vocabulary’s order', async () => {
    const {all, text} = await shown();
    expect(rows(all)).toEqual(
      ['4K 30 30 %', 'HD 60 60 %', 'SD 10 10 %'].map((line) => expect.stringContaining(line.split(' ')[0]!)),
    );
    expect(rows(all)[1]).toMatch(/HD\s*60\s*60 %/);
    expect(text('.middle')).toContain('100');
    expect(charts[0]!.drawn[0]!.map(({name, value}) => [name, value])).toEqual([
      ['4K', 30],
      ['HD', 60],
      ['SD', 10],
    ]);
  });

  it('draws nothing in a hidden tab, and the newest when it is looked at again', async () => {
    const visible = signal(false);
    TestBed.overrideProvider(PageVisibility, {useValue: {visible}});
    const {fixture} = await shown();
    fixture.componentRef.setInput('slices', [slice('HD', 7)]);
    await fixture.whenStable();
    expect(charts[0]!.drawn).toEqual([]);

    visible.set(true);
    await fixture.whenStable();
    expect(charts[0]!.drawn.map((ring) => ring.map(({value}) => value))).toEqual([[7]]);
  });

  it('emits a quality that is clicked in the table or in the ring', async () => {
    const {fixture, button} = await shown();
    const toggled: string[] = [];
    fixture.componentInstance.toggled.subscribe((name) => toggled.push(name));
    button('HD').click();
    charts[0]!.events.clicked('4K');
    expect(toggled).toEqual(['HD', '4K']);
  });

  it('shows the share of the slice that is pointed at', async () => {
    const {fixture, text} = await shown();
    charts[0]!.events.pointed('SD');
    await fixture.whenStable();
    expect(text('.middle')).toContain('10 %');
    charts[0]!.events.pointed(undefined);
    await fixture.whenStable();
    expect(text('.middle')).toContain('viewers');
  });

  it('keeps a value that the filters leave out choosable', async () => {
    const {button, all} = await shown({slices: [slice('HD', 60)], selected: ['HD']});
    expect(button('HD').getAttribute('aria-pressed')).toBe('true');
    expect(button('4K').getAttribute('aria-pressed')).toBe('false');
    expect(rows(all)[0]).toContain('–');
  });

  it('draws a value that nobody knew', async () => {
    const {all} = await shown({slices: [...slices, slice('8K', 5)]});
    expect(rows(all)).toHaveLength(4);
  });

  it('lives and goes with the panel’s state', async () => {
    const {set, all, text} = await shown({status: connecting, slices: []});
    expect(charts).toHaveLength(0);
    expect(all('.skeleton').length).toBeGreaterThan(0);
    await set({status: live, slices});
    await TestBed.inject(DONUT_CHART)();
    expect(charts).toHaveLength(1);
    await set({status: empty, emptyText: 'Nobody is watching yet.'});
    expect(charts[0]!.disposed).toBe(true);
    expect(text()).toContain('Nobody is watching yet.');
  });

  it('shows every number in a table instead, which filters as the ring does', async () => {
    const slices = [
      {name: 'HD', activeViewers: 60, events: 2_000, errors: 30},
      {name: '4K', activeViewers: 40, events: 0, errors: 0},
    ];
    const {fixture, button, all, set} = await render(QualityDonut, {slices, status: live});
    button('Quality as table').click();
    await fixture.whenStable();
    const rows = all('app-data-table tbody tr').map((row) => row.textContent!.replace(/\s+/g, ' ').trim());
    expect(rows).toEqual(['4K 4040 %0–', 'HD 6060 %2,0001.50 %']);
    expect(all('.ring')).toHaveLength(0);
    const toggled: string[] = [];
    fixture.componentInstance.toggled.subscribe((name) => toggled.push(name));
    button('HD').click();
    expect(toggled).toEqual(['HD']);
    await set({selected: ['HD']});
    expect(button('HD').getAttribute('aria-pressed')).toBe('true');
  });
});
