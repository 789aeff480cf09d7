import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Ports } from '../../src/commands/command.ts';
import { PROJECT } from '../../src/core/kinds/kind-names.ts';
import type { CurrentProject } from '../../src/core/ports/current-project.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

let fixture: ApiFixture;
let namespace: string;
let origin: CurrentProject['origin'];
let saved: string | undefined;

beforeEach(() => {
  fixture = anImageApi();
  [namespace, origin, saved] = ['demo', 'saved', undefined];
});

/** Runs a command line on a store in /work/store. */
async function run(...argv: string[]) {
  const project: CurrentProject = {
    ...{ store: '/work/store', origin },
    look: () => {},
    save: async (name) => {
      saved = name;
    },
  };
  const ports = { api: fixture.api, namespace, project, author: async () => ({ by: 'ann@laptop' }) };
  const open = async () => ({ ports: ports as unknown as Ports, close: async () => {} });
  return runInProcess(fixture, argv, { open });
}

const make = (name: string, display = '') =>
  fixture.api.create(PROJECT, '', {
    apiVersion: 'project.openshift.io/v1',
    kind: 'Project',
    metadata: { name, ...(display ? { annotations: { 'openshift.io/display-name': display } } : {}) },
  });

describe('projects', () => {
  test('one', async () => {
    await make('demo', 'Demo \u001b[31m it');
    expect((await run('projects')).stdout).toBe(
      `You have one project on this server: "Demo ^[[31m it (demo)".\n\nUsing project "demo" on server "/work/store".\n`,
    );
  });

  test('several, with a star at the current one', async () => {
    for (const [name, display] of [['demo'], ['b', 'The second'], ['c', 'c']]) await make(name ?? '', display);
    origin = 'environment';
    expect(await run('projects')).toEqual({
      status: 0,
      stdout: `You have access to the following projects and can switch between them with 'imagestream project <projectname>':

    b - The second
    c
  * demo

Using project "demo" from context named "IMAGESTREAM_NAMESPACE" on server "/work/store".
`,
      stderr: '',
    });
    expect((await run('projects', '-q')).stdout).toBe('b\nc\ndemo\n');
  });

  test('takes no argument', async () => {
    expect((await run('projects', 'x')).stderr).toBe('error: no arguments should be passed\n');
  });
});

describe('project', () => {
  test.each<[string[], CurrentProject['origin'], string, string | undefined]>([
    [[], 'saved', 'Using project "demo" on server "/work/store".', undefined],
    [[], 'default', 'Using project "demo" on server "/work/store".', undefined],
    [
      [],
      'environment',
      'Using project "demo" from context named "IMAGESTREAM_NAMESPACE" on server "/work/store".',
      undefined,
    ],
    [['-q'], 'saved', 'demo', undefined],
    [['other'], 'saved', 'Now using project "other" on server "/work/store".', 'other'],
    [['demo'], 'environment', 'Already on project "demo" on server "/work/store".', 'demo'],
    [['other', '-q'], 'saved', 'other', 'other'],
  ])('%j of %s', async (argv, from, line, now) => {
    origin = from;
    expect(await run('project', ...argv)).toEqual({ status: 0, stdout: `${line}\n`, stderr: '' });
    expect(saved).toBe(now);
  });

  test('two names are one too many', async () => {
    expect((await run('project', 'a', 'b')).stderr).toBe(
      'error: Only one argument is supported (project name or context name).\n',
    );
  });
});

describe('new-project', () => {
  test('makes a project, and works in it', async () => {
    const { status, stdout } = await run(
      'new-project',
      'mars',
      '--display-name=Mars base',
      '--description=The red one',
    );
    expect({ status, first: stdout.split('\n')[0] }).toEqual({
      status: 0,
      first: 'Now using project "mars" on server "/work/store".',
    });
    expect(saved).toBe('mars');
    expect((await fixture.api.get(PROJECT, '', 'mars')).metadata.annotations).toEqual({
      'openshift.io/description': 'The red one',
      'openshift.io/display-name': 'Mars base',
      'openshift.io/requester': 'ann@laptop',
    });
  });

  test('with --skip-config-write the current one stays', async () => {
    expect((await run('new-project', 'mars', '--skip-config-write')).stdout).toBe(
      `Project "mars" created on server "/work/store".

To switch to this project and start adding applications, use:

    imagestream project mars
`,
    );
    expect(saved).toBeUndefined();
  });

  test.each([
    [[], 'error: must have exactly one argument\n'],
    [['a', 'b'], 'error: must have exactly one argument\n'],
    [['there'], 'Error from server (AlreadyExists): project.project.openshift.io "there" already exists\n'],
  ])('%j is refused, and nothing is saved', async (argv, stderr) => {
    await make('there');
    expect(await run('new-project', ...argv)).toEqual({ status: 1, stdout: '', stderr });
    expect(saved).toBeUndefined();
  });
});
