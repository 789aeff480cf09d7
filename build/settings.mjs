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
  banner: { js: '(function (exports, require, module) {' },
  footer: { js: '})' },
};

/** Modules of Node that a library loads at its start for features that are not used here. They cost milliseconds. */
export const unusedBuiltins = {
  name: 'unused-builtins',
  setup(builder) {
    builder.onResolve({ filter: /^(node:)?(http2|sqlite)$/ }, (args) => ({ path: args.path, namespace: 'unused' }));
    builder.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = { constants: {} };' }));
  },
};
