import {TestBed} from '@angular/core/testing';
import {DashboardFilter} from '../app/filters/dashboard-filter';
import {nothingSelected, type Selection} from '../app/filters/selection';

/** The board's filters, narrowed to `selection`. */
export function filteredBoard(selection: Partial<Selection>): DashboardFilter {
  const filter = TestBed.inject(DashboardFilter);
  filter.restore({...nothingSelected, ...selection}, '5m');
  return filter;
}
