import {TestBed} from '@angular/core/testing';
import {DashboardFilter} from '../app/filters/dashboard-filter';
import {LIVE_CLIENT} from '../app/live/live-client';
import {LiveDashboard} from '../app/live/live-dashboard';
import {FakeLiveClient} from './fake-live-client';
import {fullUpdate} from './samples';

/** A live dashboard that talks to a fake service, on a clock that the test moves. */
export class LiveDashboardRig {
  readonly client = new FakeLiveClient();
  readonly board: LiveDashboard;
  readonly filter: DashboardFilter;

  constructor() {
    TestBed.configureTestingModule({providers: [{provide: LIVE_CLIENT, useValue: this.client}]});
    this.board = TestBed.inject(LiveDashboard);
    this.filter = TestBed.inject(DashboardFilter);
    TestBed.tick();
  }

  /** Lets messages arrive and the next frame be drawn. */
  async frame(): Promise<void> {
    await vi.advanceTimersByTimeAsync(60);
  }

  async seconds(count: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(count * 1_000);
  }

  async becomeLive(viewers = 100): Promise<void> {
    this.client.stream.send(fullUpdate(viewers));
    await this.frame();
  }

  /** Filters change by effects, which run when Angular looks. */
  async afterChange(ms: number): Promise<void> {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(ms);
  }
}

/** Makes one before each test of the block, and puts it and its clock away afterwards. */
export function eachWithLiveDashboard(use: (rig: LiveDashboardRig) => void): void {
  beforeEach(() => {
    vi.useFakeTimers();
    use(new LiveDashboardRig());
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
  });
}
