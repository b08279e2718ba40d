// The workshop's worker: the program that builds the book, beside the page that one works on.
//
// In: { begin: { program, kit, today, language } } once, then { id, request, bytes }. Out: { progress } while it is fetched,
// { ready, bytes } with the first answer, { id, answer, bytes } for each request. `src/workshop/` tells what requests there are.
//
// A program that has come to a fault cannot be asked again: another one takes its place, and is told again what was
// changed, so that nothing is lost but the request that it stumbled on.

(() => {
  "use strict";
  /** @typedef {{ ask: string, [more: string]: unknown }} Request */
  /** @typedef {{ answer: { is: string, [more: string]: unknown }, bytes: ArrayBuffer }} Answered */
  /** @typedef {{ memory: WebAssembly.Memory, alloc(length: number): number, free(at: number, length: number): void, request(at: number, length: number): number }} Program */

  /** @type {WebAssembly.Module} */
  let module;
  /** @type {Program} */
  let program;
  /** The request that begins a workshop, with its bytes. @type {{ request: Request, bytes: Uint8Array }} */
  let opening;
  /** The changes so far, in order. @type {{ request: Request, bytes: Uint8Array }[]} */
  let changes = [];

  const NOTHING = new Uint8Array();
  /** Requests that change nothing. */
  const READS = new Set(["edition", "page", "build", "show", "file", "read-word", "drift", "layer", "site"]);

  /** Hands over to the page. @param {unknown} message @param {ArrayBuffer[]} [moved] */
  const tell = (message, moved = []) => /** @type {any} */ (self).postMessage(message, moved);

  /**
   * Fetches a file, and says how much of it is here.
   * @param {string} address
   * @param {(share: number) => void} progress
   */
  async function fetched(address, progress) {
    const response = await fetch(address);
    if (!response.ok || !response.body) throw new Error(`${address}: ${response.status}`);
    // Of what comes packed the length is that of the packed file: then only the end is known.
    const total = response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length"));
    const parts = [];
    let length = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
      progress(total > 0 ? Math.min(length / total, 1) : 1 - 1 / (1 + length / 1e6));
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    progress(1);
    return whole;
  }

  /**
   * The program out of its zip, which holds nothing else and says in its first header where it lies.
   * @param {Uint8Array} zip
   */
  function compiled(zip) {
    const header = new DataView(zip.buffer, zip.byteOffset);
    const [size, name, more] = [header.getUint32(18, true), header.getUint16(26, true), header.getUint16(28, true)];
    const from = 30 + name + more;
    const packed = new Blob([/** @type {BlobPart} */ (zip.subarray(from, from + size))]);
    const code = packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return WebAssembly.compileStreaming(new Response(code, { headers: { "content-type": "application/wasm" } }));
  }

  /** A new program. What it could ask of a browser, it never does. */
  async function started() {
    /** @type {Record<string, Record<string, () => never>>} */
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      (imports[from] ??= {})[name] = () => {
        throw new Error(name);
      };
    }
    const instance = await WebAssembly.instantiate(module, imports);
    program = /** @type {Program} */ (/** @type {unknown} */ (instance.exports));
  }

  /**
   * Asks the program.
   * @param {Request} request
   * @param {Uint8Array} bytes
   * @returns {Answered}
   */
  function asked(request, bytes) {
    const text = new TextEncoder().encode(JSON.stringify(request));
    const length = 4 + text.length + bytes.length;
    const at = program.alloc(length);
    const memory = new Uint8Array(program.memory.buffer, at, length);
    new DataView(program.memory.buffer).setUint32(at, text.length, true);
    memory.set(text, 4);
    memory.set(bytes, 4 + text.length);
    const out = program.request(at, length);
    const size = new DataView(program.memory.buffer).getUint32(out, true);
    const answer = program.memory.buffer.slice(out + 4, out + 4 + size);
    program.free(out, 4 + size);
    const told = new DataView(answer).getUint32(0, true);
    return { answer: JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, told))), bytes: answer.slice(4 + told) };
  }

  /** The unit that a change is written to, where somebody writes. @param {Request} request */
  const unitOf = ({ text: _text, value: _value, goes_on: _goesOn, ...rest }) => JSON.stringify(rest);

  /** Notes a change; what goes on with the one before takes its place, as in the program. @param {Request} request @param {Uint8Array} bytes */
  function noted(request, bytes) {
    const before = changes.at(-1);
    if (before && request.goes_on && unitOf(before.request) === unitOf(request)) {
      changes.pop();
      request = { ...request, goes_on: before.request.goes_on };
    }
    changes.push({ request, bytes });
  }

  /** Puts another program in the place of one that came to a fault. */
  async function again() {
    const begun = async () => {
      await started();
      asked(opening.request, opening.bytes);
    };
    await begun();
    const last = changes.at(-1);
    try {
      for (const change of changes.slice(0, -1)) asked(change.request, change.bytes);
      // Where it is the last change that cannot be built, what was before it can be shown.
      if (last) asked({ ask: "build", source: true }, NOTHING);
    } catch {
      await begun();
      for (const change of changes.slice(0, -1)) asked(change.request, change.bytes);
    }
    if (last) asked(last.request, last.bytes);
  }

  /** @param {{ program: string, kit: string, today: string, language: string }} where */
  async function begin(where) {
    let [ofProgram, ofKit] = [0, 0];
    const progress = () => tell({ progress: 0.7 * ofProgram + 0.3 * ofKit });
    const [code, kit] = await Promise.all([
      fetched(where.program, (share) => ((ofProgram = share), progress())),
      fetched(where.kit, (share) => ((ofKit = share), progress())),
    ]);
    module = await compiled(code);
    await started();
    opening = { request: { ask: "open", today: where.today, language: where.language }, bytes: kit };
    changes = [];
    tell({ ready: asked(opening.request, kit).answer });
  }

  /** @param {{ id: number, request: Request, bytes?: ArrayBuffer }} message */
  async function handle({ id, request, bytes }) {
    const along = bytes ? new Uint8Array(bytes) : NOTHING;
    try {
      const { answer, bytes: back } = asked(request, along);
      if (answer.is === "edition" && !READS.has(request.ask)) noted(request, along);
      tell({ id, answer, bytes: back }, [back]);
    } catch (error) {
      await again();
      const reason = READS.has(request.ask) ? "fault-in-book" : "fault";
      tell({ id, answer: { is: "refused", reason, detail: String(error) }, bytes: new ArrayBuffer(0) });
    }
  }

  // One after the other, in the order they came.
  let last = Promise.resolve();
  addEventListener("message", (event) => {
    const { data } = /** @type {MessageEvent} */ (event);
    last = last
      .then(() => ("begin" in data ? begin(data.begin) : handle(data)))
      .catch((error) => tell({ failed: String(error) }));
  });
})();
