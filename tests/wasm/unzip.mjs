// The files of a zip as the program writes it: no comment, no other disk, deflated or as they are.

import { inflateRawSync } from 'node:zlib';

const END = 22;

/** The files by their paths. */
export function unzipped(bytes) {
  const zip = Buffer.from(bytes);
  const end = zip.length - END;
  if (zip.readUInt32LE(end) !== 0x06054b50) throw new Error('no zip without a comment');
  const files = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, name, extra, comment, begins] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const path = zip.toString('utf8', at + 46, at + 46 + name);
    const data = begins + 30 + zip.readUInt16LE(begins + 26) + zip.readUInt16LE(begins + 28);
    const raw = zip.subarray(data, data + packed);
    files.set(path, method === 8 ? inflateRawSync(raw) : raw);
    at += 46 + name + extra + comment;
  }
  return files;
}
