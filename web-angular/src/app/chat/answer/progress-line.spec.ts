import {progress} from '../../../testing/chat-samples';
import {render} from '../../../testing/rendered';
import {ProgressLine} from './progress-line';

describe('ProgressLine', () => {
  beforeEach(() => {
    vi.useFakeTimers({toFake: ['setInterval', 'clearInterval', 'Date']});
  });
  afterEach(() => vi.useRealTimers());

  it('says the stage, the share, the bytes and the seconds, which go on by themselves', async () => {
    const {text, element, fixture} = await render(ProgressLine, {
      askedAtMs: Date.now(),
      progress: progress({fraction: 0.424, bytesScanned: 12_300_000, reading: 'Viewers by city', note: 'Busy.'}),
    });
    expect(text('.stage')).toBe('Reading the data…');
    expect(text('.figures')).toBe('42 % · 12 MB');
    expect(element.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('42');
    expect(text()).toContain('Viewers by city');
    expect(text()).toContain('Busy.');
    vi.advanceTimersByTime(3_000);
    await fixture.whenStable();
    expect(text('.figures')).toBe('42 % · 12 MB · 3 s');
  });

  it('does not make up a share that is not known', async () => {
    const {element, text} = await render(ProgressLine, {
      askedAtMs: Date.now(),
      progress: progress({stage: 'planning'}),
    });
    expect(element.querySelector('[role=progressbar]')!.hasAttribute('aria-valuenow')).toBe(false);
    expect(text('.words')).toBe('Understanding the question…');
  });

  it('can be stopped', async () => {
    const {button, fixture} = await render(ProgressLine, {askedAtMs: 0, progress: progress()});
    let cancelled = 0;
    fixture.componentInstance.cancelled.subscribe(() => cancelled++);
    button('Cancel').click();
    expect(cancelled).toBe(1);
  });
});
