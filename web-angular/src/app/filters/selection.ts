import type {FeedRow} from '../live/view';

export const dimensions = ['device', 'quality', 'country', 'state', 'city', 'eventType'] as const;
export type Dimension = (typeof dimensions)[number];

/** Values of one dimension are alternatives, dimensions are combined with "and", an empty one lets everything pass. */
export type Selection = Readonly<Record<Dimension, readonly string[]>>;

export const nothingSelected: Selection = {device: [], quality: [], country: [], state: [], city: [], eventType: []};

export const dimensionNames: Record<Dimension, string> = {
  device: 'Device',
  quality: 'Quality',
  country: 'Country',
  state: 'State',
  city: 'City',
  eventType: 'Event type',
};

const rowValue: Record<Dimension, (row: FeedRow) => string> = {
  device: (row) => row.device,
  quality: (row) => row.quality,
  country: (row) => row.country,
  state: (row) => row.state,
  city: (row) => row.city,
  eventType: (row) => row.type,
};

/** The service's own rule, for events that are on the page already when the selection changes. */
export function passes(selection: Selection, row: FeedRow): boolean {
  return dimensions.every((name) => selection[name].length === 0 || selection[name].includes(rowValue[name](row)));
}

export function isEmpty(selection: Selection): boolean {
  return dimensions.every((name) => selection[name].length === 0);
}
