import type {AnswerView, Cell, ColumnView} from '../model/answer';
import {isTime, timeOf} from '../model/cell-format';

/**
 * Whose clock an answer's days and hours are read from: an IANA zone, else UTC, as the lake keeps time. An answer names its zone
 * nowhere but at the end of its sentence.
 */
export function zoneOf({text}: AnswerView): string {
  return /, days and hours of (\S+?)\.?$/.exec(text)?.[1] ?? 'UTC';
}

/** The clock on which a column's values are drawn; empty where they are no times, or times of the viewers' own places. */
export function clockOf(column: ColumnView, zone: string): string {
  if (column.name === 'hour_of_day') {
    return zone;
  }
  return isTime(column) ? (column.type === 'timestamp' && readsZone(zone) ? zone : 'UTC') : '';
}

/** A timestamp as the clock shows it, written as if that were UTC; other cells, and all on UTC's clock, as they are. */
export function onClock(column: ColumnView, clock: string): (cell: Cell) => Cell {
  if (column.type !== 'timestamp' || clock === 'UTC' || clock === '') {
    return (cell) => cell;
  }
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: clock,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (cell) => {
    const atMs = timeOf(cell);
    if (atMs === undefined) {
      return cell;
    }
    const parts = format.formatToParts(atMs);
    const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
    const shownMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return new Date(shownMs).toISOString();
  };
}

/** Whether the browser knows the zone. */
function readsZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', {timeZone: zone}).format(0) !== '';
  } catch {
    return false;
  }
}
