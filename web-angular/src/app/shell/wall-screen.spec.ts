import {TestBed} from '@angular/core/testing';
import {WallScreen} from './wall-screen';

describe('WallScreen', () => {
  const request = vi.fn(() => Promise.resolve({release: vi.fn(() => Promise.resolve())}));

  beforeEach(() => {
    history.replaceState(null, '', '/');
    Object.defineProperty(navigator, 'wakeLock', {configurable: true, value: {request}});
    request.mockClear();
  });
  afterEach(() => TestBed.resetTestingModule());

  function wall(address = '/') {
    history.replaceState(null, '', address);
    const service = TestBed.inject(WallScreen);
    TestBed.tick();
    return service;
  }

  it('begins as the address says, and keeps the screen awake', () => {
    expect(wall('/?wall&window=1h').isOn()).toBe(true);
    expect(document.documentElement.classList).toContain('wall');
    expect(request).toHaveBeenCalledWith('screen');
  });

  it('writes itself into the address and out of it again, and leaves the rest alone', () => {
    const service = wall('/?window=1h');
    service.enter();
    TestBed.tick();
    expect(location.search).toBe('?window=1h&wall=');
    service.leave();
    TestBed.tick();
    expect(location.search).toBe('?window=1h');
    expect(document.documentElement.classList).not.toContain('wall');
  });

  it('lets the screen sleep when it is left', async () => {
    const release = vi.fn(() => Promise.resolve());
    request.mockResolvedValueOnce({release});
    const service = wall('/?wall');
    service.leave();
    TestBed.tick();
    await vi.waitFor(() => expect(release).toHaveBeenCalled());
  });

  it('does without what a browser has not', () => {
    Object.defineProperty(navigator, 'wakeLock', {configurable: true, value: undefined});
    expect(wall('/?wall').isOn()).toBe(true);
  });
});
