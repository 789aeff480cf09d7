'use strict';
// Loads modules out of the one file that a build makes, with what V8 compiled of them when the same verb ran before.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { codePlace, keepNew, read, recall } = require('./code.js');

/** Bytes at the beginning of the file: where everything else in it is, in JSON. */
const HEAD = 2048;

/** Opens the program that was built, or says on standard error why there is none. */
function openProgram() {
  const root = path.join(__dirname, '..');
  try {
    return open(path.join(root, 'dist/imagestream.pack'));
  } catch (error) {
    process.stderr.write(`error: ${reason(root, error)}\n`);
    return undefined;
  }
}

function reason(root, error) {
  const isClone = fs.existsSync(path.join(root, 'build/build.mjs'));
  if (error.code !== 'ENOENT') return `imagestream cannot be loaded: ${error.message}`;
  return isClone
    ? `imagestream is not built yet: run "npm ci && npm run build" in ${root}`
    : `the installation in ${root} is incomplete: install imagestream again`;
}

/**
 * Opens a file that a build made. It stays open: what is loaded later is of the same build, whatever takes its place meanwhile.
 * What V8 compiled for a verb is taken from the user's caches, and put there when it is new.
 */
function open(file) {
  const descriptor = fs.openSync(file);
  const { version, build, files } = JSON.parse(read(descriptor, 0, HEAD).latin1Slice());
  const code = codePlace(process, `${version}-${build}`);
  const kept = recall(code);
  const loaded = new Map();
  /** The flags of V8 that were set since the start: it takes code only under those that it was made under. */
  const flags = [];
  const program = { code, kept, flags, scripts: new Map(), asked: [], load, main: () => load('start#0').main() };

  /** Loads a module of a part of the file: `start#12`, `yaml#yaml`. What V8 refuses of the kept code is compiled as usual. */
  function load(name) {
    const end = name.indexOf('#');
    const part = name.slice(0, end);
    const modules = loaded.get(part) ?? evaluate(part);
    program.asked.push(name);
    return modules[name.slice(end + 1)]();
  }

  function evaluate(part) {
    const text = kept?.data(`${part}.text`) ?? bytesOf(part);
    const cachedData = kept?.data(part);
    // All is ASCII: read so, it needs no decoding.
    const script = new vm.Script(text.latin1Slice(), { filename: `imagestream:${part}`, cachedData });
    program.scripts.set(part, { script, flags: flags.length, text: isPacked(part) ? text : undefined });
    const modules = {};
    loaded.set(part, modules);
    script.runInThisContext()(modules, required, { exports: modules });
    return modules;
  }

  const isPacked = (part) => files[part][2] === 'br';

  function bytesOf(part) {
    const [position, length] = files[part];
    const bytes = read(descriptor, position, length);
    return isPacked(part) ? require('node:zlib').brotliDecompressSync(bytes) : bytes;
  }

  function required(id) {
    if (id.includes('#')) return load(id);
    if (id.endsWith('.wasm')) return bytesOf(id);
    return id === 'node:v8' ? seenBy(require(id)) : require(id);
  }

  function seenBy(v8) {
    const setFlagsFromString = (flag) => {
      flags.push(flag);
      v8.setFlagsFromString(flag);
    };
    return { __proto__: v8, setFlagsFromString };
  }

  if (code !== undefined) process.on('exit', (status) => keepNew(program, status));
  return program;
}

module.exports = { openProgram, open };
