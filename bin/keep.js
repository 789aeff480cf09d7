'use strict';
// Puts what V8 compiled for a verb into the user's caches. Whatever stands against it is left to the caller, who ignores it.

const fs = require('node:fs');
const path = require('node:path');
const { isOwn } = require('./load.js');

/** Builds, and Nodes that ran them, of which code is kept. */
const BUILDS = 3;

/** What takes a flag back that the program sets, with what it implies. */
const UNDONE = { '--liftoff-only': ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering'] };

/** Writes the code of all parts that were loaded, and again that of others which was kept before. */
exports.keep = function keep({ code, kept, flags, scripts, modules }) {
  makeFolder(code);
  const parts = new Map();
  for (const part of kept?.parts ?? []) if (!scripts.has(part)) parts.set(part, kept.data(part));
  // What was packed need not be unpacked again.
  for (const [part, { text }] of scripts) if (text !== undefined) parts.set(`${part}.text`, text);
  // Under the flags that each was loaded under, the last ones first: those are set now.
  const all = [...scripts].reverse();
  for (const [part, script] of all) if (script.flags > 0) parts.set(part, script.script.createCachedData());
  for (const flag of flags) for (const undo of UNDONE[flag]) require('node:v8').setFlagsFromString(undo);
  for (const [part, script] of all) if (script.flags === 0) parts.set(part, script.script.createCachedData());
  const bytes = encoded(parts, modules);
  // Twice, by which it is seen where a byte of it is not any more what it was.
  writeWhole(code.file, Buffer.concat([bytes, bytes]));
};

/** A line that says where the code of each part is, and the code: all of it begins where a word of memory does, as V8 wants it. */
function encoded(parts, modules) {
  const places = {};
  let length = 0;
  for (const [part, data] of parts) {
    places[part] = [length, data.length];
    length = aligned(length + data.length);
  }
  const head = JSON.stringify({ length, modules, parts: places });
  const start = aligned(head.length + 1);
  const bytes = Buffer.alloc(start + length);
  bytes.write(`${head.padEnd(start - 1)}\n`, 'latin1');
  for (const [part, data] of parts) bytes.set(data, start + places[part][0]);
  return bytes;
}

const aligned = (size) => Math.ceil(size / 8) * 8;

/** Makes the folder for the user alone. A new one takes the place of the oldest. */
function makeFolder({ all, folder, owner, caches }) {
  if (!fs.existsSync(folder)) {
    // Who works as root with the home of another leaves nothing there that the other cannot remove.
    if (owner === 0 && fs.statSync(firstThere(caches)).uid !== owner) throw new Error("the caches are another user's");
    makeWithThoseAbove(folder);
    removeOldest(all);
  }
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory() || !isOwn({ owner }, stat)) throw new Error('others can write the folder');
}

/** Node's own way never ends where a folder that is there, such as /proc, denies that it is. */
function makeWithThoseAbove(folder) {
  if (fs.existsSync(folder)) return;
  makeWithThoseAbove(path.dirname(folder));
  try {
    fs.mkdirSync(folder, 0o700);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

function firstThere(folder) {
  return fs.existsSync(folder) ? folder : firstThere(path.dirname(folder));
}

function removeOldest(all) {
  const folders = fs.readdirSync(all).map((name) => path.join(all, name));
  const age = new Map(folders.map((folder) => [folder, -fs.lstatSync(folder).mtimeMs]));
  folders.sort((a, b) => age.get(a) - age.get(b));
  for (const folder of folders.slice(BUILDS)) fs.rmSync(folder, { recursive: true, force: true });
}

/** Synced before it gets its name: after a power loss there is all of it, or nothing. V8 does not look at what it is given. */
function writeWhole(file, bytes) {
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    const descriptor = fs.openSync(temporary, 'wx', 0o600);
    try {
      fs.writeFileSync(descriptor, bytes);
      fs.fdatasyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
