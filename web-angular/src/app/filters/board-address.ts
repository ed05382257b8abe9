import type {WindowName} from '../live/view';
import {twinPanels, type TwinPanel} from './panel-views';
import {dimensions, type Dimension, type Selection} from './selection';

/** What the board looks at. Each change of it is a step that can be undone. */
export interface BoardView {
  readonly selection: Selection;
  readonly window: WindowName;
  /** Types that the feed alone is narrowed to; none = every type. */
  readonly feedTypes: readonly string[];
  readonly feedSearch: string;
}

/** How the board shows it: belongs to a link, and not to what one undoes. */
export interface BoardManner {
  readonly paused: boolean;
  /** Panels that show a table instead of their chart. */
  readonly tables: readonly TwinPanel[];
  /** The device whose details are open. */
  readonly details: string | undefined;
}

const windowNames: readonly WindowName[] = ['1m', '5m', '1h'];
const usualWindow: WindowName = '5m';
/** As many values of one dimension, and as long ones, as the service takes. */
const mostValues = 64;
const longestValue = 128;
/** Characters that no value has and the service refuses. */
const control = /[\u0000-\u001f]/;

/** Reads a view from the query of an address; what it does not understand is left out. */
export function viewOf(query: URLSearchParams): BoardView {
  return {
    selection: Object.fromEntries(dimensions.map((name) => [name, values(query, name)])) as Record<Dimension, string[]>,
    window: windowNames.find((name) => name === query.get('window')) ?? usualWindow,
    feedTypes: values(query, 'feedType'),
    feedSearch: (query.get('feedSearch') ?? '').replace(new RegExp(control, 'g'), ' ').slice(0, longestValue),
  };
}

/** Reads the manner likewise. */
export function mannerOf(query: URLSearchParams): BoardManner {
  const tables = query.getAll('table');
  return {
    paused: query.get('paused') === 'yes',
    tables: twinPanels.filter((panel) => tables.includes(panel)),
    details: values(query, 'details')[0],
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

/** Writes a manner likewise. */
export function writeManner(query: URLSearchParams, {paused, tables, details}: BoardManner): void {
  write(query, 'paused', paused ? ['yes'] : []);
  write(query, 'table', tables);
  write(query, 'details', details === undefined ? [] : [details]);
}

function values(query: URLSearchParams, name: string): string[] {
  return [...new Set(query.getAll(name))]
    .filter((value) => value !== '' && value.length <= longestValue && !control.test(value))
    .slice(0, mostValues);
}

function write(query: URLSearchParams, name: string, values: readonly string[]): void {
  query.delete(name);
  values.forEach((value) => query.append(name, value));
}
