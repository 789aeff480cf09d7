import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const run = (...argv: string[]) => site.run(...argv);
const write = (text: string) => void site.files.set('f.yaml', text);
const stream = (more = '') =>
  `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: web, labels: {team: mars}}\n${more}`;
/** The lines of the last comparison that are on one side alone. */
function changes(): string[] {
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  return (site.compared.at(-1) ?? []).flatMap(({ before, after }) => [
    ...lines(before).flatMap((line) => (lines(after).includes(line) ? [] : [`- ${line.trim()}`])),
    ...lines(after).flatMap((line) => (lines(before).includes(line) ? [] : [`+ ${line.trim()}`])),
  ]);
}

describe('diff -f', () => {
  test('shows all of an object that is not there, as it would be created', async () => {
    write(stream());
    expect(await run('diff', '-f', 'f.yaml')).toEqual({ status: 1, stdout: 'they differ\n', stderr: '' });
    expect(site.compared).toEqual([
      [
        {
          name: 'image.openshift.io.v1.ImageStream.demo.web',
          before: '',
          after: expect.stringContaining('generation: 1'),
        },
      ],
    ]);
    expect(site.compared[0]?.[0]?.after).not.toContain('last-applied');
    await expect(site.api.api.get(IMAGE_STREAM, 'demo', 'web')).rejects.toThrow('not found');
  });

  test('has the exit code 0 after an apply, and 1 for what the next one would change', async () => {
    write(stream('spec: {lookupPolicy: {local: true}}\n'));
    await run('apply', '-f', 'f.yaml');
    expect(await run('diff', '-f', 'f.yaml')).toEqual({ status: 0, stdout: '', stderr: '' });
    write(stream().replace('mars', 'venus'));
    expect((await run('diff', '-f', 'f.yaml')).status).toBe(1);
    expect(changes()).toEqual([
      '- generation: 1',
      '- team: mars',
      '- local: true',
      '+ generation: 2',
      '+ team: venus',
      '+ local: false',
    ]);
    const { spec, metadata } = await site.api.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'web');
    expect({ spec, labels: metadata.labels }).toEqual({
      spec: { lookupPolicy: { local: true } },
      labels: { team: 'mars' },
    });
  });

  test('with --server-side shows the record as well', async () => {
    write(stream());
    await run('apply', '-f', 'f.yaml');
    write(stream().replace('mars', 'venus'));
    await run('diff', '-f', 'f.yaml', '--server-side', '--field-manager=me', '--force-conflicts');
    expect(changes()).toContainEqual(expect.stringMatching(/^\+ \{"apiVersion".*"team":"venus"/));
  });

  test('compares several objects at once, and those of a label', async () => {
    write(`${stream()}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {team: venus}}\n`);
    await run('diff', '-f', 'f.yaml');
    await run('diff', '-f', 'f.yaml', '-l', 'team=venus');
    expect(site.compared.map((texts) => texts.map(({ name }) => name))).toEqual([
      ['image.openshift.io.v1.ImageStream.demo.web', 'v1.ConfigMap.demo.c'],
      ['v1.ConfigMap.demo.c'],
    ]);
  });

  test('names unknown fields as apply does', async () => {
    write(stream('spec: {nosuch: 1}\n'));
    expect((await run('diff', '-f', 'f.yaml')).stderr).toBe('Warning: unknown field "spec.nosuch"\n');
  });

  test('shows no value of a secret', async () => {
    const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {${data}}\n`;
    write(secret('same: aaaa, changed: bbbb'));
    await run('apply', '-f', 'f.yaml');
    expect((await run('diff', '-f', 'f.yaml')).status).toBe(0);
    write(secret('same: aaaa, changed: cccc, new: dddd'));
    expect((await run('diff', '-f', 'f.yaml')).status).toBe(1);
    const [{ before, after } = { before: '', after: '' }] = site.compared.at(-1) ?? [];
    expect(before).toContain("data:\n  changed: '*** (before)'\n  same: '***'\n");
    expect(after).toContain("data:\n  changed: '*** (after)'\n  new: '***'\n  same: '***'\n");
    expect(before + after).not.toMatch(/YWFhYQ|YmJiYg|Y2NjYw|ZGRkZA|aaaa|bbbb|cccc|dddd/);
  });

  test.each<[string[], string]>([
    [[], 'error: must specify one of -f and -k\n'],
    [['-f', 'nosuch.yaml'], 'error: the path "nosuch.yaml" does not exist\n'],
    [['-f', 'f.yaml', 'web:v1'], 'error: Unexpected args: [web:v1]\n'],
    [['-k', '.'], 'error: kustomizations cannot be built here\n'],
    [['-f', 'f.yaml', '--prune'], 'error: --prune is not supported'],
    [['-f', 'f.yaml', '-o', 'json'], 'error: --output is for images'],
    [['-f', 'bad.yaml'], 'The ImageStream "Bad_One" is invalid: metadata.name: '],
    [['-f', 'bad.yaml,f.yaml'], 'The ImageStream "Bad_One" is invalid: metadata.name: '],
    [['-f', 'broken.yaml'], 'error: error parsing broken.yaml'],
  ])('%j is trouble: exit code 2, and nothing is compared', async (args, why) => {
    write(stream());
    site.files.set('bad.yaml', stream().replace('web', 'Bad_One'));
    site.files.set('broken.yaml', 'a: [');
    const { status, stdout, stderr } = await run('diff', ...args);
    expect({ status, stdout, stderr: stderr.slice(0, why.length) }).toEqual({ status: 2, stdout: '', stderr: why });
    expect(site.compared).toEqual([]);
  });
});
