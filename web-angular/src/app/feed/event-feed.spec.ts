import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {connecting, live, row} from '../../testing/samples';
import {EventFeed} from './event-feed';
import {eventTypes} from './event-types';
import {FeedFilter, mentions} from './feed-filter';

describe('EventFeed', () => {
  const rows = (count: number, from = 1) =>
    Array.from({length: count}, (_, index) =>
      row({eventId: `E${from + count - 1 - index}`, titleId: `T${from + count - 1 - index}`}),
    );
  const frames = () => new Promise((resolve) => setTimeout(resolve, 60));

  beforeEach(() => {
    // jsdom has no layout: the list gets a height, so that it knows how many rows to draw.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500);
    HTMLElement.prototype.scrollTo = function (this: HTMLElement, options?: ScrollToOptions | number) {
      this.scrollTop = (options as ScrollToOptions).top ?? 0;
      this.dispatchEvent(new Event('scroll'));
    };
  });
  afterEach(() => vi.restoreAllMocks());

  async function shown(inputs: Record<string, unknown>) {
    const rendered = await render(EventFeed, {status: live, ...inputs});
    await frames();
    await rendered.fixture.whenStable();
    const scrollTo = async (top: number) => {
      const list = rendered.element.querySelector<HTMLElement>('cdk-virtual-scroll-viewport')!;
      list.scrollTop = top;
      list.dispatchEvent(new Event('scroll'));
      await frames();
      await rendered.fixture.whenStable();
    };
    return {...rendered, scrollTo, ids: () => rendered.all('[data-event-id]').map((each) => each.dataset['eventId'])};
  }

  it('shows an event with icon, type, place, device and error code', async () => {
    const {text, element} = await shown({
      events: [
        row({type: 'error', errorCode: 'DRM_LICENSE', titleId: 'TITLE_7', city: 'Munich', device: 'tv', quality: '4K'}),
      ],
    });
    const shownRow = text('[role=listitem]');
    for (const part of ['Error', 'TITLE_7', 'Munich, Bavaria, Germany', 'TV 4K DRM_LICENSE']) {
      expect(shownRow).toContain(part);
    }
    expect(element.querySelector('[role=listitem] svg path, [role=listitem] svg circle')).not.toBeNull();
  });

  it('keeps an unknown type under its own name', async () => {
    const {text} = await shown({events: [row({type: 'ad_break'})]});
    expect(text('[role=listitem]')).toContain('Ad break');
  });

  it('draws only the rows that fit, newest first', async () => {
    const {ids} = await shown({events: rows(2_000)});
    expect(ids()[0]).toBe('E2000');
    expect(ids().length).toBeGreaterThan(5);
    expect(ids().length).toBeLessThan(40);
  });

  it('follows the newest until one scrolls, then stands still and counts', async () => {
    const {ids, set, scrollTo, button, fixture} = await shown({events: rows(100)});
    await set({events: rows(103)});
    expect(ids()[0]).toBe('E103');
    await scrollTo(400);
    const before = ids();
    await set({events: rows(110)});
    expect(ids()).toEqual(before);
    button('7 new').click();
    await frames();
    await fixture.whenStable();
    expect(ids()[0]).toBe('E110');
  });

  it('stands still while one points at it, so that a row can be clicked', async () => {
    const {ids, set, element, text, fixture} = await shown({events: rows(100)});
    const list = element.querySelector('cdk-virtual-scroll-viewport')!;
    const point = async (kind: string) => {
      list.dispatchEvent(Object.assign(new Event(kind), {pointerType: 'mouse'}));
      await fixture.whenStable();
    };
    await point('pointermove');
    await set({events: rows(104)});
    expect(ids()[0]).toBe('E100');
    expect(text('.newer')).toBe('4 new');
    await point('pointerleave');
    await frames();
    await fixture.whenStable();
    expect(ids()[0]).toBe('E104');
  });

  it('stands still while the focus is in a row', async () => {
    const {ids, set, all, fixture} = await shown({events: rows(100)});
    document.body.append(fixture.nativeElement);
    all('.more')[0]!.focus();
    await fixture.whenStable();
    await set({events: rows(104)});
    expect(ids()[0]).toBe('E100');
    all('.more')[0]!.blur();
    await frames();
    await fixture.whenStable();
    expect(ids()[0]).toBe('E104');
  });

  describe('by keys', () => {
    async function withKeys(count = 100) {
      const rendered = await shown({events: rows(count)});
      document.body.append(rendered.element);
      const list = rendered.element.querySelector<HTMLElement>('cdk-virtual-scroll-viewport')!;
      list.focus();
      const settled = async () => {
        await frames();
        await rendered.fixture.whenStable();
      };
      const press = async (key: string) => {
        document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        await settled();
        return (document.activeElement as HTMLElement).dataset['eventId'];
      };
      return {...rendered, list, press, settled};
    }

    it('moves the focus from row to row, also to rows that are not drawn yet', async () => {
      const {press} = await withKeys();
      expect(await press('ArrowDown')).toBe('E100');
      expect(await press('ArrowDown')).toBe('E99');
      expect(await press('ArrowUp')).toBe('E100');
      expect(await press('ArrowUp')).toBe('E100');
      expect(await press('PageDown')).toBe('E91');
      expect(await press('End')).toBe('E1');
      expect(await press('PageUp')).toBe('E10');
      expect(await press('Home')).toBe('E100');
    });

    it('is one stop: the list, or the row one has come to with its menu', async () => {
      const {all, list, press, settled} = await withKeys();
      const stops = () =>
        [list, ...all('[role=listitem], [role=listitem] button')].filter((each) => each.tabIndex === 0);
      expect(stops()).toEqual([list]);
      await press('ArrowDown');
      await press('ArrowDown');
      expect(stops().map((each) => each.getAttribute('aria-label'))).toEqual(['This event: Heartbeat, T99']);
      (document.activeElement as HTMLElement).blur();
      await settled();
      expect(stops()).toEqual([list]);
    });

    it('opens the session of the row with Enter', async () => {
      const {fixture, press} = await withKeys();
      const opened: string[] = [];
      fixture.componentInstance.sessionOpened.subscribe(({eventId}) => opened.push(eventId));
      await press('ArrowDown');
      await press('ArrowDown');
      await press('Enter');
      expect(opened).toEqual(['E99']);
    });
  });

  it('lets go of what stood still when the filters change', async () => {
    const {ids, set, scrollTo, fixture} = await shown({events: rows(100)});
    await scrollTo(400);
    TestBed.inject(FeedFilter).toggleType('error');
    await set({events: rows(5, 200)});
    await frames();
    await fixture.whenStable();
    expect(ids()[0]).toBe('E204');
  });

  it('offers every type as a filter that says whether it is on', async () => {
    const {button, fixture} = await shown({events: rows(3)});
    expect(eventTypes).toHaveLength(10);
    const error = button('Error');
    expect(error.getAttribute('aria-pressed')).toBe('false');
    error.click();
    await fixture.whenStable();
    expect(error.getAttribute('aria-pressed')).toBe('true');
    expect([...TestBed.inject(FeedFilter).types()]).toEqual(['error']);
  });

  it('passes on what is searched', async () => {
    const {element} = await shown({events: rows(3)});
    const input = element.querySelector<HTMLInputElement>('input[type=search]')!;
    input.value = '  munich ';
    input.dispatchEvent(new Event('input'));
    expect(TestBed.inject(FeedFilter).search()).toBe('munich');
  });

  it('says what to do when nothing matches', async () => {
    TestBed.inject(FeedFilter).searchFor('nothing like it');
    const {text, button, fixture} = await shown({events: []});
    expect(text()).toContain('No event matches yet');
    button('Clear feed filter').click();
    await fixture.whenStable();
    expect(text()).toContain('No events yet');
  });

  it('says what the service left out', async () => {
    const {text} = await shown({events: rows(3), leftOut: {dropped: 12, sampledOut: 34_567}});
    expect(text('.left-out')).toBe('34.6K sampled out · 12 dropped');
  });

  it('shows where events may be missing', async () => {
    const gap = {gap: 'unconnected', eventId: 'gap-1', atMs: 0, untilMs: 60_000, missed: 0};
    const {all} = await shown({events: [...rows(1, 2), gap, ...rows(1)]});
    expect(all('[role=listitem]').map((item) => item.dataset['eventId'] ?? item.dataset['gap'])).toEqual([
      'E2',
      'unconnected',
      'E1',
    ]);
  });

  it('holds the place of its rows while connecting', async () => {
    const {all} = await shown({events: [], status: connecting});
    expect(all('.bone').length).toBeGreaterThan(5);
    expect(all('cdk-virtual-scroll-viewport')).toHaveLength(0);
  });
});

describe('mentions', () => {
  it.each([
    ['munich', {city: 'Munich'}],
    ['TITLE_9', {titleId: 'title_9f'}],
    ['drm', {errorCode: 'DRM_LICENSE'}],
    ['session_3', {sessionId: 'SESSION_3m'}],
  ])('finds %s in any case', (text, overrides) => {
    expect(mentions(row(overrides), text)).toBe(true);
  });

  it('does not search device and quality', () => {
    expect(mentions(row({device: 'tablet', quality: '4K'}), 'tablet')).toBe(false);
  });
});
