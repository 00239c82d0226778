// A browser's client, with what it knows of the API taken from server reflection; all of it on one port.
import { randomUUID } from 'node:crypto';
import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { fileDescriptors, reflect } from './raw-services.mjs';
import { runCases } from './wire.mjs';

const [address, cad] = process.argv.slice(2);
const headers = { 'x-operator': 'WEB1', 'x-role': 'despatcher' };

async function service(name) {
  const [answer] = await reflect(address, 'v1', [4, name]);
  const known = new Map(fileDescriptors(answer).map((f) => fromBinary(FileDescriptorProtoSchema, f)).map((f) => [f.name, f]));

  // A registry wants every file after those that it imports.
  const file = [];
  const add = (f) => {
    if (!file.includes(f)) {
      f.dependency.forEach((imported) => add(known.get(imported)));
      file.push(f);
    }
  };
  known.forEach(add);
  return createFileRegistry(create(FileDescriptorSetSchema, { file })).getService(name);
}

const transport = createGrpcWebTransport({ baseUrl: `http://${address}` });
const incidents = createClient(await service('despatch.v1.Incidents'), transport);
const pods = createClient(await service('despatch.v1.Pods'), transport);

await runCases({
  get: async () => {
    const incident = await incidents.get({ cad }, { headers });
    return { cad: incident.cad, status: incident.status };
  },
  board: async () => {
    const stop = new AbortController();
    let start;
    try {
      for await (const message of pods.watchBoard({ pods: ['SN'] }, { headers, signal: stop.signal })) {
        if (!start) {
          start = { snapshot: message.snapshot, cads: message.incidents.map((i) => i.cad) };
          await incidents.addEntry({ command: { commandId: randomUUID() }, cad, words: 'said in a browser' }, { headers });
        } else if (message.incidents.some((i) => i.cad === cad)) {
          stop.abort();
        }
      }
    } catch (e) {
      if (!stop.signal.aborted) throw e;
    }
    const { entries } = await incidents.history({ cad }, { headers });
    return { ...start, words: entries.at(-1).text };
  },
  nobody: async () => {
    try {
      await incidents.get({ cad });
      return { code: 'ok' };
    } catch (e) {
      return { code: Code[ConnectError.from(e).code] };
    }
  },
});
process.exit(0);
