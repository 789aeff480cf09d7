// `npm test`: installs what is missing, builds, and runs jest with the arguments given.
import path from 'node:path';
import { build, install, root, run } from './installed.mjs';

install();
build();
run(process.execPath, [
  '--experimental-vm-modules',
  '--no-warnings',
  path.join(root, 'node_modules/jest/bin/jest.js'),
  ...process.argv.slice(2),
]);
