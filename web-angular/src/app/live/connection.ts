/** How the page stands with the live service. `delayed` = connected, but the numbers on screen are behind; `refused` = the
 * service doesn't serve whoever asks, so that the page does not ask again by itself. */
export type Link = 'connecting' | 'live' | 'delayed' | 'reconnecting' | 'offline' | 'refused';

export interface Connection {
  readonly status: Link | 'paused';
  /** The line below a pause: a paused page still says when it lost the service. */
  readonly link: Link;
  /** Whole seconds since the numbers on screen were true; 0 while live. */
  readonly ageSeconds: number;
  /** Whole seconds until the next attempt while reconnecting or offline. */
  readonly retryInSeconds: number | undefined;
  /** What the service said when it refused or broke, in its own words. */
  readonly problem: string | undefined;
}

/** Silence on an open stream after which the page no longer calls itself live; heartbeats come far more often. */
export const silenceUntilDelayedMs = 5_000;
/** Silence after which the stream is given up and opened anew: a half-open connection never reports its end. */
export const silenceUntilReopenedMs = 15_000;
/** Failed attempts after which the page says offline instead of reconnecting. It keeps trying. */
export const attemptsUntilOffline = 5;
/** Event time may trail the server's clock by this much before uncounted messages make the page delayed. */
export const toleratedLagMs = 5_000;

/** One calm sentence for the status line; it has no ticking number, so that it is spoken once for each change. */
export function announce(connection: Connection): string {
  switch (connection.status) {
    case 'connecting':
      return 'Connecting to the live service.';
    case 'live':
      return 'Live.';
    case 'delayed':
      return 'Delayed: the numbers on screen are behind.';
    case 'reconnecting':
      return 'Connection lost. Reconnecting; the last numbers stay on screen.';
    case 'offline':
      return 'Offline. The last numbers stay on screen; the page keeps trying.';
    case 'refused':
      return 'No access. The page does not try again by itself.';
    case 'paused':
      return 'Paused. New events are counted and wait.';
  }
}
