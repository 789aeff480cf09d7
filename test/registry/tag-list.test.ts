import { describe, expect, test } from '@jest/globals';
import { json, registryError, type ScriptedAnswer } from '../support/scripted-registry.ts';
import { asAlice, at, client, failing, nobody, script } from './client-under-test.ts';

const path = '/v2/team/app/tags/list';
const page = (tags: unknown, link?: string) =>
  json(200, { name: 'team/app', tags }, link === undefined ? {} : { link });
const search = (url: string) => new URL(url, 'http://x').searchParams;

async function list(answers: (url: string, before: number) => ScriptedAnswer, options = {}) {
  const warnings: string[] = [];
  const registry = await script(({ url, before }) => answers(url, before));
  const it = client({ warn: (message) => warnings.push(message), ...options });
  return { registry, warnings, tags: it.listTags(at(registry), nobody) };
}

describe('pages', () => {
  test('a thousand tags at a time, following Link', async () => {
    const { registry, tags } = await list((url) =>
      search(url).get('last') === 'b' ? page(['c']) : page(['a', 'b'], `<${path}?n=1000&last=b>; rel="next"`),
    );
    expect(await tags).toEqual(['a', 'b', 'c']);
    expect(registry.requests.map(({ url }) => url)).toEqual([`${path}?n=1000`, `${path}?n=1000&last=b`]);
  });

  test('a Link to another host only lends its last', async () => {
    const foreign = await script(() => page(['evil']));
    const { tags } = await list((url) =>
      search(url).get('last') === 'b' ? page(['c']) : page(['a', 'b'], `<${foreign.url}${path}?last=b>; rel="next"`),
    );
    expect(await tags).toEqual(['a', 'b', 'c']);
    expect(foreign.requests).toHaveLength(0);
  });

  test('a Link without the repository key', async () => {
    const { tags } = await list((url) =>
      search(url).get('last') === 'b' ? page(['c']) : page(['a', 'b'], '</v2/app/tags/list?last=b&n=2>; rel="next"'),
    );
    expect(await tags).toEqual(['a', 'b', 'c']);
  });

  test('a Link to itself', async () => {
    const { registry, tags } = await list(() => page(['a'], `<${path}?n=1000>; rel="next"`));
    const error = await failing(tags);
    expect(error).toMatchObject({ code: 'REGISTRY_REFUSED' });
    expect(error.message).toContain('circle');
    expect(registry.requests).toHaveLength(1);
  });

  test('a Link that goes round', async () => {
    const { tags } = await list((url) =>
      page(['a'], `<${path}?last=${search(url).get('last') === 'x' ? 'y' : 'x'}>; rel="next"`),
    );
    expect((await failing(tags)).code).toBe('REGISTRY_REFUSED');
  });

  test.each<[string, (own: string, foreign: string) => string]>([
    ['another host', (_own, foreign) => `${foreign}${path}?last=b`],
    ['another host without a scheme', (_own, foreign) => `${foreign.replace('https:', '')}${path}?last=b`],
    ['a login at its own host', (own) => `${own.replace('//', '//u:p@')}${path}?last=b`],
    ['a script', () => 'javascript:alert(1)?last=b'],
    ['plain HTTP', (own) => `${own.replace('https:', 'http:')}${path}?last=b`],
    ['another path', () => '/v2/other/app/tags/list?last=b'],
    ['a path that climbs', () => `/v2/team/app/../../../etc/passwd?last=b`],
    ['no address', () => 'https://[?last=b'],
  ])('a Link to %s is asked for at the own host and path, without a login for others (S11)', async (_what, link) => {
    const foreign = await script(() => page(['evil']));
    let own = '';
    const registry = await script(({ url, headers }) => {
      if (!headers.authorization) return { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
      return search(url).get('last') === 'b'
        ? page(['c'])
        : page(['a', 'b'], `<${link(own, foreign.url)}>; rel="next"`);
    });
    own = registry.url;
    expect(await client().listTags(at(registry), asAlice())).toEqual(['a', 'b', 'c']);
    expect(foreign.connections()).toBe(0);
    for (const { url } of registry.requests) expect(new URL(url, 'http://x').pathname).toBe(path);
  });

  test('more pages than are read', async () => {
    const { registry, tags } = await list(
      (_url, before) => page([`t${before}`], `<${path}?last=t${before}>; rel="next"`),
      {
        limits: { tagPages: 5 },
      },
    );
    expect(await failing(tags)).toMatchObject({ code: 'REGISTRY_LIMIT' });
    expect(registry.requests).toHaveLength(5);
  });

  test('more tags than are kept', async () => {
    const { tags } = await list(() => page(['a', 'b', 'c']), { limits: { tags: 2 } });
    expect((await failing(tags)).message).toContain('exceeds the limit of 2 tags');
  });

  const thousand = Array.from({ length: 1000 }, (_, at) => `t${String(at).padStart(4, '0')}`);

  test('a full page without a Link is asked for more', async () => {
    const { registry, tags } = await list((url) => page(search(url).has('last') ? ['u'] : thousand));
    expect(await tags).toEqual([...thousand, 'u']);
    expect(search(registry.requests[1]!.url).get('last')).toBe('t0999');
  });

  test('a registry that ignores n and last ends there', async () => {
    const { registry, tags } = await list(() => page(thousand));
    expect(await tags).toEqual(thousand);
    expect(registry.requests).toHaveLength(2);
  });

  test.each([400, 405])('%i for a number: once more without', async (status) => {
    const { registry, tags } = await list((url) => (search(url).has('n') ? { status } : page(['a'])));
    expect(await tags).toEqual(['a']);
    expect(registry.requests.map(({ url }) => url)).toEqual([`${path}?n=1000`, path]);
  });

  test('a token is carried to every page', async () => {
    const registry = await script(({ url, headers }) => {
      if (url.startsWith('/token')) return json(200, { token: 't' });
      if (!headers.authorization) return { status: 401, headers: { 'www-authenticate': 'Bearer realm="/token"' } };
      return search(url).has('last') ? page(['b']) : page(['a'], `<${path}?last=a>; rel="next"`);
    });
    expect(await client().listTags(at(registry), nobody)).toEqual(['a', 'b']);
    expect(registry.requests).toHaveLength(4);
  });
});

describe('what a list holds', () => {
  test.each<[string, ScriptedAnswer]>([
    ['null', page(null)],
    ['an empty list', page([])],
    ['no list', json(200, { name: 'team/app' })],
  ])('%s is no tags', async (_name, answer) => {
    const { tags, warnings } = await list(() => answer);
    expect(await tags).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('duplicates go, and names that are no tags, with one warning', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { registry, tags, warnings } = await list(() =>
      page(['b', 'a', 'b', '', null, digest, '../x', '\u001b[2J', '.hidden', 'x'.repeat(129), 'ok-1.0_x']),
    );
    expect(await tags).toEqual(['b', 'a', 'ok-1.0_x']);
    expect(warnings).toEqual([`${registry.host}/team/app: 7 entries of the tag list left out: no valid tag`]);
  });

  test.each<[string, ScriptedAnswer, string]>([
    ['a text', json(200, { tags: 'a' }), 'REGISTRY_CONTENT'],
    ['a page', { status: 200, body: '<html>' }, 'REGISTRY_CONTENT'],
    ['null instead of a document', json(200, null), 'REGISTRY_CONTENT'],
    ['brackets', { status: 200, body: `{"tags":${'['.repeat(2000)}` }, 'REGISTRY_CONTENT'],
    ['an unknown name', registryError(404, 'NAME_UNKNOWN', 'unknown'), 'REGISTRY_NAME_UNKNOWN'],
    ['nothing', { status: 404 }, 'REGISTRY_NAME_UNKNOWN'],
  ])('%s', async (_name, answer, code) => {
    const { tags } = await list(() => answer);
    expect((await failing(tags)).code).toBe(code);
  });
});
