import {column, measure, time} from '../../../testing/chat-samples';
import type {Cell} from '../model/answer';
import {columnWidths} from './column-widths';
import {asTabSeparated, nextSort, sorted} from './table-order';

describe('sorted', () => {
  const order = (of: ReturnType<typeof column>, direction: 'ascending' | 'descending', ...cells: Cell[]) =>
    sorted(
      cells.map((cell, index) => ({index, cells: [cell]})),
      [of],
      {column: 0, direction},
    ).map((row) => row.cells![0]);

  it('compares numbers as numbers, names as people do, times as moments', () => {
    expect(order(measure('n'), 'ascending', 10, 9, 100)).toEqual([9, 10, 100]);
    expect(order(column('s'), 'ascending', 'b10', 'B9', 'a')).toEqual(['a', 'B9', 'b10']);
    expect(order(time('t'), 'descending', '2026-03-18T20:30:00Z', '2026-03-18 21:00:00')).toEqual([
      '2026-03-18 21:00:00',
      '2026-03-18T20:30:00Z',
    ]);
  });

  it('puts what has no value last either way', () => {
    expect(order(measure('n'), 'ascending', undefined, 2, 1)).toEqual([1, 2, undefined]);
    expect(order(measure('n'), 'descending', undefined, 1, 2)).toEqual([2, 1, undefined]);
  });

  it('goes from the useful direction to the other and back to the answer’s own', () => {
    const first = nextSort(undefined, 0, measure('n'));
    expect(first?.direction).toBe('descending');
    const second = nextSort(first, 0, measure('n'));
    expect(second?.direction).toBe('ascending');
    expect(nextSort(second, 0, measure('n'))).toBeUndefined();
    expect(nextSort(first, 1, column('s'))).toEqual({column: 1, direction: 'ascending'});
  });
});

describe('asTabSeparated', () => {
  it('keeps numbers as they came and cells in their places', () => {
    const columns = [column('City'), measure('Time', {unit: 'ms'})];
    expect(asTabSeparated(columns, [['New\tYork', 1234.5], ['Paris', undefined]])).toBe('City\tTime (ms)\nNew York\t1234.5\nParis\t'); // prettier-ignore
  });
});

describe('columnWidths', () => {
  it('follows the longest cell, but not for ever', () => {
    const [short, long, endless] = columnWidths(
      [column('a'), column('b'), column('c')],
      [['x', 'São Bernardo do Campo', 'y'.repeat(400)]],
      [String, String, String],
    );
    expect(short).toBe(72);
    expect(long).toBeGreaterThan(150);
    expect(endless).toBe(340);
  });

  it('lets a long heading take two lines', () => {
    const [width] = columnWidths([measure('n', {title: 'Average buffering duration', unit: 'ms'})], [[1]], [String]);
    expect(width).toBeLessThan(170);
  });
});
