import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

let site: ApiFixture;

beforeEach(async () => {
  site = anImageApi();
  for (const tag of ['web:dev', 'web:prod', 'api:dev', 'gateway:2.4']) {
    site.registry.push(`quay.io/team/${tag}`, { tag });
    await run('tag', `quay.io/team/${tag}`, tag);
  }
});

const run = (...argv: string[]) => runInProcess(site, argv);

/** What a failing command line says after its first line. */
async function hintOf(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...argv);
  expect({ argv, status, stdout }).toEqual({ argv, status: 1, stdout: '' });
  return stderr.slice(stderr.indexOf('\n') + 1);
}

const RULE = 'names of streams have small letters and digits, with single dots, dashes or underscores between them';
const WHERE = 'the namespace "demo" of the store';

describe('one thing to try is said', () => {
  test.each<[string[], string]>([
    [['resolve', 'wbe:dev'], `Did you mean web? It was looked for in ${WHERE}`],
    [['history', 'wbe'], `Did you mean web? It was looked for in ${WHERE}`],
    [['get', 'is', 'nope'], `Image streams in ${WHERE}: api, gateway, web`],
    [['get', 'istag', 'web:nope'], 'tags: dev, prod'],
    [['get', 'istag', 'wbe:dev'], `Did you mean web? It was looked for in ${WHERE}`],
    [['tag', '-d', 'web:nope'], 'tags: dev, prod'],
    [['tag', 'gatway:2.4', 'web:x'], `Did you mean gateway? It was looked for in ${WHERE}`],
    [['resolve', 'other/web:dev'], 'There are no image streams in the namespace "other" of the store'],
  ])('%j', async (argv, hint) => {
    expect(await hintOf(...argv)).toBe(`hint: ${hint}\n`);
  });

  test('also where there are very many streams', async () => {
    for (let n = 0; n < 9; n++) await run('tag', 'quay.io/team/api:dev', `extra${n}:dev`);
    expect(await hintOf('resolve', 'nothing-like-it')).toBe(
      `hint: There are 12 image streams in ${WHERE}: imagestream get is -n demo\n`,
    );
  });

  test.each<[string[], string]>([
    [['import-image', 'a:x', '--from=https://quay.io/team/app', '--confirm'], '"https://": quay.io/team/app'],
    [['import-image', 'a:x', '--from', 'oci://quay.io/team/app', '--confirm'], '"oci://": quay.io/team/app'],
    [['tag', 'docker://quay.io/team/app:1', 'web:y'], '"docker://": quay.io/team/app:1'],
    [['create', 'istag', 'web:q', '--from-image=http://quay.io/a/b:1'], '"http://": quay.io/a/b:1'],
    [['import-image', 'https://hub.docker.com/_/httpd', '--confirm'], '"https://": docker.io/library/httpd'],
  ])('of an address, %j', async (argv, hint) => {
    expect(await hintOf(...argv)).toBe(`hint: An image is named without ${hint}\n`);
  });

  test.each<[string[], string]>([
    [['import-image', 'Web:x', '--from=a/b', '--confirm'], `"Web" has a capital letter; ${RULE}: web`],
    [
      ['import-image', 'a__b', '--from=a/b', '--confirm'],
      `"a__b" has two of ".", "-" and "_" side by side; ${RULE}: a_b`,
    ],
    [['create', 'is', '_a'], `"_a" has no letter or digit at its beginning; ${RULE}: a`],
    [['create', 'is', 'a-'], `"a-" has no letter or digit at its end; ${RULE}: a`],
  ])('of a name, %j', async (argv, hint) => {
    expect(await hintOf(...argv)).toBe(`hint: ${hint}\n`);
  });
});

test('a failure that is none of these is told alone', async () => {
  expect(await hintOf('get', 'secret', 'nope')).toBe('');
});

test('under the name of oc, nothing but its words is said', async () => {
  const { stderr } = await runInProcess(site, ['get', 'is', 'wbe'], { program: 'oc' });
  expect(stderr).toBe('Error from server (NotFound): imagestreams.image.openshift.io "wbe" not found\n');
});
