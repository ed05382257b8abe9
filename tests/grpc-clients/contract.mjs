// The contract of a service as the server's reflection tells it, for clients that need descriptors.
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {createFileRegistry, fromBinary, toBinary, create} from '@bufbuild/protobuf';
import {FileDescriptorProtoSchema, FileDescriptorSetSchema} from '@bufbuild/protobuf/wkt';
import grpcJs from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const require = createRequire(import.meta.url);

export const loadOptions = {longs: Number, enums: String, oneofs: true, defaults: true};

/** Loads a .proto that is shipped in an npm package. */
export function loadProto(packageName, path) {
  const root = dirname(require.resolve(`${packageName}/package.json`));
  return grpcJs.loadPackageDefinition(protoLoader.loadSync(join(root, path), loadOptions));
}

/** A stub of the server's reflection; version is v1 or v1alpha. */
export function reflectionStub(address, version) {
  const {grpc} = loadProto('@grpc/reflection', `build/proto/grpc/reflection/${version}/reflection.proto`);
  return new grpc.reflection[version].ServerReflection(address.host, grpcJs.credentials.createInsecure());
}

/** Asks reflection one question. */
export function reflect(stub, question) {
  return new Promise((resolve, reject) => {
    const call = stub.serverReflectionInfo();
    call.on('data', (answer) => {
      resolve(answer);
      call.end();
    });
    call.on('error', reject);
    call.write(question);
  });
}

/** The file that defines a symbol and all its imports, as a serialised FileDescriptorSet. */
async function describe(address, symbol) {
  const stub = reflectionStub(address, 'v1');
  try {
    const files = new Map();
    const load = async (question) => {
      const answer = await reflect(stub, question);
      if (answer.errorResponse) throw new Error(`Reflection of ${symbol}: ${answer.errorResponse.errorMessage}`);
      for (const bytes of answer.fileDescriptorResponse.fileDescriptorProto) {
        const file = fromBinary(FileDescriptorProtoSchema, bytes);
        if (files.has(file.name)) continue;
        files.set(file.name, null);
        for (const name of file.dependency) await load({fileByFilename: name});
        files.delete(file.name);
        files.set(file.name, file);
      }
    };
    await load({fileContainingSymbol: symbol});
    return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, {file: [...files.values()]}));
  } finally {
    stub.close();
  }
}

/** The service for Connect's clients. */
export async function connectService(address, name) {
  const set = fromBinary(FileDescriptorSetSchema, await describe(address, name));
  return createFileRegistry(set).getService(name);
}

/** The client class for grpc-js. */
export async function grpcJsService(address, name) {
  const definition = protoLoader.loadFileDescriptorSetFromBuffer(Buffer.from(await describe(address, name)), loadOptions);
  return name.split('.').reduce((scope, part) => scope[part], grpcJs.loadPackageDefinition(definition));
}
