import {InjectionToken, inject} from '@angular/core';
import {CHAT_CLIENT} from '../chat/wire/chat-client';
import {PageConfig} from '../config/page-config';
import {LIVE_CLIENT} from '../live/live-client';
import type {FeedEvent} from '../../generated/telemetry/v1/live_pb.js';
import type {ViewingEvent} from '../../generated/telemetry/v1/chat_pb.js';
import type {Moment} from './moment';

export interface Past {
  readonly moments: readonly Moment[];
  /** The session has more events than were told. */
  readonly truncated: boolean;
}

/** Where a session's events come from. Both fail with whatever broke; asking again is the caller's business. */
export interface SessionSources {
  /** First what is kept of it, then what happens, until `signal` cuts it. */
  live(sessionId: string, signal: AbortSignal): AsyncIterable<readonly Moment[]>;
  /** What the lake knows of the last week; undefined where the page has no chat, and so no way to the lake. */
  past: ((sessionId: string, signal: AbortSignal) => Promise<Past>) | undefined;
}

const keptByService = 500;
const deadlineMs = 20_000;

export const SESSION_SOURCES = new InjectionToken<SessionSources>('where the events of a session come from', {
  providedIn: 'root',
  factory: () => {
    const live = inject(LIVE_CLIENT);
    const chat = inject(PageConfig).settings()?.chatUrl === undefined ? undefined : inject(CHAT_CLIENT);
    return {
      async *live(sessionId, signal) {
        const feed = {search: sessionId, replay: keptByService, maxEventsPerSecond: 0};
        for await (const {events} of live.watchEvents({feed}, {signal})) {
          // The service searches in several fields.
          yield events.filter((event) => event.sessionId === sessionId).map(fromFeed);
        }
      },
      past:
        chat &&
        (async (sessionId, signal) => {
          const {events, truncated} = await chat.getViewing({sessionId}, {signal, timeoutMs: deadlineMs});
          return {moments: events.map(fromLake), truncated};
        }),
    };
  },
});

function fromFeed(event: FeedEvent): Moment {
  return {
    id: event.eventId,
    atMs: Number(event.atUnixMs),
    type: event.eventType,
    quality: event.quality,
    bandwidthMbps: event.bandwidthMbps,
    startupMs: undefined,
    stalledMs: undefined,
    stalls: undefined,
    errorCode: event.errorCode,
  };
}

function fromLake(event: ViewingEvent): Moment {
  return {
    id: event.eventId,
    atMs: Number(event.atUnixMs),
    type: event.eventType,
    quality: event.quality,
    bandwidthMbps: event.bandwidthMbps,
    startupMs: asNumber(event.startupTimeMs),
    stalledMs: asNumber(event.bufferingDurationMs),
    stalls: asNumber(event.bufferingEvents),
    errorCode: event.errorCode,
  };
}

function asNumber(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
