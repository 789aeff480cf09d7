import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseYamlDocuments } from '../../src/codec/parse-yaml.ts';
import { DEPLOYMENT, type EventSite, startEventSite } from '../support/event-site.ts';
import { patiently } from '../support/patience.ts';

let site: EventSite;

beforeEach(async () => {
  site = await startEventSite();
});
afterEach(() => site.stop());

const read = (name: string) => readFileSync(site.file(name), 'utf8');

/** The variables that the command got, without those that hold random text. */
const variables = (kind: string) =>
  Object.fromEntries(
    read(`variables-${kind}`)
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

async function withDeployment(): Promise<void> {
  writeFileSync(site.file('deployment.yaml'), DEPLOYMENT);
  expect(await site.run('apply', '-f', 'deployment.yaml')).toMatchObject({ status: 0, stderr: '' });
}

describe('--exec', () => {
  test('is run for a tag that moved, once, with the event and the stream', async () => {
    const digest = site.push('second');
    const imported = await site.run('import-image', 'app', '--exec', site.note);
    expect(imported).toMatchObject({ status: 0, stderr: 'noted app\n' });
    expect(imported.stdout).toContain('imagestream.image.openshift.io/app imported');
    expect(site.told()).toEqual([`ImageStream app ${digest}`]);
    const repository = `${site.registry.host}/team/app`;
    expect(variables('ImageStream')).toMatchObject({
      IMAGESTREAM_STREAM: 'app',
      IMAGESTREAM_TAG: 'latest',
      IMAGESTREAM_NAMESPACE: 'default',
      IMAGESTREAM_NEW_IMAGE: `${repository}@${digest}`,
      IMAGESTREAM_OLD_IMAGE: expect.stringMatching(`^${repository}@sha256:`),
      IMAGESTREAM_OLD_DIGEST: expect.stringMatching(/^sha256:/),
      IMAGESTREAM_CAUSE: 'ImageChange',
    });
    const [line = '', ...rest] = read('input-ImageStream').split('\n');
    expect(JSON.parse(line)).toMatchObject({
      specversion: '1.0',
      type: 'dev.imagestream.tag.moved',
      source: '/namespaces/default/imagestreams/app',
      subject: 'app:latest',
      data: { kind: 'ImageStream', image: `${repository}@${digest}` },
    });
    const [document] = await parseYamlDocuments(rest.join('\n'), 'input');
    expect(document?.value).toMatchObject({ kind: 'ImageStream', metadata: { name: 'app' } });

    expect(await site.run('import-image', 'app', '--exec', site.note)).toMatchObject({ status: 0, stderr: '' });
    expect(site.told()).toHaveLength(1);
  });

  test('is run for the object that follows the tag in place of the tag', async () => {
    await withDeployment();
    const digest = site.push('second');
    expect(await site.run('import-image', 'app', '--exec', site.note)).toMatchObject({ status: 0 });
    expect(site.told()).toEqual([`Deployment web ${digest}`]);
    const [line = '', ...rest] = read('input-Deployment').split('\n');
    expect(JSON.parse(line)).toMatchObject({ type: 'dev.imagestream.object.changed', data: { stream: 'app' } });
    const [document] = await parseYamlDocuments(rest.join('\n'), 'input');
    const image = expect.stringMatching(`@${digest}$`);
    expect(document?.value).toMatchObject({ spec: { template: { spec: { containers: [{ image }] } } } });
  });

  test('--exec-input=object is one document that a server accepts as new', async () => {
    await withDeployment();
    site.push('second');
    await site.run('import-image', 'app', '--exec', site.note, '--exec-input=object');
    const [document, ...more] = await parseYamlDocuments(read('input-Deployment'), 'input');
    expect(more).toEqual([]);
    expect(document?.value).toMatchObject({ metadata: { name: 'web' } });
    for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'generation']) {
      expect(document?.value).not.toHaveProperty(`metadata.${field}`);
    }
    expect(document?.value).not.toHaveProperty('status');
  });

  test.each([
    ['tags', ['ImageStream app']],
    ['objects', ['Deployment web']],
  ])('--events=%s chooses', async (events, expected) => {
    await withDeployment();
    site.push('second');
    await site.run('import-image', 'app', '--exec', site.note, `--events=${events}`);
    expect(site.told().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  test('works for tag and apply as well', async () => {
    await withDeployment();
    rmSync(site.file('told'), { force: true });
    const other = site.push('other');
    site.push('first');
    const from = `${site.registry.host}/team/app@${other}`;
    expect(await site.run('tag', from, 'app:latest', '--insecure', '--exec', site.note)).toMatchObject({ status: 0 });
    expect(site.told()).toEqual([`Deployment web ${other}`]);
    writeFileSync(site.file('second.yaml'), DEPLOYMENT.replace('name: web\n', 'name: second\n'));
    expect(await site.run('apply', '-f', 'second.yaml', '--exec', site.note)).toMatchObject({ status: 0 });
    expect(site.told()).toEqual([`Deployment web ${other}`, `Deployment second ${other}`]);
  });

  test('which fails is tried again, fails the command, and is made up for by the next one', async () => {
    const digest = site.push('second');
    writeFileSync(site.file('status'), '3');
    const failed = await site.run('import-image', 'app', '--exec', site.note, '--event-retries=1');
    expect(failed.status).toBe(1);
    expect(failed.stdout).toContain(digest);
    expect(failed.stderr).toBe(
      `noted app\nnoted app\nerror: the command "sh ./note.sh" failed for ImageStream default/app:latest: exit code 3\nhint: What was changed stays changed; the next command with the same command or webhook tries again\n`,
    );
    rmSync(site.file('status'));
    expect(await site.run('import-image', 'app', '--exec', site.note)).toMatchObject({ status: 0 });
    expect(site.told()).toEqual([1, 2, 3].map(() => `ImageStream app ${digest}`));
    expect(await site.run('import-image', 'app', '--exec', site.note)).toMatchObject({ status: 0 });
    expect(site.told()).toHaveLength(3);
  });

  test('which hangs is ended with all that it has started', async () => {
    site.push('second');
    writeFileSync(site.file('sleep'), '60');
    const began = Date.now();
    const outcome = await site.run(
      'import-image',
      'app',
      '--exec',
      site.note,
      '--exec-timeout=1s',
      '--event-retries=0',
    );
    expect(outcome).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('it took longer than 1 s, and was ended'),
    });
    // Far below the minute that it would have slept, however slow the machine is.
    expect(Date.now() - began).toBeLessThan(50_000);
  });

  const GRANDCHILDREN = `trap '' TERM; for n in 1 2 3; do (trap '' TERM; i=0; while [ $i -lt 600 ]; do i=$((i+1)); sleep 0.1; echo >> beats; done) & done`;
  const beats = () => (existsSync(site.file('beats')) ? read('beats').length : 0);

  test.each([
    ['whose head waits', 'wait'],
    ['whose head ends', 'trap - TERM; sleep 60'],
  ])('which hangs, %s, is said to be ended when nobody is left who ignores SIGTERM', async (_name, last) => {
    site.push('second');
    const command = `${GRANDCHILDREN}; ${last}`;
    const seconds = Math.ceil(patiently(2000) / 1000);
    const limits = [`--exec-timeout=${seconds}s`, '--event-retries=0'];
    const { status, stderr } = await site.run('import-image', 'app', ...limits, '--exec', command);
    const seen = beats();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`longer than ${seconds} s, and was ended`),
    });
    expect(seen).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(beats()).toBe(seen);
  });

  test('which takes too long, is asked to end and succeeds all the same is not run again', async () => {
    const digest = site.push('second');
    const slow = `trap '' TERM; i=0; while [ $i -lt 20 ]; do i=$((i+1)); sleep 0.1; done; echo done >> log`;
    const limits = ['--exec-timeout=1s', '--event-retries=0'];
    const outcome = await site.run('import-image', 'app', ...limits, '--exec', slow);
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining(digest), stderr: '' });
    expect(await site.run('import-image', 'app', ...limits, '--exec', slow)).toMatchObject({ status: 0 });
    expect(read('log')).toBe('done\n');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is ended with all of its group when %s comes', async (signal) => {
    site.push('second');
    const started = site.user.start(['import-image', 'app', '--exec', `${GRANDCHILDREN}; wait`]);
    while (beats() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(started.pid as number, signal);
    expect((await started.outcome).status).toBe(signal === 'SIGINT' ? 130 : 143);
    const seen = beats();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(beats()).toBe(seen);
  });

  test('a second Ctrl-C waits for nothing, and leaves nobody', async () => {
    site.push('second');
    const started = site.user.start(['import-image', 'app', '--exec', `${GRANDCHILDREN}; wait`]);
    while (beats() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(started.pid as number, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    process.kill(started.pid as number, 'SIGINT');
    expect((await started.outcome).status).toBe(130);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const seen = beats();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(beats()).toBe(seen);
  });

  test('that talks goes on when its imagestream is killed, and is not run again', async () => {
    const digest = site.push('second');
    const talk = `echo begun >> log; i=0; while [ $i -lt 20 ]; do sleep 0.1; head -c 20000 /dev/zero; i=$((i+1)); done; echo done >> log`;
    const started = site.user.start(['import-image', 'app', '--exec', talk]);
    while (!existsSync(site.file('log'))) await new Promise((resolve) => setTimeout(resolve, 50));
    started.kill();
    await started.outcome;
    const next = await site.run('import-image', 'app', '--exec', talk);
    expect(next).toMatchObject({ status: 0, stdout: expect.stringContaining(digest) });
    expect(read('log')).toBe('begun\ndone\n');
  });

  test('writes what it writes to standard error, in order and whole, and may open it anew', async () => {
    site.push('second');
    const talk = 'seq 1 20000; echo middle > /dev/stderr; seq 1 20000 >&2; printf end';
    const { status, stderr } = await site.run('import-image', 'app', '--exec', talk);
    const numbers = Array.from({ length: 20000 }, (_, n) => `${n + 1}\n`).join('');
    expect({ status, same: stderr === `${numbers}middle\n${numbers}end` }).toEqual({ status: 0, same: true });
  });

  test('that starts something and ends is not waited for any longer', async () => {
    site.push('second');
    const { status, stderr } = await site.run('import-image', 'app', '--exec', 'sleep 3 & echo "$!" > pid; echo done');
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'done\n' });
    process.kill(Number(read('pid')), 'SIGKILL');
  });

  test('is not run where its state would lie in a folder of others', async () => {
    site.push('second');
    const state = site.file('state');
    mkdirSync(path.join(state, 'imagestream'), { recursive: true });
    chmodSync(path.join(state, 'imagestream'), 0o777);
    site.user.env.XDG_STATE_HOME = state;
    const open = await site.run('import-image', 'app', '--exec', site.note);
    expect(open).toMatchObject({ status: 1, stderr: expect.stringContaining('others may write it') });
    rmSync(path.join(state, 'imagestream'), { recursive: true });
    symlinkSync(site.user.home, path.join(state, 'imagestream'));
    const linked = await site.run('import-image', 'app', '--exec', site.note);
    expect(linked).toMatchObject({ status: 1, stderr: expect.stringContaining('it is a link') });
    expect(site.told()).toEqual([]);
  });

  test('which does not exist is said so', async () => {
    site.push('second');
    const { status, stderr } = await site.run('import-image', 'app', '--exec', 'no-such-program', '--event-retries=0');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('exit code 127') });
  });

  test('leaves no try behind, and nothing that git sees', async () => {
    site.push('second');
    await site.run('import-image', 'app', '--exec', site.note);
    const folder = path.join(site.user.folder, '.imagestream/.watch/sinks');
    const [sink = ''] = readdirSync(folder);
    expect(readdirSync(path.join(folder, sink)).sort()).toEqual(['.gitignore', 'ledger.json']);
    expect(readFileSync(path.join(folder, sink, '.gitignore'), 'utf8')).toBe('*\n');
    const state = path.join(site.user.home, '.local/state/imagestream');
    const [store = ''] = readdirSync(state);
    expect(readdirSync(path.join(state, store, 'sinks', sink, 'running'))).toEqual([]);
    expect(statSync(state).mode & 0o777).toBe(0o700);
  });

  test.each([
    [['--exec='], 'invalid argument "" for "--exec" flag: a command is missing'],
    [['--exec=x', '--exec-timeout=soon'], '"--exec-timeout" flag'],
    [['--exec=x', '--exec-timeout=0'], 'it must be longer than nothing'],
    [['--exec=x', '--exec-input=xml'], 'it must be event, object'],
    [['--exec=x', '--events=all'], 'it must be auto, objects, tags'],
    [['--webhook=ftp://example.com'], 'it must begin with https:// or http://'],
    [['--webhook=https://user:word@example.com'], 'it must hold no login'],
    [['--exec=x', '--event-retries=-1'], 'it must not be negative'],
  ])('%j is refused before anything is done', async (args, message) => {
    const digest = site.push('second');
    const { status, stderr } = await site.run('import-image', 'app', ...args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) });
    expect((await site.run('get', 'is/app', '-o', 'yaml')).stdout).not.toContain(digest);
  });
});

