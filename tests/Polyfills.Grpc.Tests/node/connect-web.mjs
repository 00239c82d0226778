// A browser's client, with what it knows of the service taken from server reflection.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { fileDescriptors, reflect } from './raw-services.mjs';
import { runCases } from './wire.mjs';

const [address, webAddress] = process.argv.slice(2);
const [answer] = await reflect(address, 'v1', [4, 'polyfill.test.v1.Echo']);
const file = fileDescriptors(answer).map((f) => fromBinary(FileDescriptorProtoSchema, f)).reverse();
const service = createFileRegistry(create(FileDescriptorSetSchema, { file })).getService('polyfill.test.v1.Echo');
const transport = (options) => createClient(service, createGrpcWebTransport({ baseUrl: `http://${webAddress}`, ...options }));
const client = transport({});

async function failure(promise) {
  try {
    await promise;
    return { code: 'ok' };
  } catch (e) {
    const error = ConnectError.from(e);
    return {
      code: Code[error.code], message: error.rawMessage, why: error.metadata.get('x-why'),
      bin: Buffer.from(error.metadata.get('grpc-status-details-bin') ?? '', 'base64').toString('hex'),
    };
  }
}

async function drain(stream) {
  const counts = [];
  for await (const message of stream) counts.push(message.count);
  return { counts };
}

await runCases({
  unary: async () => {
    const r = await client.unary({ text: 'hé', payload: new Uint8Array([1, 2, 3]), count: 7 });
    return { text: r.text, count: r.count, size: r.payload.length };
  },
  serverStream: () => drain(client.serverStream({ count: 200 })),
  large: async () => ({ size: (await client.unary({ payload: new Uint8Array(2_000_000) })).payload.length }),
  trailers: async () => {
    let seen;
    await client.unary({}, { headers: { 'x-echo-one': 'yes' }, onTrailer: (t) => { seen = t.get('x-echo-one'); } });
    return { seen };
  },
  failure: () => failure(client.unary({ what: 2 })),
  streamFailure: () => failure(drain(client.serverStream({ count: 3, what: 2 }))),
  absent: () => failure(client.absent({})),
  deadline: () => failure(client.unary({ text: 'web-deadline', what: 1 }, { timeoutMs: 100 })),
  cancel: async () => {
    const stop = new AbortController();
    const impatient = transport({
      fetch: async (...request) => {
        const response = await fetch(...request);
        stop.abort();
        return response;
      },
    });
    return failure(impatient.unary({ text: 'web-cancel', what: 5 }, { signal: stop.signal }));
  },
  cancelStream: async () => {
    const stop = new AbortController();
    return failure((async () => {
      for await (const _ of client.serverStream({ text: 'web-cancel-stream', count: 1, what: 1 }, { signal: stop.signal })) stop.abort();
    })());
  },
  text: async () => {
    // grpc-web-text, by hand: two messages of base64, one group padded in between.
    const body = Buffer.concat([Buffer.from([0, 0, 0, 0, 3, 0x0a, 1, 0x78])]).toString('base64');
    const response = await fetch(`http://${webAddress}/polyfill.test.v1.Echo/Unary`, {
      method: 'POST', headers: { 'content-type': 'application/grpc-web-text', accept: 'application/grpc-web-text' }, body,
    });
    const groups = (await response.text()).match(/.{4}/g).map((g) => Buffer.from(g, 'base64'));
    const bytes = Buffer.concat(groups);
    return { type: response.headers.get('content-type'), message: [...bytes.subarray(0, 8)], trailers: bytes.subarray(8).toString('latin1') };
  },
});
process.exit(0);
