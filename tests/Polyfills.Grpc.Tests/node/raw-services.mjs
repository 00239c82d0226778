import grpc from '@grpc/grpc-js';
import { all, field, first } from './wire.mjs';

const bytes = (b) => b;

export function rawClient(address, service, methods) {
  const definition = {};
  for (const [name, requestStream, responseStream] of methods) {
    definition[name] = {
      path: `/${service}/${name}`, requestStream, responseStream,
      requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes,
    };
  }
  return new (grpc.makeGenericClientConstructor(definition, service))(address, grpc.credentials.createInsecure());
}

/** Asks server reflection; `request` is the field of the oneof. */
export function reflect(address, version, ...requests) {
  const client = rawClient(address, `grpc.reflection.${version}.ServerReflection`, [['ServerReflectionInfo', true, true]]);
  return new Promise((resolve, reject) => {
    const answers = [];
    const call = client.ServerReflectionInfo();
    call.on('data', (d) => answers.push(d)).on('error', reject).on('end', () => { client.close(); resolve(answers); });
    for (const [number, value] of requests) call.write(field(number, value));
    call.end();
  });
}

export const serviceNames = (answer) => all(first(answer, 6), 1).map((s) => first(s, 1).toString());
export const fileDescriptors = (answer) => all(first(answer, 4), 1);
export const errorCode = (answer) => first(first(answer, 7), 1);