describe('the configuration of the user', () => {
  const configuration = () => site.file('configuration.yaml');

  test('names commands that every command tells of what it changed', async () => {
    writeFileSync(configuration(), `sinks:\n- exec: ${site.note}\n  events: tags\n`);
    site.user.env.IMAGESTREAM_CONFIG = configuration();
    const digest = site.push('second');
    expect(await site.run('import-image', 'app')).toMatchObject({ status: 0 });
    const patch = '{"spec":{"tags":[{"name":"other","from":{"kind":"ImageStreamTag","name":"latest"}}]}}';
    expect(await site.run('patch', 'is/app', '--patch', patch)).toMatchObject({ status: 0 });
    expect(site.told()).toEqual([`ImageStream app ${digest}`, `ImageStream app ${digest}`]);
    expect(variables('ImageStream')).toMatchObject({ IMAGESTREAM_TAG: 'other' });
  });

  test('does not count for commands that are run by such a command', async () => {
    const again = 'imagestream tag app:latest app:copy; sh ./note.sh';
    writeFileSync(configuration(), `sinks:\n- exec: ${JSON.stringify(again)}\n`);
    site.user.env.IMAGESTREAM_CONFIG = configuration();
    const bin = path.resolve(import.meta.dirname, '../../bin/imagestream.js');
    writeFileSync(site.file('imagestream'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
    site.user.env.PATH = `${site.user.folder}:${site.user.env.PATH}`;
    const digest = site.push('second');
    expect(await site.run('import-image', 'app')).toMatchObject({ status: 0 });
    expect(site.told()).toEqual([`ImageStream app ${digest}`]);
    expect((await site.run('resolve', 'app:copy')).stdout).toContain(digest);
  });

  test.each([
    ['sinks: 3\n', 'sinks: must be a list'],
    ['sinks:\n- run: x\n', 'sinks[0].run: unknown field of a webhook'],
    ['sinks:\n- exec: x\n  timeLimit: soon\n', 'sinks[0].timeLimit: time: invalid duration "soon"'],
    ['sinks:\n- {}\n', 'sinks[0]: must have exec or webhook'],
    ['other: 1\n', 'other: unknown field'],
    ['sinks: [\n', 'configuration.yaml:'],
  ])('which is wrong changes nothing: %j', async (text, message) => {
    writeFileSync(configuration(), text);
    site.user.env.IMAGESTREAM_CONFIG = configuration();
    const digest = site.push('second');
    const { status, stderr } = await site.run('import-image', 'app');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) });
    expect((await site.run('get', 'is/app', '-o', 'yaml')).stdout).not.toContain(digest);
  });

  test('in the store is not used, nor one that everybody may write', async () => {
    const inStore = path.join(site.user.folder, '.imagestream/config.yaml');
    writeFileSync(inStore, `sinks:\n- exec: ${site.note}\n`);
    site.user.env.IMAGESTREAM_CONFIG = inStore;
    site.push('second');
    expect((await site.run('import-image', 'app')).stderr).toContain('is not used: it lies in the store');
    writeFileSync(configuration(), `sinks:\n- exec: ${site.note}\n`, { mode: 0o666 });
    chmodSync(configuration(), 0o666);
    site.user.env.IMAGESTREAM_CONFIG = configuration();
    expect((await site.run('import-image', 'app')).stderr).toContain('is not used: everybody may write it');
    expect(site.told()).toEqual([]);
  });
});
