import {InjectionToken, inject} from '@angular/core';
import {createClient, type Client} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import {LiveService} from '../../generated/telemetry/v1/live_pb.js';
import {LiveAddress} from './live-address';

/** The generated client behind one name, so that tests put their own in its place. */
export type LiveClient = Pick<Client<typeof LiveService>, 'watchDashboard' | 'updateFilter' | 'getSeries'>;

export const LIVE_CLIENT = new InjectionToken<LiveClient>('client of telemetry.v1.LiveService', {
  providedIn: 'root',
  factory: () => clientAt(inject(LiveAddress)),
});

/** Finds the service with the first call, and again with the next while it could not be found. */
function clientAt(address: LiveAddress): LiveClient {
  let connecting: Promise<Client<typeof LiveService>> | undefined;
  const connected = () =>
    (connecting ??= address.find().then(
      (baseUrl) => createClient(LiveService, createGrpcWebTransport({baseUrl})),
      (error: unknown) => {
        connecting = undefined;
        throw error;
      },
    ));
  return {
    async *watchDashboard(request, options) {
      yield* (await connected()).watchDashboard(request, options);
    },
    updateFilter: async (request, options) => (await connected()).updateFilter(request, options),
    getSeries: async (request, options) => (await connected()).getSeries(request, options),
  };
}
