import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { first, field, runCases } from './wire.mjs';
import { errorCode, fileDescriptors, rawClient, reflect, serviceNames } from './raw-services.mjs';

const [address, proto] = process.argv.slice(2);
const { Echo } = grpc.loadPackageDefinition(loader.loadSync(proto, { longs: Number, enums: String, defaults: true })).polyfill.test.v1;
const client = new Echo(address, grpc.credentials.createInsecure(), {
  'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1,
});
const gzip = new Echo(address, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2, 'grpc.use_local_subchannel_pool': 1 });

const failure = (e) => ({ code: e.code, details: e.details });

function unary(request, { metadata = new grpc.Metadata(), options = {}, of = client } = {}) {
  return new Promise((resolve) => {
    let trailers;
    const call = of.unary(request, metadata, options, (e, response) => setImmediate(() => resolve({ e, response, trailers })));
    call.on('status', (s) => { trailers = s.metadata; });
  });
}

function collect(stream) {
  return new Promise((resolve) => {
    const messages = [];
    stream.on('data', (m) => messages.push(m)).on('error', (e) => resolve({ messages, e })).on('end', () => setImmediate(() => resolve({ messages })));
  });
}

function cancelled(call, start) {
  return new Promise((resolve) => {
    call.on('error', (e) => resolve(failure(e))).on('data', () => {}).on('metadata', () => call.cancel());
    start?.();
  });
}

const health = rawClient(address, 'grpc.health.v1.Health', [['Check', false, false], ['Watch', false, true]]);
const check = (service) => new Promise((resolve) =>
  health.Check(service ? field(1, service) : Buffer.alloc(0), (e, r) => resolve(e ? failure(e) : { status: first(r, 1) })));

await runCases({
  unary: async () => (await unary({ text: 'hé', payload: Buffer.from([1, 2]), count: 3 })).response,
  serverStream: async () => ({ counts: (await collect(client.serverStream({ count: 500 }))).messages.map((m) => m.count) }),
  clientStream: () => new Promise((resolve, reject) => {
    const call = client.clientStream((e, r) => (e ? reject(e) : resolve(r)));
    for (const text of ['a', 'b', 'c']) call.write({ text });
    call.end();
  }),
  duplex: async () => {
    const call = client.duplex();
    const done = collect(call);
    let sent = 0;
    call.on('data', () => (++sent < 20 ? call.write({ count: sent }) : call.end()));
    call.write({ count: 0 });
    return { counts: (await done).messages.map((m) => m.count) };
  },
  metadata: async () => {
    const metadata = new grpc.Metadata();
    metadata.add('x-echo-ascii', 'one');
    metadata.add('x-echo-ascii', 'two');
    metadata.add('x-echo-bin', Buffer.from([0, 255, 10]));
    const { trailers } = await unary({}, { metadata });
    return { ascii: trailers.get('x-echo-ascii'), binary: trailers.get('x-echo-bin').map((b) => [...b]) };
  },
  statusDetails: async () => {
    const { e } = await unary({ what: 'WHAT_FAIL' });
    return { ...failure(e), bin: e.metadata.get('grpc-status-details-bin').map((b) => b.toString('hex')), why: e.metadata.get('x-why') };
  },
  streamFailure: async () => {
    const { messages, e } = await collect(client.serverStream({ count: 3, what: 'WHAT_FAIL' }));
    return { count: messages.length, ...failure(e), bin: e.metadata.get('grpc-status-details-bin').map((b) => b.toString('hex')) };
  },
  exception: async () => failure((await unary({ what: 'WHAT_THROW' })).e),
  absent: () => new Promise((resolve) => client.absent({}, (e) => resolve(failure(e)))),
  unknownService: () => new Promise((resolve) =>
    rawClient(address, 'no.such.Service', [['Do', false, false]]).Do(Buffer.alloc(0), (e) => resolve(failure(e)))),
  notProtobuf: () => new Promise((resolve) =>
    rawClient(address, 'polyfill.test.v1.Echo', [['Unary', false, false]]).Unary(Buffer.from([0x0a, 0x7f, 1]), (e) => resolve(failure(e)))),
  deadline: async () => failure((await unary({ text: 'js-deadline', what: 'WHAT_WAIT' }, { options: { deadline: Date.now() + 100 } })).e),
  deadlineOfDeafHandler: async () => failure((await unary({ text: 'js-deaf', what: 'WHAT_HANG' }, { options: { deadline: Date.now() + 100 } })).e),
  cancelUnary: () => new Promise((resolve) => {
    const call = client.unary({ text: 'js-cancel', what: 'WHAT_HEADERS' }, (e) => resolve(failure(e)));
    call.on('metadata', () => call.cancel());
  }),
  cancelServerStream: () => {
    const call = client.serverStream({ text: 'js-cancel-stream', count: 1, what: 'WHAT_WAIT' });
    return cancelled(call);
  },
  cancelDuplex: () => {
    const call = client.duplex();
    return cancelled(call, () => call.write({ text: 'js-cancel-duplex', what: 'WHAT_HEADERS' }));
  },
  large: async () => {
    const payload = Buffer.alloc(3 * 1024 * 1024, 0xab);
    const { e, response } = await unary({ payload });
    return e ? failure(e) : { same: response.payload.equals(payload) };
  },
  oversized: async () => failure((await unary({ payload: Buffer.alloc(4 * 1024 * 1024 + 10) })).e),
  afterOversized: async () => (await unary({ text: 'still here' })).response,
  gzip: async () => {
    const { e, response } = await unary({ text: 'z'.repeat(100000) }, { of: gzip });
    return e ? failure(e) : { length: response.text.length };
  },
  gzipBomb: async () => failure((await unary({ payload: Buffer.alloc(20 * 1024 * 1024) }, { of: gzip })).e ?? {}),
  manyAtOnce: async () => {
    const all = await Promise.all(Array.from({ length: 500 }, (_, count) => unary({ count })));
    return { right: all.filter(({ response }, i) => response?.count === i).length };
  },
  reflectionV1: async () => {
    const [list, file, missing] = await reflect(address, 'v1', [7, '*'], [4, 'polyfill.test.v1.Echo'], [4, 'no.such.Thing']);
    return { services: serviceNames(list), files: fileDescriptors(file).map((f) => first(f, 1).toString()), missing: errorCode(missing) };
  },
  reflectionV1Alpha: async () => {
    const [list, file] = await reflect(address, 'v1alpha', [7, ''], [4, 'polyfill.test.v1.Echo.Unary']);
    return { services: serviceNames(list), files: fileDescriptors(file).map((f) => first(f, 1).toString()) };
  },
  healthCheck: () => check(''),
  healthCheckOfUnknown: () => check('nobody'),
  healthWatch: () => new Promise((resolve) => {
    const call = health.Watch(Buffer.alloc(0));
    call.on('data', (d) => { resolve({ status: first(d, 1) }); call.cancel(); }).on('error', () => {});
  }),
});
process.exit(0);
