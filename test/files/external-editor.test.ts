import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createExternalEditor } from '../../src/files/external-editor.ts';

let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'editor-'));
  await writeFile(path.join(temporary, 'append.sh'), '#!/bin/sh\nprintf "%s" "$1" >>"$2"\n', { mode: 0o755 });
});
afterAll(() => rm(temporary, { recursive: true, force: true }));

const editor = (env: Record<string, string>) => createExternalEditor({ env, platform: 'linux', temporary });

describe('the external editor', () => {
  test('KUBE_EDITOR goes before EDITOR, with its arguments, and what it saves comes back', async () => {
    const command = `${path.join(temporary, 'append.sh')} "b c"`;
    const edited = await editor({ KUBE_EDITOR: command, EDITOR: 'false' }).edit('a ', '.yaml');
    expect(edited.text).toBe('a b c');
    expect(edited.path).toMatch(/\.yaml$/);
    await edited.remove();
    expect(existsSync(edited.path)).toBe(false);
  });

  test.each([
    ['that fails', 'exit 3; true', 'it ended with exit code 3'],
    ['that is not there', '/no/such/editor', 'it ended with exit code 127'],
  ])('an editor %s is an error, and leaves no file behind', async (_name, command, why) => {
    await expect(editor({ EDITOR: command }).edit('secret', '.yaml')).rejects.toMatchObject({
      code: 'ARGUMENT',
      message: `there was a problem with the editor "${command}": ${why}`,
    });
    expect(await readdir(temporary)).toEqual(['append.sh']);
  });
});
