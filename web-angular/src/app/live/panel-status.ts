import {age} from '../common/numbers';
import type {Connection} from './connection';
import type {HealthView, PanelStatus} from './view';

/** How a panel stands that shows `data`; `isEmpty` says that there is nothing to draw in it. */
export function panelStatusOf(
  data: unknown,
  isEmpty: boolean,
  connection: Connection,
  health: HealthView | undefined,
): PanelStatus {
  const {status, link} = connection;
  if (data === undefined) {
    const note = link === 'offline' ? 'Offline' : link === 'refused' ? 'No access' : '';
    const freshness = link === 'offline' || link === 'refused' ? link : 'connecting';
    return {view: 'connecting', freshness, note, age: '', partial: undefined};
  }
  const view = link !== 'live' ? 'stale' : isEmpty ? 'empty' : 'live';
  return {
    view,
    freshness: status,
    note: noteOf(connection),
    age: status === 'live' ? '' : age(connection.ageSeconds),
    partial: partialOf(health),
  };
}

function noteOf({status, link, ageSeconds}: Connection): string {
  switch (status) {
    case 'connecting':
    case 'live':
      return '';
    case 'delayed':
      return `Delayed by ${age(ageSeconds)}`;
    case 'paused':
      return `Paused · ${age(ageSeconds)} old${link === 'live' ? '' : `, ${link}`}`;
    case 'reconnecting':
      return `Reconnecting · ${age(ageSeconds)} old`;
    case 'offline':
      return `Offline · ${age(ageSeconds)} old`;
    case 'refused':
      return `No access · ${age(ageSeconds)} old`;
  }
}

function partialOf(health: HealthView | undefined): string | undefined {
  return health !== undefined && health.stalePartitions > 0
    ? `${health.stalePartitions} of ${health.partitions} partitions stand still`
    : undefined;
}
