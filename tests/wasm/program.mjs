// The program of the workshop without a browser: asked in node as the worker asks it.

/** Starts a program; gives a function that asks it, and its memory. */
export async function start(bytes) {
  const module = await WebAssembly.compile(bytes);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => {
      throw new Error(`the program asked for ${name}`);
    };
  }
  const { exports: program } = await WebAssembly.instantiate(module, imports);
  const ask = (request, along = new Uint8Array()) => {
    const text = new TextEncoder().encode(JSON.stringify(request));
    const length = 4 + text.length + along.length;
    const at = program.alloc(length);
    new DataView(program.memory.buffer).setUint32(at, text.length, true);
    const memory = new Uint8Array(program.memory.buffer, at, length);
    memory.set(text, 4);
    memory.set(along, 4 + text.length);
    const out = program.request(at, length);
    const size = new DataView(program.memory.buffer).getUint32(out, true);
    const answer = program.memory.buffer.slice(out + 4, out + 4 + size);
    program.free(out, 4 + size);
    const told = new DataView(answer).getUint32(0, true);
    return {
      answer: JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, told))),
      bytes: new Uint8Array(answer.slice(4 + told)),
    };
  };
  return { ask, memory: () => program.memory.buffer.byteLength };
}
