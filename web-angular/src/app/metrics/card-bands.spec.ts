import {TestBed} from '@angular/core/testing';
import {CardBands} from './card-bands';

describe('CardBands', () => {
  beforeEach(() => localStorage.clear());
  const fresh = () => {
    TestBed.resetTestingModule();
    return TestBed.inject(CardBands);
  };

  it('has the usual bands until others are chosen, remembers those, and goes back', () => {
    const bands = fresh();
    expect(bands.of('errorRate')).toEqual({warning: 2, critical: 5});
    expect(bands.of('activeViewers')).toBeUndefined();
    bands.set('errorRate', {warning: 0.5, critical: 1});
    expect(fresh().of('errorRate')).toEqual({warning: 0.5, critical: 1});
    expect(fresh().isOwn('errorRate')).toBe(true);
    fresh().reset('errorRate');
    expect(fresh().of('errorRate')).toEqual({warning: 2, critical: 5});
    expect(fresh().isOwn('errorRate')).toBe(false);
  });

  it.each(['no JSON', 'null', '[]', '{"errorRate": 7}', '{"errorRate": {"warning": 5, "critical": 2}}'])(
    'takes %s in the browser’s memory for nothing',
    (kept) => {
      localStorage.setItem('bands', kept);
      expect(fresh().of('errorRate')).toEqual({warning: 2, critical: 5});
    },
  );
});
