// @connectrpc/connect-node, gRPC-Web over HTTP/2 in clear text, on the port that also serves HTTP/1.1; nothing compressed.
import {createGrpcWebTransport} from '@connectrpc/connect-node';
import {web} from './addresses.mjs';
import {conformance} from './conformance-connect.mjs';

conformance(createGrpcWebTransport({baseUrl: web.origin, httpVersion: '2', acceptCompression: []}));
