import {pointChange, relativeChange} from './change';

describe('relativeChange', () => {
  it.each([
    [112, 100, {text: '12 %', direction: 'up', tone: 'neutral'}],
    [96.5, 100, {text: '3.5 %', direction: 'down', tone: 'neutral'}],
    [100.2, 100, {text: 'Steady', direction: 'level', tone: 'neutral'}],
    [5_000, 100, {text: '×50', direction: 'up', tone: 'neutral'}],
  ] as const)('tells %s after %s', (now, before, expected) => {
    expect(relativeChange(now, before)).toEqual(expected);
  });

  it('knows which direction is welcome', () => {
    expect(relativeChange(2, 1, 'higher')!.tone).toBe('bad');
    expect(relativeChange(1, 2, 'higher')!.tone).toBe('good');
    expect(relativeChange(1, 2, 'lower')!.tone).toBe('bad');
  });

  it('tells nothing where there was nothing', () => {
    expect(relativeChange(2, 0)).toBeUndefined();
    expect(relativeChange(undefined, 1)).toBeUndefined();
    expect(relativeChange(1, undefined)).toBeUndefined();
  });
});

describe('pointChange', () => {
  it('tells a rate that moved in points', () => {
    expect(pointChange(1.5, 1.2, 'higher')).toEqual({text: '0.30 pts', direction: 'up', tone: 'bad'});
    expect(pointChange(1.2, 0, 'higher')).toMatchObject({text: '1.20 pts'});
    expect(pointChange(1.2, 1.2, 'higher')).toMatchObject({direction: 'level', tone: 'neutral'});
  });
});
