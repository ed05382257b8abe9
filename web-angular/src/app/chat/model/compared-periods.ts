import type {Cell, Cells, ColumnView} from './answer';

/** Column of a comparison that tells its periods apart, in the asker's words. */
export const periodColumn = 'period';
/** By how many percent the first measure changed, in the rows of the later period. */
export const changeColumn = 'change_percent';

/** The later of two compared periods; undefined where nothing is compared or no change is known. */
export function laterPeriod(columns: readonly ColumnView[], rows: readonly Cells[]): Cell {
  const period = columns.findIndex(({name}) => name === periodColumn);
  const change = columns.findIndex(({name}) => name === changeColumn);
  return period < 0 || change < 0 ? undefined : rows.find((row) => typeof row[change] === 'number')?.[period];
}
