// @connectrpc/connect-node, gRPC over HTTP/2; requests and answers compressed.
import {compressionGzip, createGrpcTransport} from '@connectrpc/connect-node';
import {grpc} from './addresses.mjs';
import {conformance} from './conformance-connect.mjs';

conformance(createGrpcTransport({baseUrl: grpc.origin, sendCompression: compressionGzip, acceptCompression: [compressionGzip]}));
