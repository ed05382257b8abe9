import {TestBed} from '@angular/core/testing';
import {Code, ConnectError} from '@connectrpc/connect';
import {FakeLiveClient} from '../../testing/fake-live-client';
import {render} from '../../testing/rendered';
import {fullUpdate} from '../../testing/samples';
import {DashboardFilter} from '../filters/dashboard-filter';
import {LIVE_CLIENT} from '../live/live-client';
import {GEOGRAPHY} from '../map/geography';
import {DONUT_CHART} from '../quality/donut-chart';
import {Dashboard} from './dashboard';

describe('Dashboard', () => {
  let client: FakeLiveClient;
  const nothing = () => Promise.resolve([]);

  beforeEach(() => {
    history.replaceState(null, '', '/');
    client = new FakeLiveClient();
    TestBed.configureTestingModule({
      providers: [
        {provide: LIVE_CLIENT, useValue: client},
        {provide: GEOGRAPHY, useValue: {world: nothing, countries: nothing, statesOfTheUnitedStates: nothing}},
        {
          provide: DONUT_CHART,
          useValue: () => Promise.resolve(() => ({draw() {}, highlight() {}, resize() {}, dispose() {}})),
        },
      ],
    });
  });

  async function live(update = fullUpdate()) {
    const rendered = await render(Dashboard);
    client.stream.send(update);
    await vi.waitFor(() => expect(rendered.element.querySelector('[data-testid=value]')).not.toBeNull());
    await rendered.fixture.whenStable();
    return rendered;
  }

  it('shows every panel while connecting, without a number', async () => {
    const {all, element} = await render(Dashboard);
    expect(all('h2').map((heading) => heading.textContent)).toEqual([
      'Active viewers',
      'Events per second',
      'Error rate',
      'Average bandwidth',
      'Start-up p95',
      'Rebuffering ratio',
      'Viewers by place',
      'Quality',
      'Devices',
      'Events',
    ]);
    expect(element.querySelector('[data-testid=value]')).toBeNull();
  });

  it('gives every panel its part of the live state', async () => {
    const {text} = await live();
    expect(text('app-metric-cards')).toContain('100');
    expect(text('app-world-map')).toContain('Germany');
    expect(text('app-quality-donut')).toContain('HD');
    expect(text('app-device-bars')).toContain('TV');
    expect(text('app-data-health')).toContain('4 of 4');
  });

  it('turns clicks on place, slice and bar into filters', async () => {
    const {button} = await live();
    button('Germany60 viewers').click();
    button('HD').click();
    button('TV').click();
    expect(TestBed.inject(DashboardFilter).selection()).toMatchObject({
      country: ['Germany'],
      quality: ['HD'],
      device: ['tv'],
    });
  });

  it('looks at the one country that is filtered, and at the world for several', async () => {
    const {all, fixture} = await live();
    const filter = TestBed.inject(DashboardFilter);
    const crumbs = async () => {
      await fixture.whenStable();
      return all('.crumb').map((crumb) => crumb.textContent!.trim());
    };
    filter.add('country', 'Germany');
    expect(await crumbs()).toEqual(['World', 'Germany']);
    filter.add('country', 'France');
    expect(await crumbs()).toEqual(['World']);
  });

  it('shows the words of a service that denies access, and asks again on request', async () => {
    const {text, button, fixture} = await render(Dashboard);
    client.stream.fail(new ConnectError('Your token names no tenant.', Code.PermissionDenied));
    await vi.waitFor(() => expect(text('[role=alert]')).toContain('Your token names no tenant.'));
    await fixture.whenStable();
    expect(client.streams).toHaveLength(1);
    button('Try again').click();
    await vi.waitFor(() => expect(client.streams).toHaveLength(2));
  });

  it('says why it is empty and what to do', async () => {
    const {text, fixture} = await live(fullUpdate(0, {quality: {}, device: {}, geo: {}}));
    expect(text('app-world-map')).toContain('Nobody is watching yet');
    TestBed.inject(DashboardFilter).add('device', 'tablet');
    await fixture.whenStable();
    expect(text('app-world-map')).toContain('Remove one to see more');
  });
});
