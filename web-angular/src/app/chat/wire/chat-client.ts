import {InjectionToken, inject} from '@angular/core';
import {createClient, type Client} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import {ChatService} from '../../../generated/telemetry/v1/chat_pb.js';
import {PageConfig} from '../../config/page-config';
import {Identity} from '../../identity/identity';

/** The generated client behind one name, so that tests put their own in its place. */
export type ChatClient = Pick<
  Client<typeof ChatService>,
  'ask' | 'getRows' | 'getViewing' | 'getSuggestions' | 'getHistory' | 'listSessions'
>;

/** Only asked for where the configuration names a chat service. */
export const CHAT_CLIENT = new InjectionToken<ChatClient>('client of telemetry.v1.ChatService', {
  providedIn: 'root',
  factory: () =>
    createClient(
      ChatService,
      inject(Identity).authorized(createGrpcWebTransport({baseUrl: inject(PageConfig).settings()?.chatUrl ?? ''})),
    ),
});
