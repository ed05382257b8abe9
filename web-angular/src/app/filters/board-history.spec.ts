import {TestBed} from '@angular/core/testing';
import {FeedFilter} from '../feed/feed-filter';
import {Pause} from '../live/pause';
import {BoardHistory} from './board-history';
import {DashboardFilter} from './dashboard-filter';
import {PanelViews} from './panel-views';
import {nothingSelected} from './selection';

describe('BoardHistory', () => {
  const start = (address: string) => {
    history.replaceState(null, '', address);
    const board = TestBed.inject(BoardHistory);
    return {board, filter: TestBed.inject(DashboardFilter), feed: TestBed.inject(FeedFilter)};
  };
  const query = () => new URLSearchParams(location.search);
  /** Goes back and waits for the browser to say so. */
  const back = async (board: BoardHistory) => {
    const came = new Promise((resolve) => addEventListener('popstate', resolve, {once: true}));
    board.back();
    await came;
  };

  beforeEach(() => vi.useFakeTimers({toFake: ['Date']}));
  afterEach(() => vi.useRealTimers());

  it('begins with what the address says', () => {
    const {filter, feed} = start(
      '/?device=tv&device=web&country=South+Korea&window=1h&quality=&feedType=error&feedSearch=munich',
    );
    expect(filter.selection()).toEqual({...nothingSelected, device: ['tv', 'web'], country: ['South Korea']});
    expect(filter.window()).toBe('1h');
    expect([...feed.types()]).toEqual(['error']);
    expect(feed.search()).toBe('munich');
  });

  it('leaves out what it does not understand', () => {
    const {filter, feed} = start(
      `/?window=7d&device=tv&device=tv&city=${'x'.repeat(200)}&feedSearch=${'y'.repeat(200)}`,
    );
    expect(filter.window()).toBe('5m');
    expect(filter.selection()).toEqual({...nothingSelected, device: ['tv']});
    expect(feed.search()).toHaveLength(128);
  });

  it('keeps the address up to date and the rest of it as it is', () => {
    const {board, filter, feed} = start('/?tenant=a#top');
    filter.add('city', 'São Paulo');
    filter.chooseWindow('1m');
    feed.toggleType('error');
    TestBed.tick();
    expect(query().getAll('city')).toEqual(['São Paulo']);
    expect(query().get('tenant')).toBe('a');
    expect(query().get('window')).toBe('1m');
    expect(query().get('feedType')).toBe('error');
    expect(location.hash).toBe('#top');
    expect(board.link()).toBe(location.href);
  });

  it('makes every change a step that can be undone, and takes quick ones together', async () => {
    const {board, filter} = start('/');
    TestBed.tick();
    expect(board.canGoBack()).toBe(false);
    const change = (device: string, afterMs: number) => {
      vi.advanceTimersByTime(afterMs);
      filter.add('device', device);
      TestBed.tick();
    };
    change('tv', 0);
    change('web', 5_000);
    change('mobile', 100);
    await back(board);
    expect(filter.selection().device).toEqual(['tv']);
    expect(query().getAll('device')).toEqual(['tv']);
    await back(board);
    expect(filter.isEmpty()).toBe(true);
    expect(board.canGoBack()).toBe(false);
  });

  it('restores how the board was shown, piece by piece', () => {
    start('/?paused=yes&table=map&table=nonsense&table=quality&details=tv');
    const panels = TestBed.inject(PanelViews);
    expect(TestBed.inject(Pause).wanted()).toBe(true);
    expect([...panels.tables()]).toEqual(['map', 'quality']);
    expect(panels.details()).toBe('tv');
  });

  it.each([
    '/?paused=maybe&table=&details=',
    '/?%E0%A4%A=1&device=%00tv&city=a%0Ab&window=%F0%28',
    '/?device&quality&=HD&feedType=&paused&details&table',
  ])('opens an ordinary board for the broken address %s', (address) => {
    const {filter, feed} = start(address);
    TestBed.tick();
    expect(filter.isEmpty()).toBe(true);
    expect(filter.window()).toBe('5m');
    expect(feed.types().size).toBe(0);
    expect(TestBed.inject(Pause).wanted()).toBe(false);
    expect(TestBed.inject(PanelViews).details()).toBeUndefined();
  });

  it('opens the same board again from its own link', () => {
    const {board, filter, feed} = start('/');
    filter.restore({...nothingSelected, country: ['Côte d’Ivoire', 'A&B=C'], device: ['tv']}, '1h');
    feed.restore(['error', 'quality_change'], '100 % & more');
    TestBed.inject(PanelViews).restore(['devices', 'trends'], 'web');
    TestBed.inject(Pause).set(true);
    const link = board.link();
    TestBed.resetTestingModule();
    const again = start(link);
    expect(again.filter.selection()).toEqual(filter.selection());
    expect(again.filter.window()).toBe('1h');
    expect([...again.feed.types()]).toEqual(['error', 'quality_change']);
    expect(again.feed.search()).toBe('100 % & more');
    expect([...TestBed.inject(PanelViews).tables()].sort()).toEqual(['devices', 'trends']);
    expect(again.board.link()).toBe(link);
  });

  it('undoes what the board looks at, and leaves as it is how it shows it', async () => {
    const {board, filter} = start('/');
    TestBed.tick();
    filter.add('device', 'tv');
    TestBed.tick();
    vi.advanceTimersByTime(5_000);
    TestBed.inject(PanelViews).showTable('map', true);
    TestBed.tick();
    expect(query().getAll('table')).toEqual(['map']);
    await back(board);
    expect(filter.isEmpty()).toBe(true);
    expect(TestBed.inject(PanelViews).isTable('map')).toBe(true);
    expect(query().getAll('table')).toEqual(['map']);
    expect(board.canGoBack()).toBe(false);
  });

  it('makes a change after going back a step of its own', async () => {
    const {board, filter} = start('/');
    TestBed.tick();
    filter.add('device', 'tv');
    TestBed.tick();
    await back(board);
    filter.add('quality', 'HD');
    TestBed.tick();
    expect(board.canGoBack()).toBe(true);
    await back(board);
    expect(filter.isEmpty()).toBe(true);
  });
});
