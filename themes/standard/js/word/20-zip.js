// The container of a Word file: its parts, by their path, in order.

/**
 * A part as it is stored.
 * @typedef {{ path: string, method: number, crc: number, size: number, stored: Uint8Array<ArrayBuffer> }} Part
 */

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
/** The day that says nothing: 1 January 1980. */
const DAY = 0x21;
/** The names are UTF-8. */
const UTF8 = 0x800;

/**
 * The parts of a container, found by its directory.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Part[]}
 */
function readParts(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("no Word file");
  const parts = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Error("no Word file");
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const start = view.getUint32(at + 42, true);
    const content = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    parts.push({
      path: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      size: view.getUint32(at + 24, true),
      stored: bytes.subarray(content, content + view.getUint32(at + 20, true)),
    });
    at += 46 + name + extra + comment;
  }
  return parts;
}

/**
 * The text of a part.
 * @param {Part} part
 */
async function partText(part) {
  const bytes = part.method === 0 ? part.stored : await through(part.stored, new DecompressionStream("deflate-raw"));
  return new TextDecoder().decode(bytes);
}

/**
 * The same part with another text.
 * @param {Part} part
 * @param {string} text
 * @returns {Promise<Part>}
 */
async function withText(part, text) {
  const bytes = new TextEncoder().encode(text);
  const stored = await through(bytes, new CompressionStream("deflate-raw"));
  return { path: part.path, method: 8, crc: crc32(bytes), size: bytes.length, stored };
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, stream) {
  const result = new Response(new Blob([bytes]).stream().pipeThrough(stream));
  return new Uint8Array(await result.arrayBuffer());
}

/**
 * A container of parts.
 * @param {Part[]} parts
 * @returns {Blob}
 */
function writeParts(parts) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const out = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let at = 0;
  for (const part of parts) {
    const name = new TextEncoder().encode(part.path);
    const about = [UTF8, part.method, 0, DAY];
    const sizes = [part.crc, part.stored.length, part.size];
    const local = record([[4, LOCAL], [2, 20], ...shorts(about), ...longs(sizes), [2, name.length], [2, 0]]);
    directory.push(
      record([
        [4, CENTRAL],
        [2, 20],
        [2, 20],
        ...shorts(about),
        ...longs(sizes),
        ...shorts([name.length, 0, 0, 0, 0]),
        ...longs([0, at]),
      ]),
      name,
    );
    out.push(local, name, part.stored);
    at += local.length + name.length + part.stored.length;
  }
  const size = directory.reduce((sum, bytes) => sum + bytes.length, 0);
  const count = parts.length;
  const end = record([[4, END], ...shorts([0, 0, count, count]), ...longs([size, at]), [2, 0]]);
  const type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  return new Blob([...out, ...directory, end], { type });
}

/** @param {number[]} values @returns {[number, number][]} */
function shorts(values) {
  return values.map((value) => [2, value]);
}

/** @param {number[]} values @returns {[number, number][]} */
function longs(values) {
  return values.map((value) => [4, value]);
}

/**
 * Numbers with their widths, lowest byte first.
 * @param {[number, number][]} fields
 */
function record(fields) {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    for (let byte = 0; byte < width; byte += 1) bytes[at + byte] = (value >>> (8 * byte)) & 255;
    at += width;
  }
  return bytes;
}

const CRC = Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC[(crc ^ byte) & 255];
  return (crc ^ 0xffffffff) >>> 0;
}
