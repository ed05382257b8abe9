import {TestBed} from '@angular/core/testing';
import {filteredBoard} from '../../../testing/board-filter';
import type {DashboardFilter} from '../../filters/dashboard-filter';
import {BoundFilters, describeBound} from './bound-filters';

describe('BoundFilters', () => {
  let filter: DashboardFilter;
  let bound: BoundFilters;

  beforeEach(() => {
    filter = filteredBoard({device: ['tv', 'web'], city: ['Paris'], eventType: ['error']});
    bound = TestBed.inject(BoundFilters);
  });

  it('names the board’s filters as the chat does, and leaves out what it can’t be asked by', () => {
    expect(bound.values()).toEqual({device_type: ['tv', 'web'], city: ['Paris']});
  });

  it('lets go of one for the question and keeps it on the board', () => {
    bound.remove({dimension: 'device', value: 'tv'});
    expect(bound.values()).toEqual({device_type: ['web'], city: ['Paris']});
    expect(bound.leftAside()).toBe(1);
    expect(filter.has('device', 'tv')).toBe(true);
    bound.restore();
    expect(bound.leftAside()).toBe(0);
  });

  it('takes all of them again when the board changes', () => {
    bound.remove({dimension: 'device', value: 'tv'});
    filter.add('quality', 'HD');
    expect(bound.values()).toEqual({device_type: ['tv', 'web'], quality: ['HD'], city: ['Paris']});
  });

  it('is described in words', () => {
    expect(describeBound(bound.values())).toEqual(['Device TV', 'Device Web', 'City Paris']);
  });
});
