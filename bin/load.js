'use strict';
// Loads modules out of the one file that a build makes, with what V8 compiled of them when the same verb ran before, which lies in the
// user's caches. One file, since Node takes half a millisecond for each.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

/** Bytes at the beginning of the file: where everything else in it is, in JSON. */
const HEAD = 2048;
/** Of a run of so many seconds V8 has thrown away by its end what it compiled for the start. */
const LONG_RUN = 20;
/** Bytes of what was kept that are compared at a time, in memory that is used again. */
const COMPARED = 65_536;
/** Milliseconds in which code that V8 refuses is not made again: machines that differ may share a home. */
const REFUSED_FOR = 3_600_000;

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

/**
 * Where the code of a verb is kept: `CACHES/imagestream/code/BUILD-NODE/VERB`. The caches are where Node is told to keep its own, else
 * those of the user; undefined where there are none, or where Node is told to keep none.
 *
 * @param build its version and what tells it from others of that version
 */
function codePlace({ argv, env, execArgv, version, arch, platform, geteuid }, build) {
  const caches = cachesOf(env, platform);
  if (caches === undefined || env.NODE_DISABLE_COMPILE_CACHE === '1') return undefined;
  const options = [...execArgv, env.NODE_OPTIONS].filter(Boolean).join(' ');
  const all = path.join(caches, 'imagestream/code');
  const folder = path.join(all, `${build}-${version}-${arch}${options && `-${hash(options)}`}`);
  const verb = /^[a-z_-]{1,40}$/.exec(argv[2])?.[0] ?? 'other';
  return { caches, all, folder, file: path.join(folder, verb), owner: geteuid?.() };
}

function cachesOf({ HOME, LOCALAPPDATA, NODE_COMPILE_CACHE, XDG_CACHE_HOME }, platform) {
  if (NODE_COMPILE_CACHE) return path.resolve(NODE_COMPILE_CACHE);
  if (platform === 'win32') return LOCALAPPDATA || undefined;
  // A relative path is to be ignored, says the specification of these folders.
  if (XDG_CACHE_HOME?.startsWith('/')) return XDG_CACHE_HOME;
  return HOME?.startsWith('/') ? path.join(HOME, platform === 'darwin' ? 'Library/Caches' : '.cache') : undefined;
}

/** Options of Node may change what V8 compiles. */
function hash(text) {
  let sum = 0;
  for (let n = 0; n < text.length; n++) sum = (Math.imul(sum, 31) + text.charCodeAt(n)) >>> 0;
  return sum.toString(16);
}

/** Whether nobody but the user can have put it there or changed it. Where there are no user ids, the folder's place says so. */
function isOwn({ owner }, { uid, mode }) {
  return owner === undefined || (uid === owner && (mode & 0o022) === 0);
}

/**
 * What was kept for this verb: its modules, and the code by part. A V8 cache is code that V8 believes: it is taken only from a
 * folder and a file that are the user's and that nobody else can write, and only where both copies in it are the same: a byte
 * that a disk spoils would end the process. A checksum takes several times as long, most of it to load what counts it.
 */
function recall(code) {
  // A link is not followed, and a pipe not waited for. Windows has neither flag.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  try {
    if (code === undefined || !isOwn(code, fs.lstatSync(code.folder))) return undefined;
    const descriptor = fs.openSync(code.file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = fs.fstatSync(descriptor);
      if (!stat.isFile() || !isOwn(code, stat)) return undefined;
      const bytes = readTwice(descriptor, stat.size / 2);
      const start = bytes.indexOf('\n') + 1;
      const { length, modules, parts } = JSON.parse(bytes.latin1Slice(0, start));
      if (bytes.length !== start + length) return undefined;
      const data = (part) =>
        parts[part] && bytes.subarray(start + parts[part][0], start + parts[part][0] + parts[part][1]);
      return { modules, parts: Object.keys(parts), data, age: Date.now() - stat.mtimeMs };
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** Code is kept of runs that did what they were to: what was mistyped leaves no files. */
function keepNew({ code, kept, flags, scripts, asked }, status) {
  try {
    if (status !== 0 || process.uptime() > LONG_RUN) return;
    const refused = [...scripts.values()].some(({ script }) => script.cachedDataRejected);
    const known = new Set(kept?.modules);
    if (refused ? kept.age < REFUSED_FOR : asked.every((name) => known.has(name))) return;
    require('./keep.js').keep({ code, kept, flags, scripts, modules: [...new Set([...known, ...asked])] });
  } catch {
    // The next run is as slow as this one.
  }
}

/** The first half of a file, which the other one has to repeat. */
function readTwice(descriptor, length) {
  const bytes = read(descriptor, 0, length);
  const copy = Buffer.allocUnsafe(Math.min(COMPARED, length));
  for (let at = 0; at < length; at += COMPARED) {
    const part = bytes.subarray(at, at + COMPARED);
    const size = fs.readSync(descriptor, copy, 0, part.length, length + at);
    if (!part.equals(copy.subarray(0, size))) throw new Error('the file is damaged');
  }
  return bytes;
}

/** Memory of its own, which V8 can use as it is: it begins where a word does. */
function read(descriptor, position, length) {
  const bytes = Buffer.allocUnsafeSlow(length);
  if (fs.readSync(descriptor, bytes, 0, length, position) !== length) throw new Error('the file ends too early');
  return bytes;
}

module.exports = { openProgram, open, isOwn };
