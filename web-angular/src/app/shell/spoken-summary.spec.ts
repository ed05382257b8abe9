import {LiveAnnouncer} from '@angular/cdk/a11y';
import {TestBed} from '@angular/core/testing';
import {FakeLiveClient} from '../../testing/fake-live-client';
import {fullUpdate} from '../../testing/samples';
import {LIVE_CLIENT} from '../live/live-client';
import {LiveDashboard} from '../live/live-dashboard';
import {SpokenSummary} from './spoken-summary';

describe('SpokenSummary', () => {
  let client: FakeLiveClient;
  let said: string[];
  let summary: SpokenSummary;

  beforeEach(() => {
    vi.useFakeTimers();
    client = new FakeLiveClient();
    said = [];
    TestBed.configureTestingModule({
      providers: [
        {provide: LIVE_CLIENT, useValue: client},
        {provide: LiveAnnouncer, useValue: {announce: (text: string) => (said.push(text), Promise.resolve())}},
      ],
    });
    TestBed.inject(LiveDashboard);
    summary = TestBed.inject(SpokenSummary);
    TestBed.tick();
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
  });

  const arrives = async (viewers: number) => {
    client.stream.send(fullUpdate(viewers));
    await vi.advanceTimersByTimeAsync(60);
  };

  it('says every change at a calm rate, and nothing twice', async () => {
    for (let second = 0; second < 90; second++) {
      await arrives(100 + Math.min(second, 40));
      await vi.advanceTimersByTimeAsync(940);
    }
    expect(said.length).toBeGreaterThan(0);
    expect(said.length).toBeLessThanOrEqual(2);
    expect(said.at(-1)).toMatch(/^140 active viewers, \d+ events per second, error rate 2\.0 percent\.$/);
  });

  it('says it at once when one asks', async () => {
    summary.say();
    expect(said).toEqual(['Nothing to tell yet: the page is still connecting.']);
    await arrives(7);
    summary.say();
    expect(said.at(-1)).toContain('7 active viewers');
  });
});
