import type {SliceView} from '../live/view';
import type {TableColumn} from './data-table';
import {count, decimal, share, undefinedNumber} from './numbers';

type Counted = Pick<SliceView, 'activeViewers' | 'events' | 'errors'>;

/** Columns of everything that is counted by viewers and events; `total` are the viewers that a share is of. */
export function sliceColumns<T extends Counted>(total: () => number): readonly TableColumn<T>[] {
  return [
    {name: 'Viewers', text: ({activeViewers}) => count(activeViewers), by: ({activeViewers}) => activeViewers},
    {name: 'Share', text: ({activeViewers}) => share(activeViewers, total()), by: ({activeViewers}) => activeViewers},
    {name: 'Events', text: ({events}) => count(events), by: ({events}) => events},
    {name: 'Error rate', text: errorRate, by: (slice) => (slice.events > 0 ? slice.errors / slice.events : undefined)},
  ];
}

/** Errors as a share of all events of the window, in percent. */
export function errorRate({errors, events}: Counted): string {
  return events > 0 ? `${decimal((errors / events) * 100, 2)} %` : undefinedNumber;
}
