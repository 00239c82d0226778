// Just enough of the protobuf wire format to speak to services without their .proto files.

export function field(number, value) {
  const body = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(body.length), body]);
}

function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  return Buffer.from([...bytes, n]);
}

/** [[number, value]]; a value is a number or a Buffer. */
export function parse(buffer) {
  const fields = [];
  let at = 0;
  const readVarint = () => {
    let n = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = buffer[at++];
      n += (b & 127) * scale;
      if (b < 128) return n;
    }
  };
  while (at < buffer.length) {
    const key = readVarint();
    if ((key & 7) === 0) {
      fields.push([key >> 3, readVarint()]);
    } else if ((key & 7) === 2) {
      const length = readVarint();
      fields.push([key >> 3, buffer.subarray(at, at + length)]);
      at += length;
    } else {
      throw new Error(`wire type ${key & 7}`);
    }
  }
  return fields;
}

export const all = (buffer, number) => parse(buffer).filter(([n]) => n === number).map(([, value]) => value);
export const first = (buffer, number) => all(buffer, number)[0];

export function say(name, result) {
  console.log(JSON.stringify({ case: name, ...result }));
}

function hung() {
  return new Promise((_, reject) => { setTimeout(() => reject(new Error('the case hung')), 15000).unref(); });
}

/** Runs each case; one that throws says so and does not stop the others. */
export async function runCases(cases) {
  for (const [name, run] of Object.entries(cases)) {
    try {
      say(name, await Promise.race([run(), hung()]));
    } catch (e) {
      say(name, { error: String(e?.stack ?? e) });
    }
  }
}
