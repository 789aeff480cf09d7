import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { describeObjectStore } from './contract.ts';

describeObjectStore('the directory store', () => {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'store-'));
  const directory = path.join(parent, 'made', 'later');
  return {
    store: createDirectoryStore({ directory }),
    another: createDirectoryStore({ directory }),
    dispose: () => rmSync(parent, { recursive: true, force: true }),
  };
});
