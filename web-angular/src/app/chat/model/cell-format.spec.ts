import {column, measure, time} from '../../../testing/chat-samples';
import {byteCount, cellFormat, duration, timeOf} from './cell-format';

describe('cellFormat', () => {
  const written = (of: Parameters<typeof cellFormat>[0], ...cells: Parameters<typeof cellFormat>[1]) =>
    cells.map(cellFormat(of, cells));

  it('writes counts exactly', () => {
    expect(written(measure('viewers'), 1_234_567, 0, undefined)).toEqual(['1,234,567', '0', '–']);
  });

  it('gives every number of a column as many decimals as its largest needs', () => {
    const real = measure('rate', {type: 'real'});
    expect(written(real, 4.5, 0.123456)).toEqual(['4.50', '0.12']);
    expect(written(real, 1_204.5, 3.25)).toEqual(['1,205', '3']);
    expect(written(real, 0.012)).toEqual(['0.0120']);
    expect(written(real, 3, 4)).toEqual(['3', '4']);
  });

  it('writes days without a time and moments without seconds they do not have', () => {
    expect(written(time('day'), '2026-03-18T00:00:00Z', '2026-03-19T00:00:00Z')).toEqual([
      '18 Mar 2026',
      '19 Mar 2026',
    ]);
    expect(written(time('hour'), '2026-03-18T20:30:00Z')).toEqual(['18 Mar, 20:30']);
    expect(written(time('hour'), '2026-03-18T00:00:00Z')).toEqual(['18 Mar, 00:00']);
    expect(written(time('at'), '2026-03-18T20:30:05.250Z')).toEqual(['18 Mar, 20:30:05']);
    expect(written(time('day', {type: 'date'}), '2026-03-18')).toEqual(['18 Mar 2026']);
  });

  it('reads a time without a zone as UTC', () => {
    expect(timeOf('2026-03-18 20:30:00')).toBe(Date.UTC(2026, 2, 18, 20, 30));
    expect(timeOf('2026-03-18T20:30:00.000Z')).toBe(Date.UTC(2026, 2, 18, 20, 30));
    expect(timeOf('not a time')).toBeUndefined();
  });

  it('writes words of the event as people do and leaves names alone', () => {
    expect(written(column('device_type'), 'tv', 'mobile')).toEqual(['TV', 'Mobile']);
    expect(written(column('city'), 'tv')).toEqual(['tv']);
    expect(written(column('failed', {type: 'boolean'}), true, false)).toEqual(['Yes', 'No']);
  });

  it('writes sizes and times as exactly as they are read', () => {
    expect([0, 999, 1_234, 48_312_004, 2.5e12].map(byteCount)).toEqual(['0 B', '999 B', '1.2 kB', '48 MB', '2.5 TB']);
    expect([4, 999, 1_234, 65_000].map(duration)).toEqual(['4 ms', '999 ms', '1.2 s', '1 min 5 s']);
  });
});
