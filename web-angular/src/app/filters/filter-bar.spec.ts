import {TestBed} from '@angular/core/testing';
import {filteredBoard} from '../../testing/board-filter';
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
    const {button, all, fixture} = await render(FilterBar);
    const filter = filteredBoard({device: ['tv'], quality: ['HD']});
    await fixture.whenStable();
    expect(all('.chip')).toHaveLength(2);
    button('Remove filter Device TV').click();
    await fixture.whenStable();
    expect(all('.chip')).toHaveLength(1);
    expect(filter.selection().device).toEqual([]);
  });

  it('clears all filters at once', async () => {
    const {button, fixture, text} = await render(FilterBar);
    const filter = filteredBoard({country: ['Germany'], state: ['Bavaria'], city: ['Munich']});
    await fixture.whenStable();
    button('Clear all').click();
    await fixture.whenStable();
    expect(filter.isEmpty()).toBe(true);
    expect(text()).toContain('Everything is shown');
  });

  it('keeps the focus among the chips, and at the button when there are none', async () => {
    const {button, element, fixture} = await render(FilterBar);
    document.body.append(element);
    filteredBoard({device: ['tv', 'web'], quality: ['HD', '4K']});
    await fixture.whenStable();
    const after = async (name: string) => {
      button(name).focus();
      button(name).click();
      await fixture.whenStable();
      return document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim();
    };
    expect(await after('Remove filter Device TV')).toBe('Remove filter Device Web');
    expect(await after('Remove filter Quality 4K')).toBe('Remove filter Quality HD');
    expect(await after('Remove filter Quality HD')).toBe('Remove filter Device Web');
    expect(await after('Remove filter Device Web')).toBe('Filter');
    filteredBoard({device: ['tv', 'web']});
    await fixture.whenStable();
    expect(await after('Clear all')).toBe('Filter');
  });

  it('undoes the last change', async () => {
    const {button, fixture} = await render(FilterBar);
    const filter = TestBed.inject(DashboardFilter);
    const undo = button('Undo');
    expect(undo.disabled).toBe(true);
    filter.add('device', 'tv');
    await fixture.whenStable();
    expect(undo.disabled).toBe(false);
    const came = new Promise((resolve) => addEventListener('popstate', resolve, {once: true}));
    undo.click();
    await came;
    expect(filter.isEmpty()).toBe(true);
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
