import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM, SECRET } from '../../../src/core/kinds/kind-names.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

const RECORD = 'kubectl.kubernetes.io/last-applied-configuration';
let site: ObjectCommands;
beforeEach(async () => {
  site = objectCommands();
  write('f.yaml', stream('web', ', labels: {team: mars}'));
  await run('apply', '-f', 'f.yaml');
  await run('create', 'imagestream', 'bare');
});

const run = (...argv: string[]) => site.run(...argv);
const write = (file: string, text: string) => void site.files.set(file, text);
const stream = (name: string, more = '') =>
  `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: ${name}${more}}\n`;
const stored = (name: string) => site.api.api.get<KubeObject>(IMAGE_STREAM, 'demo', name);
const YAML = `apiVersion: image.openshift.io/v1
kind: ImageStream
metadata:
  annotations: {}
  labels:
    team: mars
  name: web
  namespace: demo
`;

describe('apply view-last-applied', () => {
  test.each([[['is/web']], [['is', 'web']], [['-f', 'f.yaml']], [['is', '-l', 'team=mars']], [['is', '--all']]])(
    '%j prints what was applied',
    async (args) => {
      expect(await run('apply', 'view-last-applied', ...args)).toEqual({ status: 0, stdout: YAML, stderr: '' });
    },
  );

  test('as JSON, and one after the other', async () => {
    const { stdout } = await run('apply', 'view-last-applied', 'is/web', 'is/web', '-o', 'json');
    const json = `{\n  "apiVersion": "image.openshift.io/v1",\n  "kind": "ImageStream",\n  "metadata": {\n    "annotations": {},\n    "labels": {\n      "team": "mars"\n    },\n    "name": "web",\n    "namespace": "demo"\n  }\n}\n`;
    expect(stdout).toBe(json + json);
  });

  test('prints nothing of what was never applied', async () => {
    expect(await run('apply', 'view-last-applied', 'is/bare')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('names the keys of a secret, and not its values', async () => {
    write('s.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n');
    await run('apply', '-f', 's.yaml');
    const { stdout } = await run('apply', 'view-last-applied', 'secret/s');
    expect(stdout).toContain('password: ""');
    expect(stdout).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test.each([
    [['is/nosuch'], 'Error from server (NotFound): imagestreams.image.openshift.io "nosuch" not found\n'],
    [[], 'error: You must provide one or more resources by argument or filename.'],
    [['is'], 'error: resource(s) were provided, but no name was specified'],
    [['is/web', '-o', 'name'], "error: Unexpected -o output mode: name, the flag 'output' must be one of yaml|json"],
  ])('%j is refused', async (args, why) => {
    const { status, stdout, stderr } = await run('apply', 'view-last-applied', ...args);
    expect({ status, stdout, stderr: stderr.slice(0, why.length) }).toEqual({ status: 1, stdout: '', stderr: why });
  });
});

describe('apply set-last-applied', () => {
  const CONFIGURED = 'imagestream.image.openshift.io/web configured';

  test('records a file, and changes nothing else', async () => {
    const before = await stored('web');
    write('g.yaml', stream('web', ', labels: {team: venus}'));
    expect(await run('apply', 'set-last-applied', '-f', 'g.yaml')).toEqual({
      status: 0,
      stdout: `${CONFIGURED}\n`,
      stderr: '',
    });
    const { metadata } = await stored('web');
    expect(metadata.labels).toEqual(before.metadata.labels);
    expect(metadata.annotations?.[RECORD]).toBe(
      '{"apiVersion":"image.openshift.io/v1","kind":"ImageStream","metadata":{"labels":{"team":"venus"},"name":"web","namespace":"demo"}}\n',
    );
    expect((await run('apply', 'set-last-applied', '-f', 'g.yaml', '-o', 'name')).stdout).toBe(
      'set-last-applied web: no changes required.\n',
    );
  });

  test.each([['client'], ['server']])('records nothing with --dry-run=%s', async (mode) => {
    write('g.yaml', stream('web'));
    const before = await stored('web');
    const { stdout } = await run('apply', 'set-last-applied', '-f', 'g.yaml', `--dry-run=${mode}`);
    expect(stdout).toBe(`${CONFIGURED} (${mode === 'client' ? 'dry run' : 'server dry run'})\n`);
    expect(await stored('web')).toEqual(before);
  });

  test('creates the annotation only where that is asked for', async () => {
    write('g.yaml', stream('bare'));
    expect(await run('apply', 'set-last-applied', '-f', 'g.yaml')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'error: no last-applied-configuration annotation found on resource: bare, to create the annotation, run the command with --create-annotation\n',
    });
    expect(await run('apply', 'set-last-applied', '-f', 'g.yaml', '--create-annotation')).toMatchObject({ status: 0 });
    expect((await stored('bare')).metadata.annotations).toHaveProperty([RECORD]);
  });

  test('records nothing at all where one of several cannot be', async () => {
    write('g.yaml', `${stream('web')}---\n${stream('nosuch')}`);
    const before = await stored('web');
    expect(await run('apply', 'set-last-applied', '-f', 'g.yaml')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Error from server (NotFound): imagestreams.image.openshift.io "nosuch" not found\n' +
        'hint: Image streams in the namespace "demo" of /store: bare, web\n',
    });
    expect(await stored('web')).toEqual(before);
  });

  test('keeps no value of a secret', async () => {
    write('s.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n');
    await run('create', '-f', 's.yaml');
    await run('apply', 'set-last-applied', '-f', 's.yaml', '--create-annotation');
    const secret = await site.api.api.get<KubeObject>(SECRET, 'demo', 's');
    expect(secret.metadata.annotations?.[RECORD]).toContain('"password":""');
  });
});

describe('apply edit-last-applied', () => {
  test('opens what was recorded, and records what was made of it', async () => {
    site.edits = [(text) => text.replace('mars', 'venus')];
    expect(await run('apply', 'edit-last-applied', 'is/web')).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/web edited\n',
      stderr: '',
    });
    expect(site.opened[0]).toBe(
      `# Please edit the 'last-applied-configuration' annotations below.\n# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n#\n${YAML}`,
    );
    expect((await run('apply', 'view-last-applied', 'is/web')).stdout).toBe(YAML.replace('mars', 'venus'));
    expect((await stored('web')).metadata.labels).toEqual({ team: 'mars' });
  });

  test('opens again what is broken, and saves nothing where nothing was changed', async () => {
    site.edits = [() => 'a: [', (text) => text];
    expect((await run('apply', 'edit-last-applied', 'is/web')).status).toBe(1);
    expect(site.opened[1]).toContain('# The edited file had a syntax error: ');
    site.edits = [(text) => text];
    expect(await run('apply', 'edit-last-applied', 'is/web')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'Edit cancelled, no changes made.\n',
    });
  });

  test.each([
    [['is/nosuch'], 'Error from server (NotFound): imagestreams.image.openshift.io "nosuch" not found\n'],
    [['is/bare'], 'error: no last-applied-configuration annotation found on resources, to create the annotation, use'],
  ])('%j is refused', async (args, why) => {
    const { status, stdout, stderr } = await run('apply', 'edit-last-applied', ...args);
    expect({ status, stdout, stderr: stderr.slice(0, why.length) }).toEqual({ status: 1, stdout: '', stderr: why });
    expect(site.opened).toEqual([]);
  });
});
