// What no client library would send, over node's own HTTP/2.
import http2 from 'node:http2';
import { runCases } from './wire.mjs';

const session = http2.connect(`http://${process.argv[2]}`);
const frame = (flag, length, body = Buffer.alloc(0)) => {
  const header = Buffer.alloc(5);
  header[0] = flag;
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, body]);
};

function send(body, { path = '/polyfill.test.v1.Echo/Unary', headers = {}, end = true } = {}) {
  return new Promise((resolve, reject) => {
    const request = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers });
    const result = { http: 0 };
    const take = (h) => {
      if (h['grpc-status'] !== undefined) Object.assign(result, { status: Number(h['grpc-status']), message: h['grpc-message'] });
      if (h['grpc-accept-encoding']) result.accepts = h['grpc-accept-encoding'];
    };
    request.on('response', (h) => { result.http = h[':status']; result.contentType = h['content-type']; take(h); });
    request.on('trailers', take).on('data', () => {}).on('close', () => resolve(result)).on('error', () => {});
    request.setTimeout(20000, () => reject(new Error('the call hung')));
    if (body) request.write(body);
    if (end) request.end();
  });
}

const hello = Buffer.from([0x0a, 0x01, 0x78]);
await runCases({
  good: () => send(frame(0, 3, hello)),
  empty: () => send(null),
  halfAHeader: () => send(Buffer.from([0, 0, 0])),
  tooShort: () => send(frame(0, 10, hello)),
  twoMessages: () => send(Buffer.concat([frame(0, 3, hello), frame(0, 3, hello)])),
  unknownFlag: () => send(frame(7, 3, hello)),
  hugeLength: () => send(frame(0, 0x7fffffff, hello)),
  hugeLengthUnended: () => send(frame(0, 0x7fffffff, hello), { end: false }),
  compressedWithoutEncoding: () => send(frame(1, 3, hello)),
  compressedWithUnknown: () => send(frame(1, 3, hello), { headers: { 'grpc-encoding': 'snappy' } }),
  notGzip: () => send(frame(1, 3, hello), { headers: { 'grpc-encoding': 'gzip' } }),
  plainDespiteEncoding: () => send(frame(0, 3, hello), { headers: { 'grpc-encoding': 'gzip' } }),
  notProtobuf: () => send(frame(0, 3, Buffer.from([0x0a, 0x7f, 0x01]))),
  wrongContentType: () => send(frame(0, 3, hello), { headers: { 'content-type': 'application/json' } }),
  parameterOfContentType: () => send(frame(0, 3, hello), { headers: { 'content-type': 'application/grpc+proto; charset=utf-8' } }),
  unknownMethod: () => send(frame(0, 3, hello), { path: '/polyfill.test.v1.Echo/Nothing' }),
  unknownService: () => send(frame(0, 3, hello), { path: '/no.Service/Nothing' }),
  unknownPage: () => send(hello, { path: '/js/app.js', headers: { 'content-type': 'text/plain' } }),
  badTimeout: () => send(frame(0, 3, hello), { headers: { 'grpc-timeout': 'soon' } }),
  longTimeout: () => send(frame(0, 3, hello), { headers: { 'grpc-timeout': '99999999H' } }),
  noTimeLeft: () => send(frame(0, 3, hello), { headers: { 'grpc-timeout': '1m' }, path: '/polyfill.test.v1.Echo/Unary', end: false }),
  badBinaryHeader: () => send(frame(0, 3, hello), { headers: { 'x-echo-bin': '!!' } }),
  stillThere: () => send(frame(0, 3, hello)),
});
session.close();
