import {signal} from '@angular/core';
import {TestBed} from '@angular/core/testing';
import {FakeLiveClient} from '../../testing/fake-live-client';
import {render} from '../../testing/rendered';
import {Identity} from '../identity/identity';
import {userOf, type User} from '../identity/user';
import type {Connection} from '../live/connection';
import {LIVE_CLIENT} from '../live/live-client';
import {LiveDashboard} from '../live/live-dashboard';
import {ConnectionPill} from './connection-pill';
import {PageHeader} from './page-header';

describe('ConnectionPill', () => {
  const connection = (overrides: Partial<Connection>): Connection => ({
    status: 'live',
    link: 'live',
    ageSeconds: 0,
    retryInSeconds: undefined,
    problem: undefined,
    ...overrides,
  });

  it.each<[Partial<Connection>, string]>([
    [{status: 'connecting', link: 'connecting'}, 'Connecting'],
    [{}, 'Live'],
    [{status: 'refused', link: 'refused'}, 'No access'],
    [{status: 'delayed', link: 'delayed', ageSeconds: 8}, 'Delayed · 8 s'],
    [{status: 'reconnecting', link: 'reconnecting', ageSeconds: 61}, 'Reconnecting · 1 min'],
    [{status: 'offline', link: 'offline', ageSeconds: 7_300}, 'Offline · 2 h'],
    [{status: 'paused', ageSeconds: 5}, 'Paused · 5 s'],
    [{status: 'paused', link: 'reconnecting', ageSeconds: 5}, 'Paused · 5 s, reconnecting'],
  ])('says %o as “%s”', async (overrides, words) => {
    const {text} = await render(ConnectionPill, {connection: connection(overrides)});
    expect(text('.pill')).toBe(words);
  });

  it('speaks a change once and never the age', async () => {
    const {text, set} = await render(ConnectionPill, {connection: connection({status: 'reconnecting', ageSeconds: 1})});
    const spoken = text('[role=status]');
    await set({connection: connection({status: 'reconnecting', ageSeconds: 2})});
    expect(text('[role=status]')).toBe(spoken);
    expect(spoken).toContain('Reconnecting');
  });

  it('offers to try at once while it waits', async () => {
    const {button, fixture} = await render(ConnectionPill, {
      connection: connection({status: 'offline', retryInSeconds: 4}),
    });
    let retries = 0;
    fixture.componentInstance.retried.subscribe(() => retries++);
    button('Retry now').click();
    expect(retries).toBe(1);
  });
});

describe('PageHeader', () => {
  beforeEach(() => {
    TestBed.configureTestingModule({providers: [{provide: LIVE_CLIENT, useValue: new FakeLiveClient()}]});
    localStorage.clear();
    history.replaceState(null, '', '/');
  });

  it('names the tenant and the user where there is a sign-in, and nobody elsewhere', async () => {
    const {text, all} = await render(PageHeader);
    expect(all('.tenant, .user')).toHaveLength(0);
    expect(text('.brand')).toBe('Video telemetry');
    TestBed.resetTestingModule();
    const user = signal<User | undefined>(undefined);
    let out = 0;
    const identity = {
      isAsked: signal(true),
      need: signal(undefined),
      user,
      signOut: () => out++,
    };
    TestBed.configureTestingModule({
      providers: [
        {provide: LIVE_CLIENT, useValue: new FakeLiveClient()},
        {provide: Identity, useValue: identity},
      ],
    });
    const signedIn = await render(PageHeader);
    await vi.waitFor(() => expect(signedIn.all('.user .skeleton')).toHaveLength(1));
    user.set(userOf('Ada Lovelace', ['acme']));
    await signedIn.fixture.whenStable();
    expect(signedIn.text('.tenant')).toBe('Tenant: acme');
    signedIn.button('Signed in as Ada Lovelace').click();
    await signedIn.fixture.whenStable();
    document.querySelector<HTMLElement>('.items [role=menuitem]')!.click();
    expect(out).toBe(1);
  });

  it('pauses and resumes by button', async () => {
    const {button, fixture} = await render(PageHeader);
    const live = TestBed.inject(LiveDashboard);
    button('Pause').click();
    await fixture.whenStable();
    expect(live.paused()).toBe(true);
    button('Resume').click();
    expect(live.paused()).toBe(false);
  });

  it('pauses by key', async () => {
    await render(PageHeader);
    document.dispatchEvent(new KeyboardEvent('keydown', {key: 'p', altKey: true, bubbles: true}));
    expect(TestBed.inject(LiveDashboard).paused()).toBe(true);
  });

  it('chooses a theme and remembers it', async () => {
    const {button, fixture} = await render(PageHeader);
    button('Theme: system').click();
    await fixture.whenStable();
    [...document.querySelectorAll<HTMLElement>('[role=menuitemradio]')]
      .find((each) => each.textContent!.includes('Dark'))!
      .click();
    await fixture.whenStable();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('theme')).toBe('dark');
  });
});
