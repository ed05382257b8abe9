// @connectrpc/connect-web as the page uses it: gRPC-Web through fetch.
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import {web} from './addresses.mjs';
import {conformance} from './conformance-connect.mjs';

conformance(createGrpcWebTransport({baseUrl: web.origin}));
