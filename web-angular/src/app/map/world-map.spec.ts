import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {connecting, live, place} from '../../testing/samples';
import {GEOGRAPHY, shapeOf, type Shape} from './geography';
import {WorldMap} from './world-map';
import type {Scope} from './place-groups';

/** A square country. */
function square(name: string, west: number, south: number): Shape {
  const [east, north] = [west + 20, south + 20];
  return {
    type: 'Feature',
    properties: {name},
    // Clockwise, as the sphere wants it.
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [west, north],
          [east, north],
          [east, south],
          [west, south],
        ],
      ],
    },
  };
}

describe('WorldMap', () => {
  const shapes = [square('United States of America', -100, 30), square('Germany', 0, 40)];
  const places = new Map(
    [
      place(1, 'United States', 'California', 'Los Angeles', 80),
      place(2, 'United States', 'Texas', 'Austin', 15),
      place(3, 'Germany', 'Berlin', 'Berlin', 5),
    ].map((each) => [each.id, each]),
  );
  let resized: ((entries: {contentRect: {width: number; height: number}}[]) => void) | undefined;

  beforeEach(() => {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(callback: typeof resized) {
          resized = callback;
        }
        observe() {
          resized!([{contentRect: {width: 600, height: 300}}]);
        }
        disconnect() {}
      },
    );
    TestBed.configureTestingModule({
      providers: [
        {
          provide: GEOGRAPHY,
          useValue: {
            world: () => Promise.resolve(shapes),
            countries: () => Promise.resolve(shapes),
            statesOfTheUnitedStates: () => Promise.resolve([square('California', -100, 30), square('Texas', -90, 30)]),
          },
        },
      ],
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  async function shown(inputs: Record<string, unknown> = {}) {
    const rendered = await render(WorldMap, {places, status: live, ...inputs});
    await rendered.fixture.whenStable();
    const chosen: Scope[] = [];
    rendered.fixture.componentInstance.scopeChosen.subscribe((scope) => chosen.push(scope));
    return {...rendered, chosen};
  }
  const ranking = (all: (selector: string) => HTMLElement[]) =>
    all('.ranking li').map((item) => item.textContent!.replace(/\s+/g, ' ').trim());

  it('lists the places with viewers and share, most first', async () => {
    const {all} = await shown();
    expect(ranking(all)[0]).toMatch(/United States\s*95 viewers\s*95 %/);
    expect(ranking(all)[1]).toMatch(/Germany\s*5 viewers\s*5\.0 %/);
  });

  it('colours countries by their viewers, whatever the atlas calls them', async () => {
    const {all} = await shown();
    const open = all('path.open');
    expect(open).toHaveLength(2);
    expect(open[0]!.style.fill).not.toBe(open[1]!.style.fill);
  });

  it('goes from the world to a country to a state to a city by clicks', async () => {
    const {all, set, button, chosen} = await shown();
    all('path.open')[0]!.dispatchEvent(new MouseEvent('click'));
    expect(chosen.pop()).toEqual({country: 'United States'});
    await set({scope: {country: 'United States'}});
    button('California80 viewers').click();
    expect(chosen.pop()).toEqual({country: 'United States', state: 'California'});
    await set({scope: {country: 'United States', state: 'California'}});
    button('Los Angeles80 viewers').click();
    expect(chosen.pop()).toEqual({country: 'United States', state: 'California', city: 'Los Angeles'});
  });

  it('gives the focus to the name of the place that one comes to, by the list or the breadcrumb', async () => {
    const {all, button, chosen, element, set} = await shown();
    document.body.append(element);
    const place = all('.place')[0]!;
    place.focus();
    place.click();
    await set({scope: chosen.at(-1)});
    expect(document.activeElement?.textContent?.trim()).toBe('United States');
    button('World').click();
    await set({scope: chosen.at(-1)});
    expect(document.activeElement?.textContent?.trim()).toBe('World');
    element.querySelector<SVGElement>('path.open')!.dispatchEvent(new Event('click'));
    (document.activeElement as HTMLElement).blur();
    await set({scope: chosen.at(-1)});
    expect(document.activeElement).toBe(document.body);
  });

  it('leads back by its breadcrumb', async () => {
    const {all, button, chosen} = await shown({scope: {country: 'United States', state: 'California'}});
    expect(all('.crumb').map((crumb) => crumb.textContent!.trim())).toEqual(['World', 'United States', 'California']);
    button('United States').click();
    expect(chosen.pop()).toEqual({country: 'United States'});
    button('World').click();
    expect(chosen.pop()).toEqual({});
  });

  it('colours the states of the United States', async () => {
    const {all} = await shown({scope: {country: 'United States'}});
    await vi.waitFor(() => expect(all('path.open')).toHaveLength(2));
  });

  it('names cities, and of two that are close the larger', async () => {
    const close = [
      {...place(1, 'Germany', 'Berlin', 'Berlin', 50), longitude: 10, latitude: 50},
      {...place(2, 'Germany', 'Brandenburg', 'Potsdam', 5), longitude: 10.2, latitude: 50},
      {...place(3, 'Germany', 'Bavaria', 'Munich', 20), longitude: 5, latitude: 42},
    ];
    const {all} = await shown({places: new Map(close.map((each) => [each.id, each])), scope: {country: 'Germany'}});
    await vi.waitFor(() => expect(all('circle.dot')).toHaveLength(3));
    expect(all('text.city').map((name) => name.textContent)).toEqual(['Berlin', 'Munich']);
  });

  it('lists what has no name without leading anywhere', async () => {
    const {all, button, chosen} = await shown({
      places: new Map([[1, place(1, 'Germany', '', '', 5)]]),
      scope: {country: 'Germany'},
    });
    expect(ranking(all)[0]).toContain('Unknown');
    button('Unknown').click();
    expect(chosen).toEqual([]);
  });

  it('says in words what the map shows', async () => {
    const {element} = await shown();
    expect(element.querySelector('svg[role=img]')!.getAttribute('aria-label')).toContain('United States 95, Germany 5');
  });

  it('tells about the place under the pointer', async () => {
    const {all, fixture, text} = await shown();
    all('path.open')[1]!.dispatchEvent(new MouseEvent('mousemove', {clientX: 10, clientY: 10}));
    await fixture.whenStable();
    expect(text('.hint')).toContain('5 viewers');
    expect(text('.hint')).toContain('10.00 % errors');
  });

  it('holds its place while connecting', async () => {
    const {all} = await shown({places: undefined, status: connecting});
    expect(all('.skeleton')).toHaveLength(1);
  });

  it('shows every number in a table instead, which leads to places as the map does', async () => {
    const {fixture, button, all, set} = await render(WorldMap, {places, status: live});
    button('Viewers by place as table').click();
    await fixture.whenStable();
    expect(all('svg[role=img]')).toHaveLength(0);
    expect(all('tbody tr').map((row) => row.textContent!.replace(/\s+/g, ' ').trim())).toEqual([
      'United States 9595 %2010.00 %',
      'Germany 55.0 %1010.00 %',
    ]);
    const asked: Scope[] = [];
    fixture.componentInstance.scopeChosen.subscribe((scope) => asked.push(scope));
    button('United States').click();
    expect(asked).toEqual([{country: 'United States'}]);
    await set({scope: {country: 'United States'}});
    expect(all('thead th')[0]!.textContent!.trim()).toBe('State');
  });
});

describe('shapeOf', () => {
  const shapes = [square('United States of America', -100, 30), square('Somewhere', 0, 40)];

  it('knows the atlas’s names', () => {
    expect(shapeOf(shapes, 'United States', undefined, undefined)?.properties.name).toBe('United States of America');
  });

  it('finds a country with another name by where its viewers are', () => {
    expect(shapeOf(shapes, 'Elsewhere', 10, 50)?.properties.name).toBe('Somewhere');
    expect(shapeOf(shapes, 'Elsewhere', -150, -50)).toBeUndefined();
    expect(shapeOf(shapes, 'Elsewhere', undefined, undefined)).toBeUndefined();
  });
});
