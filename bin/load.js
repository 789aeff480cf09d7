'use strict';
// Loads the bundle and its parts with what V8 made of them at build time.

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const dist = path.join(__dirname, '../dist');
const loaded = new Map();
const scripts = new Map();

/**
 * Loads a file of dist. A cache of another Node version is refused by V8, and the file is compiled as usual.
 * `./parts/yaml.cjs#yaml` is the module `yaml` of a part.
 */
function load(name) {
  const [file, module] = name.split('#');
  const exports = loaded.get(file) ?? evaluate(file);
  return module === undefined ? exports : exports[module]();
}

function evaluate(name) {
  const file = path.join(dist, name);
  const cacheFile = `${file}.cache`;
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  // The files are ASCII: read so, they need no decoding.
  const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file, cachedData });
  scripts.set(file, script);
  const module = { exports: {} };
  loaded.set(name, module.exports);
  script.runInThisContext()(module.exports, (id) => (id.startsWith('./parts/') ? load(id) : require(id)), module);
  loaded.set(name, module.exports);
  return module.exports;
}

module.exports = { load, scripts };
