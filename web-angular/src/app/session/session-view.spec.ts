import {DIALOG_DATA, DialogRef} from '@angular/cdk/dialog';
import {effect} from '@angular/core';
import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {row} from '../../testing/samples';
import {merged, totalsOf, type Moment} from './moment';
import {SESSION_SOURCES, type Past} from './session-sources';
import {SessionTimeline} from './session-timeline';
import {SessionView} from './session-view';

const moment = (id: string, overrides: Partial<Moment> = {}): Moment => ({
  id,
  atMs: 0,
  type: 'heartbeat',
  quality: 'HD',
  bandwidthMbps: undefined,
  startupMs: undefined,
  stalledMs: undefined,
  stalls: undefined,
  errorCode: '',
  ...overrides,
});

describe('SessionView', () => {
  let tellPast: (past: Past) => void;
  let breakPast: (error: Error) => void;
  let tellLive: (moments: readonly Moment[]) => void;
  let asked: string[];
  let closed: boolean;

  async function opened(withLake = true) {
    asked = [];
    closed = false;
    const live = new ReadableStream<readonly Moment[]>({
      start: (controller) => {
        tellLive = (moments) => controller.enqueue(moments);
      },
    });
    TestBed.configureTestingModule({
      providers: [
        {provide: DIALOG_DATA, useValue: {row: row({sessionId: 'SESSION_0123456789abcdef'}), shown: []}},
        {provide: DialogRef, useValue: {close: () => (closed = true)}},
        {
          provide: SESSION_SOURCES,
          useValue: {
            async *live() {
              const reader = live.getReader();
              for (;;) {
                yield (await reader.read()).value!;
              }
            },
            past: withLake
              ? (id: string) =>
                  new Promise<Past>((resolve, reject) => {
                    asked.push(id);
                    tellPast = resolve;
                    breakPast = reject;
                  })
              : undefined,
          },
        },
      ],
    });
    const rendered = await render(SessionView);
    const kinds = () => rendered.all('.kind').map((each) => each.textContent);
    const {injector} = rendered.fixture.componentRef;
    const timeline = injector.get(SessionTimeline);
    /** Both sources have said something, and it is drawn. */
    const settled = async () => {
      await new Promise<void>((resolve) =>
        effect(() => timeline.pastState() !== 'loading' && timeline.liveState() === 'ready' && resolve(), {injector}),
      );
      await rendered.fixture.whenStable();
    };
    return {...rendered, kinds, settled};
  }

  it('shows the past from the lake and what happens now in one order', async () => {
    const {text, kinds, settled, all} = await opened();
    expect(text()).toContain('SESSION_…cdef');
    expect(all('.bone').length).toBeGreaterThan(0);
    tellLive([moment('E3', {atMs: 3_000, type: 'stop'})]);
    tellPast({
      moments: [
        moment('E1', {atMs: 1_000, type: 'start', startupMs: 840}),
        moment('E2', {atMs: 2_000, type: 'error', errorCode: 'DRM_LICENSE', stalledMs: 1_500, stalls: 2}),
      ],
      truncated: false,
    });
    await settled();
    expect(asked).toEqual(['SESSION_0123456789abcdef']);
    expect(kinds()).toEqual(['Start', 'Error', 'Stop']);
    expect(text('.totals')).toMatch(/Start-up\s*840 ms\s*Stalls\s*2 · 1\.5 s\s*Errors\s*1/);
    expect(text('.state')).toMatch(/Following live.*The past is complete/);
  });

  it('says that the lake is away, keeps the live part and asks again', async () => {
    const {text, kinds, settled, button} = await opened();
    tellLive([moment('E9')]);
    breakPast(new Error('away'));
    await settled();
    expect(kinds()).toEqual(['Heartbeat']);
    expect(text('.state')).toContain('The lake can’t be asked');
    button('Ask the lake again').click();
    tellPast({moments: [], truncated: false});
    await settled();
    expect(asked).toHaveLength(2);
    expect(text('.state')).toContain('The past is complete');
  });

  it('says when nothing is known any more', async () => {
    const {text, settled} = await opened(false);
    tellLive([]);
    await settled();
    expect(text()).toContain('Nothing is known of this session any more');
    expect(text('.state')).toContain('Without a chat service');
  });

  it('closes', async () => {
    const {button} = await opened();
    button('Close').click();
    expect(closed).toBe(true);
  });
});

describe('moments', () => {
  it('are one for an event that both sources tell, in the order of time', () => {
    const both = merged(
      [moment('A', {atMs: 2, stalledMs: 5})],
      [moment('B', {atMs: 1}), moment('A', {atMs: 2}), moment('C', {atMs: 3})],
    );
    expect(both.map(({id}) => id)).toEqual(['B', 'A', 'C']);
    expect(both[1]!.stalledMs).toBe(5);
  });

  it('count a buffer event as one where the lake has not yet told its stalls', () => {
    const told = moment('A', {type: 'buffer', stalls: 3});
    expect(totalsOf([told, moment('B', {type: 'buffer'}), moment('C')]).stalls).toBe(4);
  });
});
