import {place} from '../../testing/samples';
import {heatColour, heatStep, heatSteps} from './heat';
import {groupPlaces} from './place-groups';

describe('groupPlaces', () => {
  const places = [
    place(1, 'Germany', 'Bavaria', 'Munich', 30),
    place(2, 'Germany', 'Bavaria', 'Nuremberg', 10),
    place(3, 'Germany', 'Berlin', 'Berlin', 50),
    place(4, 'France', '', 'Paris', 40),
  ];
  const names = (scope: object) => groupPlaces(places, scope).map(({name, activeViewers}) => [name, activeViewers]);

  it('sums countries in the world, most viewers first', () => {
    expect(names({})).toEqual([
      ['Germany', 90],
      ['France', 40],
    ]);
  });

  it('sums states in a country and cities in a state', () => {
    expect(names({country: 'Germany'})).toEqual([
      ['Berlin', 50],
      ['Bavaria', 40],
    ]);
    expect(names({country: 'Germany', state: 'Bavaria'})).toEqual([
      ['Munich', 30],
      ['Nuremberg', 10],
    ]);
  });

  it('leaves out places where nothing happens any more', () => {
    const gone = {...places[3]!, activeViewers: 0, events: 0};
    expect(groupPlaces([places[0]!, gone], {}).map((group) => group.name)).toEqual(['Germany']);
  });

  it('puts a group in the middle of its viewers', () => {
    const [bavaria] = groupPlaces(places.slice(0, 2), {country: 'Germany'});
    expect(bavaria!.latitude).toBeCloseTo(11.25);
  });

  it('has no middle without coordinates', () => {
    const unknown = {...places[0]!, latitude: undefined, longitude: undefined};
    expect(groupPlaces([unknown], {})[0]!.latitude).toBeUndefined();
  });
});

describe('heat', () => {
  it('is plain land without viewers and the last step for the most', () => {
    expect(heatStep(0, 100)).toBe(0);
    expect(heatStep(1, 10_000)).toBe(1);
    expect(heatStep(100, 100)).toBe(heatSteps);
    expect(heatStep(25, 100)).toBe(heatSteps / 2);
  });

  it('runs from the low to the high end of the scale', () => {
    expect(heatColour(0)).toBe('var(--land)');
    expect(heatColour(1)).toContain('0%');
    expect(heatColour(heatSteps)).toContain('100%');
  });
});
