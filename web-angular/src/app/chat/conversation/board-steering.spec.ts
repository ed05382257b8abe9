import {TestBed} from '@angular/core/testing';
import {answer} from '../../../testing/chat-samples';
import {FakeLiveClient} from '../../../testing/fake-live-client';
import {filteredBoard} from '../../../testing/board-filter';
import {FeedFilter} from '../../feed/feed-filter';
import type {DashboardFilter} from '../../filters/dashboard-filter';
import {nothingSelected} from '../../filters/selection';
import {LIVE_CLIENT} from '../../live/live-client';
import {LiveDashboard} from '../../live/live-dashboard';
import type {BoardCommandView} from '../model/answer';
import {BoardSteering} from './board-steering';

describe('BoardSteering', () => {
  let steering: BoardSteering;
  let filter: DashboardFilter;

  beforeEach(() => {
    history.replaceState(null, '', '/');
    TestBed.configureTestingModule({providers: [{provide: LIVE_CLIENT, useValue: new FakeLiveClient()}]});
    steering = TestBed.inject(BoardSteering);
    filter = filteredBoard({quality: ['HD']});
  });

  const order = (command: Partial<BoardCommandView>) =>
    answer({kind: 'board', board: {action: 'show', filters: {}, window: undefined, ...command}});

  it('shows exactly what was named, and undoes it', () => {
    const told = order({filters: {device: ['tv'], country: ['Germany']}});
    steering.apply(told);
    expect(filter.selection()).toEqual({...nothingSelected, device: ['tv'], country: ['Germany']});
    expect(steering.canUndo(told)).toBe(true);
    steering.undo();
    expect(filter.selection()).toEqual({...nothingSelected, quality: ['HD']});
    expect(steering.canUndo(told)).toBe(false);
  });

  it('leaves the filters when only a window was named', () => {
    steering.apply(order({window: '1h'}));
    expect(filter.window()).toBe('1h');
    expect(filter.selection().quality).toEqual(['HD']);
  });

  it('clears the feed as well', () => {
    TestBed.inject(FeedFilter).searchFor('munich');
    steering.apply(order({action: 'clear'}));
    expect(filter.isEmpty()).toBe(true);
    expect(TestBed.inject(FeedFilter).search()).toBe('');
    steering.undo();
    expect(TestBed.inject(FeedFilter).search()).toBe('munich');
  });

  it('pauses, resumes and undoes both', () => {
    const live = TestBed.inject(LiveDashboard);
    steering.apply(order({action: 'pause'}));
    expect(live.paused()).toBe(true);
    steering.apply(order({action: 'resume'}));
    expect(live.paused()).toBe(false);
    steering.undo();
    expect(live.paused()).toBe(true);
  });

  it('does nothing for an answer that orders nothing', () => {
    const plain = answer();
    steering.apply(plain);
    expect(steering.canUndo(plain)).toBe(false);
    expect(filter.selection().quality).toEqual(['HD']);
  });
});
