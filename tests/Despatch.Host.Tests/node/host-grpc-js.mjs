// A console and an MDT in miniature, by the .proto files alone.
import { randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { runCases } from './wire.mjs';

const [first, second, protos, callsign] = process.argv.slice(2);
const files = ['common', 'contacts', 'incidents', 'units', 'pods', 'mdt', 'cluster'].map((f) => `despatch/v1/${f}.proto`);
const { v1 } = grpc.loadPackageDefinition(
  loader.loadSync(files, { includeDirs: [protos], longs: Number, enums: String, defaults: true, keepCase: true })).despatch;

const connect = (Service, address) => new Service(address, grpc.credentials.createInsecure());
const contacts = connect(v1.Contacts, first);
const incidents = connect(v1.Incidents, second);
const pods = connect(v1.Pods, second);

function as(role) {
  const metadata = new grpc.Metadata();
  metadata.set('x-operator', 'JS1');
  metadata.set('x-role', role);
  return metadata;
}

const command = () => ({ command_id: randomUUID() });
const call = (client, method, request, role) => new Promise((resolve, reject) =>
  client[method](request, as(role), { deadline: Date.now() + 10000 }, (e, answer) => (e ? reject(e) : resolve(answer))));

const record = (words) => call(contacts, 'Record', {
  command: command(), channel: 'CHANNEL_999', caller_number: '+447700900777', words,
  location: { point: { longitude: -0.3019, latitude: 51.5130 } },
}, 'call-handler');

let cad;

await runCases({
  life: async () => {
    const { contact_id } = await record('help me');
    ({ cad } = await call(contacts, 'Transfer', { command: command(), contact_id, opening_code: '01' }, 'call-handler'));
    await call(incidents, 'Grade', { command: command(), cad, grade: 'GRADE_IMMEDIATE' }, 'call-handler');
    const { words, location } = await call(incidents, 'Get', { cad }, 'despatcher');
    return { cad, words, borough: location.borough };
  },
  board: () => new Promise((resolve, reject) => {
    const watch = pods.WatchBoard({ pods: ['WA'] }, as('despatcher'));
    let snapshotFirst;
    watch.on('data', (message) => {
      if (snapshotFirst === undefined) {
        snapshotFirst = message.snapshot && message.position > 0;
        call(incidents, 'Assign', { command: command(), cad, callsign }, 'despatcher').catch(reject);
      }
      const unit = message.units.find((u) => u.callsign === callsign && u.cad === cad);
      if (unit) {
        resolve({ snapshotFirst, unitCad: unit.cad });
        watch.cancel();
      }
    }).on('error', reject);
    // A unit that is not on duty is not assigned: that run is for the other cases.
  }),
  refusal: async () => {
    const { contact_id } = await record('again');
    try {
      await call(contacts, 'Transfer', { command: command(), contact_id, opening_code: 'ZZ' }, 'call-handler');
      return {};
    } catch (e) {
      return { code: e.code, message: e.details, refusal: e.metadata.get('refusal-code')[0], field: e.metadata.get('refusal-field')[0] };
    }
  },
});
process.exit(0);
