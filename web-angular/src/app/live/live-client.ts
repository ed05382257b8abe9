import {InjectionToken, inject} from '@angular/core';
import {createClient, type Client} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import {LiveService} from '../../generated/telemetry/v1/live_pb.js';
import {Identity} from '../identity/identity';
import {LiveAddress} from './live-address';

/** The generated client behind one name, so that tests put their own in its place. */
export type LiveClient = Pick<
  Client<typeof LiveService>,
  'watchDashboard' | 'updateFilter' | 'getSeries' | 'watchEvents'
>;

export const LIVE_CLIENT = new InjectionToken<LiveClient>('client of telemetry.v1.LiveService', {
  providedIn: 'root',
  factory: () => clientAt(inject(LiveAddress), inject(Identity)),
});

/** Finds the service with each call, so that a call goes to the node that the page talks to now. */
function clientAt(address: LiveAddress, identity: Identity): LiveClient {
  const clients = new Map<string, Client<typeof LiveService>>();
  const connected = async () => {
    const baseUrl = await address.find();
    const client =
      clients.get(baseUrl) ?? createClient(LiveService, identity.authorized(createGrpcWebTransport({baseUrl})));
    clients.set(baseUrl, client);
    return client;
  };
  return {
    async *watchDashboard(request, options) {
      yield* (await connected()).watchDashboard(request, options);
    },
    async *watchEvents(request, options) {
      yield* (await connected()).watchEvents(request, options);
    },
    updateFilter: async (request, options) => (await connected()).updateFilter(request, options),
    getSeries: async (request, options) => (await connected()).getSeries(request, options),
  };
}
