// Reads a Word file: its parts, and its text as lines. A reader of its own, so that what is tested is not what tests.

import { inflateRawSync } from 'node:zlib';

/** The parts of a Word file as texts, by path, through the directory at its end. */
export function parts(bytes) {
  const buffer = Buffer.from(bytes);
  const end = buffer.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = buffer.readUInt32LE(end + 16);
  const found = new Map();
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => buffer.readUInt16LE(at + offset));
    const path = buffer.toString('utf8', at + 46, at + 46 + name);
    const start = buffer.readUInt32LE(at + 42);
    const content = start + 30 + buffer.readUInt16LE(start + 26) + buffer.readUInt16LE(start + 28);
    const stored = buffer.subarray(content, content + buffer.readUInt32LE(at + 20));
    const text = buffer.readUInt16LE(at + 10) === 0 ? stored : inflateRawSync(stored);
    if (text.length !== buffer.readUInt32LE(at + 24)) throw new Error(`${path}: not as long as it says`);
    if (crc32(text) !== buffer.readUInt32LE(at + 16)) throw new Error(`${path}: not the sum it says`);
    found.set(path, text.toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return found;
}

/** The sum that containers carry, bit by bit. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const decoded = (text) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) =>
    name ? (ENTITIES[name] ?? all) : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(dec)),
  );

/** An element tree: `{name, attributes, children, text}`. Throws where tags do not match. */
export function parse(xml) {
  const root = { name: '', children: [] };
  const open = [root];
  for (const [, close, name, attributes, empty, text] of xml.matchAll(/<(\/?)([\w:]+)((?:[^>"]|"[^"]*")*?)(\/?)>|([^<]+)|<\?[^>]*>/g)) {
    if (text !== undefined) open.at(-1).children.push({ name: '#', text: decoded(text), children: [] });
    else if (close) {
      const last = open.pop();
      if (last.name !== name) throw new Error(`${last.name} closed as ${name}`);
    } else if (name) {
      const pairs = [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key, decoded(value)]);
      const element = { name, attributes: new Map(pairs), children: [] };
      open.at(-1).children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`${open.at(-1).name} is never closed`);
  return root.children.find((child) => child.name !== '#');
}

/** All elements of a name, in order. */
export const all = (node, name) =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

const child = (node, name) => node?.children.find((one) => one.name === name);
const val = (node) => node?.attributes.get('w:val') ?? '';

/** The style of a paragraph. */
export const styleOf = (paragraph) => val(child(child(paragraph, 'w:pPr'), 'w:pStyle'));

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const raised = (number) => [...String(number)].map((digit) => RAISED[digit]).join('');

/** The text of a Word file as lines, as `brobygger fill --to txt` writes it, without empty lines. */
export function lines(bytes) {
  const files = parts(bytes);
  const document = parse(files.get('word/document.xml'));
  const notes = parse(files.get('word/footnotes.xml'));
  const starts = new Map(
    all(parse(files.get('word/numbering.xml')), 'w:num').map((list) => [
      list.attributes.get('w:numId'),
      Number(val(all(list, 'w:startOverride')[0]) || 1),
    ]),
  );
  const order = [];
  const textOf = (node) =>
    node.children
      .map((one) => {
        if (one.name === 'w:t') return one.children.map((text) => text.text).join('');
        if (one.name === 'w:br') return '\n';
        if (one.name === 'w:tab') return ' ';
        if (one.name === 'w:footnoteReference') return raised(order.push(one.attributes.get('w:id')));
        return one.name === 'w:pPr' || one.name === 'w:sdtPr' ? '' : textOf(one);
      })
      .join('');
  const paragraph = (node) => {
    const style = styleOf(node);
    if (style === 'SpaceBetween') return '';
    if (style === 'LineAcross') return '* * *';
    const text = textOf(node);
    const list = val(child(child(child(node, 'w:pPr'), 'w:numPr'), 'w:numId'));
    if (style.startsWith('ListBullet')) return `• ${text}`;
    if (!list) return text;
    const number = starts.get(list);
    starts.set(list, number + 1);
    return `${number}. ${text}`;
  };
  const block = (node) => {
    if (node.name === 'w:p') return [paragraph(node)];
    if (node.name === 'w:tbl') return all(node, 'w:tr').map((row) => all(row, 'w:tc').map((cell) => textOf(cell).replaceAll('\n', ' ')).join(' | '));
    return node.name === 'w:sectPr' ? [] : node.children.flatMap(block);
  };
  const body = block(all(document, 'w:body')[0]);
  const noted = [...order].map((id, at) => {
    const note = all(notes, 'w:footnote').find((one) => one.attributes.get('w:id') === id);
    return raised(at + 1) + block(note).join('\n');
  });
  return plainLines([...body, ...noted].join('\n'));
}

/** Lines without what only shows how they stand: empty ones, lines under titles, space around. */
export const plainLines = (text) =>
  text.split('\n').map((line) => line.trim()).filter((line) => !/^(?:=*|-*)$/.test(line));

/** Signs of a form that are left in a finished file: there must be none. */
export function left(bytes) {
  const document = parse(parts(bytes).get('word/document.xml'));
  const found = [];
  const boxes = all(document, 'w14:checkbox').length > 0;
  for (const control of all(document, 'w:sdt')) {
    const tag = val(child(child(control, 'w:sdtPr'), 'w:tag'));
    if (!tag.startsWith('choice:')) found.push(`a control ${tag}`);
  }
  for (const style of [...all(document, 'w:pStyle'), ...all(document, 'w:rStyle')].map(val)) {
    // The boxes of a checklist stay.
    if (/^(?:Guidance|Condition|PlaceholderText)/.test(style) || (style.startsWith('ChoiceItem') && !boxes)) found.push(`the style ${style}`);
  }
  for (const one of all(document, 'w:p')) {
    if (styleOf(one).startsWith('List') && !all(one, 'w:t').length) found.push('an empty item');
  }
  return found;
}
