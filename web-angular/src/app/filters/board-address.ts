import type {WindowName} from '../live/view';
import {dimensions, type Dimension, type Selection} from './selection';

/** What the board shows, as far as a link can say it. */
export interface BoardView {
  readonly selection: Selection;
  readonly window: WindowName;
  /** Types that the feed alone is narrowed to; none = every type. */
  readonly feedTypes: readonly string[];
  readonly feedSearch: string;
}

const windowNames: readonly WindowName[] = ['1m', '5m', '1h'];
const usualWindow: WindowName = '5m';
/** As many values of one dimension, and as long ones, as the service takes. */
const mostValues = 64;
const longestValue = 128;

/** Reads a view from the query of an address; what it does not understand is left out. */
export function viewOf(query: URLSearchParams): BoardView {
  const values = (name: string) =>
    [...new Set(query.getAll(name))]
      .filter((value) => value !== '' && value.length <= longestValue)
      .slice(0, mostValues);
  return {
    selection: Object.fromEntries(dimensions.map((name) => [name, values(name)])) as Record<Dimension, string[]>,
    window: windowNames.find((name) => name === query.get('window')) ?? usualWindow,
    feedTypes: values('feedType'),
    feedSearch: (query.get('feedSearch') ?? '').slice(0, longestValue),
  };
}

/** Writes a view into a query and leaves the rest of it as it is. */
export function writeView(query: URLSearchParams, view: BoardView): void {
  for (const name of dimensions) {
    write(query, name, view.selection[name]);
  }
  write(query, 'window', view.window === usualWindow ? [] : [view.window]);
  write(query, 'feedType', view.feedTypes);
  write(query, 'feedSearch', view.feedSearch === '' ? [] : [view.feedSearch]);
}

function write(query: URLSearchParams, name: string, values: readonly string[]): void {
  query.delete(name);
  values.forEach((value) => query.append(name, value));
}
