// What every file of dist is built with.

export const settings = {
  platform: 'node',
  target: 'node20.18',
  minify: true,
  charset: 'ascii',
  legalComments: 'none',
  // A script from V8's cache cannot import; what stays outside the bundle is required.
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
};

/** The loader runs each file as the function that it is. */
export const asFunction = {
  banner: { js: '(function (exports, require, module) {\n' },
  footer: { js: '})' },
};

const NOTHING = 'module.exports = { constants: {} };';
/** What libraries take from modules of Node for features that are not used here. Loading the whole modules costs milliseconds. */
const BUILTINS = {
  http2: NOTHING,
  sqlite: NOTHING,
  // undici: a limit that every pool is given, and a class of bodies that are never sent.
  http: 'module.exports = { maxHeaderSize: 16384, IncomingMessage: class IncomingMessage {} };',
  assert: `
    module.exports = (value, message) => {
      if (!value) throw message instanceof Error ? message : new Error(message ?? 'assertion failed');
    };
  `,
};

/** Gives libraries as little of some modules of Node as they need. */
export const unusedBuiltins = {
  name: 'unused-builtins',
  setup(builder) {
    builder.onResolve({ filter: /^(node:)?(http2|sqlite|http|assert)$/ }, (args) => ({
      path: args.path.replace('node:', ''),
      namespace: 'unused',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: BUILTINS[path] }));
  },
};
