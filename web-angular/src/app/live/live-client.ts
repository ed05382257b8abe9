import {InjectionToken, inject} from '@angular/core';
import {createClient, type Client} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import {LiveService} from '../../generated/telemetry/v1/live_pb.js';
import {LIVE_URL} from './live-address';

/** The generated client behind one name, so that tests put their own in its place. */
export type LiveClient = Pick<Client<typeof LiveService>, 'watchDashboard' | 'updateFilter' | 'getSeries'>;

export const LIVE_CLIENT = new InjectionToken<LiveClient>('client of telemetry.v1.LiveService', {
  providedIn: 'root',
  factory: () => createClient(LiveService, createGrpcWebTransport({baseUrl: inject(LIVE_URL)})),
});
