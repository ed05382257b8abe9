// @connectrpc/connect-node, gRPC-Web over HTTP/1.1; requests and answers compressed.
import {compressionGzip, createGrpcWebTransport} from '@connectrpc/connect-node';
import {web} from './addresses.mjs';
import {conformance} from './conformance-connect.mjs';

conformance(
  createGrpcWebTransport({baseUrl: web.origin, httpVersion: '1.1', sendCompression: compressionGzip, acceptCompression: [compressionGzip]}),
);
