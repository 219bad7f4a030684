/** Writes model files that differ from a good one in one section: docs/format.md has the layout. */

import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';

const HEADER = 24;
const ENTRY = 16;
const aligned = (at) => Math.ceil(at / 16) * 16;

/** Gives a model file with one section changed, every place and checksum right. */
export function withSection(model, id, change) {
  const file = Buffer.from(model);
  const sections = Array.from({ length: file.readUInt32LE(16) }, (_, section) => {
    const entry = HEADER + ENTRY * section;
    const [start, length] = [file.readUInt32LE(entry + 4), file.readUInt32LE(entry + 8)];
    const [name, body] = [file.toString('latin1', entry, entry + 4), Buffer.from(file.subarray(start, start + length))];
    return { name, body: name === id ? change(body) : body };
  });
  assert.ok(sections.some(({ name }) => name === id));
  const tableEnd = HEADER + ENTRY * sections.length;
  const end = sections.reduce((at, { body }) => aligned(at) + body.length, tableEnd);
  const written = Buffer.alloc(end);
  file.copy(written, 0, 0, HEADER);
  written.writeUInt32LE(end, 12);
  let at = tableEnd;
  sections.forEach(({ name, body }, section) => {
    const entry = HEADER + ENTRY * section;
    at = aligned(at);
    written.write(name, entry, 'latin1');
    written.writeUInt32LE(at, entry + 4);
    written.writeUInt32LE(body.length, entry + 8);
    written.writeUInt32LE(crc32(body), entry + 12);
    body.copy(written, at);
    at += body.length;
  });
  const table = written.subarray(HEADER, tableEnd);
  written.writeUInt32LE(crc32(table, crc32(written.subarray(0, 20))), 20);
  return written;
}
