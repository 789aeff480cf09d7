'use strict';
// Loads the files of dist with what V8 made of them at build time.

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const dist = path.join(__dirname, '../dist');
const verb = /^[a-z-]+$/.exec(process.argv[2])?.[0];
const loaded = new Map();
const scripts = new Map();

/**
 * Loads a module of a file of dist: `./start.cjs#main`, `./parts/yaml.cjs#yaml`. A cache of another Node version is refused
 * by V8, and the file is compiled as usual.
 */
function load(name) {
  const end = name.indexOf('#');
  const file = name.slice(0, end);
  const modules = loaded.get(file) ?? evaluate(file);
  load.asked.push(name);
  return modules[name.slice(end + 1)]();
}

/** What was loaded so far, in its order. */
load.asked = [];

/** A file of dist: what its modules are made by. */
function evaluate(name) {
  const file = path.join(dist, name);
  // What one verb needs is less than what all do; the rest of it is compiled when it comes to that.
  const cacheFile = [`${file}.${verb}.cache`, `${file}.cache`].find((each) => existsSync(each));
  const cachedData = cacheFile === undefined ? undefined : readFileSync(cacheFile);
  // The files are ASCII: read so, they need no decoding.
  const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file, cachedData });
  scripts.set(file, script);
  const modules = {};
  loaded.set(name, modules);
  script.runInThisContext()(modules, required, { exports: modules });
  return modules;
}

function required(id) {
  if (!id.startsWith('./')) return require(id);
  return id.endsWith('.wasm') ? readFileSync(path.join(dist, id)) : load(id);
}

module.exports = { load, evaluate, scripts };
