import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const COPIED = ['src', 'test', 'bin', 'build', 'man', 'fixtures', 'package.json', 'jest.config.mjs', 'README.md'];

/** A copy of the project in which source files may be broken. The packages are shared with the original. */
export class TreeCopy {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'imagestream-mutation-'));

  constructor(original: string) {
    for (const name of COPIED) cpSync(path.join(original, name), path.join(this.root, name), { recursive: true });
    process.once('exit', () => this.remove());
    symlinkSync(path.join(original, 'node_modules'), path.join(this.root, 'node_modules'));
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.root, file), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
