// What anybody who reaches the port may ask: health and reflection.
import { first, runCases } from './wire.mjs';
import { rawClient, reflect, serviceNames } from './raw-services.mjs';

const [address] = process.argv.slice(2);
const health = rawClient(address, 'grpc.health.v1.Health', [['Check', false, false]]);

await runCases({
  health: () => new Promise((resolve, reject) =>
    health.Check(Buffer.alloc(0), (e, answer) => (e ? reject(e) : resolve({ status: first(answer, 1) })))),
  reflection: async () => ({ services: serviceNames((await reflect(address, 'v1', [7, '*']))[0]) }),
});
process.exit(0);
