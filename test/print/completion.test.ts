import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SHELLS, type Shell } from '../../src/commands/completion.ts';
import { prepare } from '../../src/print/completion.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const installed = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const script = async (shell: Shell, program = 'imagestream') => (await prepare({ shell, program }))().stdout;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-completion-'));
  for (const shell of SHELLS) writeFileSync(path.join(folder, shell), await script(shell));
  // A command that notes what it was asked, and answers what the test wants.
  const program = path.join(folder, 'imagestream');
  writeFileSync(
    program,
    `#!/bin/sh\nfor word do printf '[%s]' "$word"; done >'${folder}/asked'\ncat '${folder}/answer'\n[ ! -e '${folder}/fail' ]\n`,
  );
  chmodSync(program, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({ PATH: `${folder}:${process.env.PATH ?? ''}`, HOME: folder });
const asked = () => readFileSync(path.join(folder, 'asked'), 'utf8');

/** Completes in a bash of its own; `words` is the line as bash takes it apart. */
function inBash(line: string, words: string[], answer: string, before = ''): { offered: string[]; asked: string } {
  writeFileSync(path.join(folder, 'answer'), answer);
  const program = `
    source "$1"; ${before}
    compopt() { echo "compopt $*"; }
    COMP_LINE="$2"; COMP_POINT=\${3:-\${#2}}; shift 3
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    __imagestream_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--norc', '-c', program, 'bash', path.join(folder, 'bash'), line, '', ...words];
  const { stdout, stderr, status } = spawnSync('bash', args, { env: env(), encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return { offered: stdout.split('\n').filter(Boolean), asked: asked() };
}

describe('bash', () => {
  test('asks for what stands before the cursor, and offers values without their descriptions', () => {
    expect(inBash('imagestream ta', ['imagestream', 'ta'], 'tag\tPoint tags\ntake\n:0\n')).toEqual({
      offered: ['tag', 'take'],
      asked: '[__complete][ta]',
    });
  });

  test('an empty word is a word', () => {
    expect(inBash('imagestream get ', ['imagestream', 'get', ''], ':4\n')).toEqual({
      offered: ['compopt +o default'],
      asked: '[__complete][get][]',
    });
  });

  test.each<[string, string[], string, string, string[]]>([
    ['imagestream tag app:', ['imagestream', 'tag', 'app', ':'], '[tag][app:]', 'app:1\napp:2\n', ['1', '2']],
    ['imagestream tag app:1', ['imagestream', 'tag', 'app', ':', '1'], '[tag][app:1]', 'app:1\napp:12\n', ['1', '12']],
    [
      'imagestream tag app:1 b:',
      ['imagestream', 'tag', 'app', ':', '1', 'b', ':', ''],
      '[tag][app:1][b:]',
      'b:2\n',
      ['2'],
    ],
    [
      'imagestream get --output=',
      ['imagestream', 'get', '--output', '='],
      '[get][--output=]',
      '--output=json\n',
      ['json'],
    ],
    [
      'imagestream resolve a@sha256:b',
      ['imagestream', 'resolve', 'a', '@', 'sha256', ':', 'b'],
      '[resolve][a@sha256:b]',
      'a@sha256:bc\n',
      ['bc'],
    ],
    ['imagestream get is/ap', ['imagestream', 'get', 'is/ap'], '[get][is/ap]', 'is/app\n', ['is/app']],
  ])('%s is put together again', (line, words, expected, answer, offered) => {
    expect(inBash(line, words, `${answer}:0\n`)).toEqual({ offered, asked: `[__complete]${expected}` });
  });

  test('where a colon takes nothing apart, the whole word is offered', () => {
    const { offered } = inBash(
      'imagestream tag app:',
      ['imagestream', 'tag', 'app:'],
      'app:1\n:0\n',
      'COMP_WORDBREAKS=" "',
    );
    expect(offered).toEqual(['app:1']);
  });

  test('the numbers of the answer are options of bash', () => {
    const { offered } = inBash('imagestream tag ', ['imagestream', 'tag', ''], 'app\n:6\n');
    expect(offered).toEqual(['compopt -o nospace', 'compopt +o default', 'app']);
  });

  test('words of the line are not evaluated', () => {
    const word = `$(touch${'\t'}${folder}/evaluated)`;
    expect(inBash(`imagestream ${word}`, ['imagestream', word], ':4\n').asked).toBe(`[__complete][${word}]`);
    expect(() => readFileSync(path.join(folder, 'evaluated'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  test('a failure offers nothing, not even files', () => {
    writeFileSync(path.join(folder, 'fail'), '');
    const { offered } = inBash('imagestream get ', ['imagestream', 'get', ''], ':5\n');
    rmSync(path.join(folder, 'fail'));
    expect(offered).toEqual(['compopt +o default']);
  });

  test('is registered for the name by which it was called', async () => {
    expect(await script('bash', 'oc')).toContain('complete -o default -F __oc_complete oc\n');
    expect(await script('bash', 'oc')).not.toContain('imagestream');
  });

  test('understands what the command itself answers', async () => {
    const { stdout } = await runInProcess(anImageApi(), ['__complete', 'get', '--output=js']);
    const words = ['imagestream', 'get', '--output', '=', 'js'];
    expect(inBash('imagestream get --output=js', words, stdout).offered).toEqual([
      'compopt +o default',
      'json',
      'jsonpath=',
      'jsonpath-as-json=',
      'jsonpath-file=',
    ]);
  });
});

describe.each([
  ['bash', ['-n']],
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const)('%s', (shell, flags) => {
  (installed(shell) ? test : test.skip)('finds no mistake in its script', () => {
    const { status, stderr } = spawnSync(shell, [...flags, path.join(folder, shell)], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

(installed('fish') ? test : test.skip)('fish offers values with their descriptions', () => {
  writeFileSync(path.join(folder, 'answer'), 'tag\tPoint tags\n:4\n');
  const { stdout } = spawnSync(
    'fish',
    ['-c', `source ${folder}/fish; complete -C 'imagestream get ""'; complete -C 'imagestream ta'`],
    {
      env: env(),
      encoding: 'utf8',
    },
  );
  expect(stdout).toContain('tag\tPoint tags\n');
  expect(asked()).toBe('[__complete][ta]');
});

describe.each(SHELLS)('the script for %s', (shell) => {
  test('calls the command, and leaves no placeholder', async () => {
    const text = await script(shell);
    expect(text).toMatch(/imagestream'? __complete /);
    expect(text).not.toMatch(/PROGRAM|\\\$/);
  });
});

describe('the command line', () => {
  const SEE = "\nSee 'imagestream completion -h' for help and examples\n";
  test.each([
    [[], `error: Shell not specified.${SEE}`],
    [['bash', 'zsh'], `error: Too many arguments. Expected only the shell type.${SEE}`],
    [['csh'], `error: Unsupported shell type "csh".${SEE}`],
  ])('completion %j is refused', async (args, stderr) => {
    expect(await runInProcess(anImageApi(), ['completion', ...args])).toEqual({ status: 1, stdout: '', stderr });
  });

  test('completion bash prints the script', async () => {
    const { status, stdout } = await runInProcess(anImageApi(), ['completion', 'bash']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: await script('bash') });
  });
});
