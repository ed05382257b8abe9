import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {DragBar} from './drag-bar';
import {SplitLayout} from './split-layout';
import {SplitRatio} from './split-ratio';

describe('DragBar', () => {
  beforeEach(() => localStorage.clear());
  const press = async ({element, fixture}: Awaited<ReturnType<typeof render<DragBar>>>, key: string) => {
    element.dispatchEvent(new KeyboardEvent('keydown', {key, cancelable: true}));
    await fixture.whenStable();
    return Number(element.getAttribute('aria-valuenow'));
  };

  it('moves with the keyboard, within bounds, and goes back', async () => {
    const bar = await render(DragBar);
    const before = Number(bar.element.getAttribute('aria-valuenow'));
    expect(await press(bar, 'ArrowLeft')).toBe(before - 2);
    expect(await press(bar, 'Home')).toBe(25);
    expect(await press(bar, 'ArrowLeft')).toBe(25);
    expect(await press(bar, 'End')).toBe(75);
    expect(await press(bar, 'Enter')).toBe(before);
  });

  it('is where it was left', async () => {
    const bar = await render(DragBar);
    await press(bar, 'End');
    TestBed.resetTestingModule();
    expect(TestBed.inject(SplitRatio).percent()).toBe(75);
  });

  it('takes nothing strange from the browser’s memory', () => {
    localStorage.setItem('split', '99999');
    expect(TestBed.inject(SplitRatio).percent()).toBe(54);
  });
});

describe('SplitLayout', () => {
  const media = (matches: boolean) =>
    vi.spyOn(document.defaultView!, 'matchMedia').mockReturnValue({
      matches,
      addEventListener() {},
      removeEventListener() {},
    } as unknown as MediaQueryList);
  afterEach(() => vi.restoreAllMocks());

  it('is one half alone without a second', async () => {
    media(false);
    const {all} = await render(SplitLayout, {isSplit: false});
    expect(all('app-drag-bar, #half-chat')).toHaveLength(0);
  });

  it('has a bar between its halves where there is room', async () => {
    media(false);
    const {all, element} = await render(SplitLayout, {isSplit: true});
    expect(all('app-drag-bar')).toHaveLength(1);
    expect(element.querySelector<HTMLElement>('.halves')!.style.gridTemplateColumns).toContain('54fr');
  });

  it('has tabs where there is none, switched by click and arrow', async () => {
    media(true);
    const {all, button, element, fixture} = await render(SplitLayout, {isSplit: true});
    const hidden = () => all('[role=tabpanel]').map((panel) => panel.hidden);
    expect(hidden()).toEqual([false, true]);
    button('Chat').click();
    await fixture.whenStable();
    expect(hidden()).toEqual([true, false]);
    element.querySelector('[role=tablist]')!.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'}));
    await fixture.whenStable();
    expect(hidden()).toEqual([false, true]);
  });
});
