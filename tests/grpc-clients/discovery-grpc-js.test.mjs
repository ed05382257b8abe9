// Health and reflection: with the protos that ship with @grpc/reflection and grpc-health-check, and with a reflection client.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import grpcJs from '@grpc/grpc-js';
import {GrpcReflection} from 'grpc-js-reflection-client';
import {grpc} from './addresses.mjs';
import {loadProto, reflect, reflectionStub} from './contract.mjs';
import {stream, unary} from './grpc-js-calls.mjs';

const service = process.env.GRPC_SERVICE ?? 'telemetry.conformance.v1.Probe';

async function withStub(stub, use) {
  try {
    await use(stub);
  } finally {
    stub.close();
  }
}

const healthStub = () =>
  new (loadProto('grpc-health-check', 'proto/health/v1/health.proto').grpc.health.v1.Health)(grpc.host, grpcJs.credentials.createInsecure());

for (const version of ['v1', 'v1alpha']) {
  test(`reflection ${version} lists the services`, () =>
    withStub(reflectionStub(grpc, version), async (stub) => {
      const {listServicesResponse} = await reflect(stub, {listServices: ''});
      const names = listServicesResponse.service.map(({name}) => name);
      for (const expected of [service, 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'])
        assert.ok(names.includes(expected), `${expected} is missing in ${names}`);
    }));

  test(`reflection ${version} knows the file of a service, and says NOT_FOUND for an unknown one`, () =>
    withStub(reflectionStub(grpc, version), async (stub) => {
      const known = await reflect(stub, {fileContainingSymbol: service});
      assert.ok(known.fileDescriptorResponse.fileDescriptorProto.length > 0);
      const unknown = await reflect(stub, {fileContainingSymbol: 'no.such.Service'});
      assert.equal(unknown.errorResponse.errorCode, grpcJs.status.NOT_FOUND);
    }));
}

test('a reflection client finds the methods of the service', async () => {
  const client = new GrpcReflection(grpc.host, grpcJs.credentials.createInsecure(), undefined, 'v1');
  const methods = await client.listMethods(service);
  assert.ok(methods.length > 0);
  assert.ok(methods.every(({definition}) => definition.path.startsWith(`/${service}/`)));
});

for (const name of ['', service]) {
  test(`health of '${name}' is SERVING`, () =>
    withStub(healthStub(), async (stub) => assert.equal((await unary(stub, 'check', {service: name})).answer.status, 'SERVING')));
}

test('health of an unknown service is NOT_FOUND', () =>
  withStub(healthStub(), async (stub) => {
    const {error} = await unary(stub, 'check', {service: 'no.such.Service'});
    assert.equal(error.code, grpcJs.status.NOT_FOUND);
  }));

test('watching health begins with the present state', () =>
  withStub(healthStub(), async (stub) => {
    const {messages, cancel, status} = stream(stub, 'watch', {service});
    assert.equal((await messages.next()).value.status, 'SERVING');
    cancel();
    await status;
  }));
