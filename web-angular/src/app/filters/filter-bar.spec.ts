import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {row} from '../../testing/samples';
import {DashboardFilter} from './dashboard-filter';
import {FilterBar} from './filter-bar';
import {nothingSelected, passes} from './selection';

describe('FilterBar', () => {
  beforeEach(() => history.replaceState(null, '', '/'));

  it('says that everything is shown when nothing is filtered', async () => {
    const {text} = await render(FilterBar);
    expect(text()).toContain('Everything is shown');
  });

  it('shows every filter as a chip that takes itself away', async () => {
    const filter = TestBed.inject(DashboardFilter);
    filter.add('device', 'tv');
    filter.add('quality', 'HD');
    const {button, all, fixture} = await render(FilterBar);
    expect(all('.chip')).toHaveLength(2);
    button('Remove filter Device TV').click();
    await fixture.whenStable();
    expect(all('.chip')).toHaveLength(1);
    expect(filter.selection().device).toEqual([]);
  });

  it('clears all filters at once', async () => {
    const filter = TestBed.inject(DashboardFilter);
    filter.lookAt('Germany', 'Bavaria', 'Munich');
    const {button, fixture, text} = await render(FilterBar);
    button('Clear all').click();
    await fixture.whenStable();
    expect(filter.isEmpty()).toBe(true);
    expect(text()).toContain('Everything is shown');
  });

  it('offers the known values, and keeps open while one chooses', async () => {
    const {button, fixture, set} = await render(FilterBar, {countries: ['Germany', 'France']});
    button('Filter').click();
    await fixture.whenStable();
    const box = (name: string) =>
      [...document.querySelectorAll<HTMLLabelElement>('[role=dialog] label')]
        .find((each) => each.textContent!.trim() === name)!
        .querySelector('input')!;
    box('France').click();
    // The board now shows France alone, and Germany can still be chosen.
    await set({countries: ['France']});
    box('Germany').click();
    box('TV').click();
    expect(TestBed.inject(DashboardFilter).selection()).toMatchObject({country: ['France', 'Germany'], device: ['tv']});
  });
});

describe('DashboardFilter', () => {
  beforeEach(() => history.replaceState(null, '', '/'));

  it('reads filters and window from the address', () => {
    history.replaceState(null, '', '/?device=tv&device=web&country=South+Korea&window=1h&quality=');
    const filter = TestBed.inject(DashboardFilter);
    expect(filter.selection()).toEqual({...nothingSelected, device: ['tv', 'web'], country: ['South Korea']});
    expect(filter.window()).toBe('1h');
  });

  it('keeps the address up to date and the rest of it as it is', () => {
    history.replaceState(null, '', '/?tenant=a#top');
    const filter = TestBed.inject(DashboardFilter);
    filter.add('city', 'São Paulo');
    filter.chooseWindow('1m');
    TestBed.tick();
    expect(new URLSearchParams(location.search).getAll('city')).toEqual(['São Paulo']);
    expect(location.search).toContain('tenant=a');
    expect(location.search).toContain('window=1m');
    expect(location.hash).toBe('#top');
  });

  it('ignores a window that does not exist', () => {
    history.replaceState(null, '', '/?window=7d');
    expect(TestBed.inject(DashboardFilter).window()).toBe('5m');
  });

  it('takes narrower places away with a wider one', () => {
    const filter = TestBed.inject(DashboardFilter);
    filter.lookAt('Germany', 'Bavaria', 'Munich');
    filter.remove('state', 'Bavaria');
    expect(filter.selection()).toEqual({...nothingSelected, country: ['Germany']});
    filter.lookAt('Germany', 'Bavaria');
    filter.remove('country', 'Germany');
    expect(filter.isEmpty()).toBe(true);
  });
});

describe('passes', () => {
  it('takes values of a dimension as alternatives and dimensions together', () => {
    const selection = {...nothingSelected, device: ['tv', 'web'], country: ['Germany']};
    expect(passes(selection, row({device: 'web', country: 'Germany'}))).toBe(true);
    expect(passes(selection, row({device: 'mobile', country: 'Germany'}))).toBe(false);
    expect(passes(selection, row({device: 'tv', country: 'France'}))).toBe(false);
    expect(passes(nothingSelected, row())).toBe(true);
  });
});
