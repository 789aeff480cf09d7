import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createExternalEditor } from '../../src/files/external-editor.ts';
import { processEntry } from '../../src/processes/process-table.ts';

let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'editor-'));
  await writeFile(path.join(temporary, 'append.sh'), '#!/bin/sh\nprintf "%s" "$1" >>"$2"\n', { mode: 0o755 });
});
afterAll(() => rm(temporary, { recursive: true, force: true }));

const written: string[] = [];
const editor = (env: Record<string, string>, signal = new AbortController().signal) =>
  createExternalEditor({
    env,
    platform: 'linux',
    temporary,
    signal,
    shares: () => false,
    write: async (descriptor, bytes) => void written.push(`${descriptor} ${Buffer.from(bytes)}`),
  });

describe('the external editor', () => {
  test('KUBE_EDITOR goes before EDITOR, with its arguments, and what it saves comes back', async () => {
    const command = `${path.join(temporary, 'append.sh')} "b c"`;
    const edited = await editor({ KUBE_EDITOR: command, EDITOR: 'false' }).edit('a ', '.yaml');
    expect(edited.text).toBe('a b c');
    expect(edited.path).toMatch(/\.yaml$/);
    await edited.remove();
    expect(existsSync(edited.path)).toBe(false);
  });

  test('what an editor writes is passed on where it cannot have our own output', async () => {
    written.length = 0;
    await (await editor({ EDITOR: 'echo said; echo why >&2; true' }).edit('a', '.yaml')).remove();
    expect(written.sort()).toEqual(['1 said\n', '2 why\n']);
  });

  test('an interruption ends an editor with what it has started, SIGTERM or not', async () => {
    const abort = new AbortController();
    const pid = path.join(temporary, 'pid');
    const command = `trap '' TERM; (trap '' TERM; sleep 60) & echo $! > ${pid}; wait; true`;
    const edited = editor({ EDITOR: command }, abort.signal).edit('a', '.yaml');
    while (!existsSync(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort();
    await expect(edited).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(['Z', undefined]).toContain(processEntry(Number(await readFile(pid, 'utf8')))?.state);
    await rm(pid);
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
