import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ManifestEntry } from '../../src/core/ports/manifest-reader.ts';
import { createManifestReader } from '../../src/files/manifest-files.ts';
import { createDownload } from '../../src/registry/web.ts';

let folder: string;
let server: Server;
let url: string;
const abort = new AbortController();

const reader = createManifestReader({
  readStdin: async () => new TextEncoder().encode('name: stdin\n'),
  download: createDownload({ env: {}, userAgent: 'imagestream/test', warn: () => {} }),
  signal: abort.signal,
});

const at = (name: string) => path.join(folder, name);
const names = (entries: ManifestEntry[]) =>
  entries.map((entry) => ('error' in entry ? 'error' : (entry.value as { name: string }).name));
const messageOf = (entry: ManifestEntry | undefined) =>
  entry && 'error' in entry ? (entry.error as Error).message : '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manifests-'));
  await mkdir(at('d/sub'), { recursive: true });
  await mkdir(at('none'));
  await writeFile(at('d/b.yaml'), 'name: b\n');
  await writeFile(at('d/a.json'), '{\n\t"name": "a"\n}');
  await writeFile(at('d/c.yml'), 'name: c\n---\n\n---\nname: c2\n');
  await writeFile(at('d/readme.txt'), 'name: not me\n');
  await writeFile(at('d/sub/d.yaml'), 'name: d\n');
  await symlink(at('d/b.yaml'), at('d/z.yaml'));
  await writeFile(at('half.yaml'), 'name: one\n---\nname: two\n  bad: [\n---\nname: three\n');
  await writeFile(at('utf16.yaml'), Buffer.from('\ufeffname: utf16\n', 'utf16le'));
  await writeFile(at('binary.yaml'), Buffer.from([0x6e, 0xc3, 0x28]));
  await writeFile(at('any.txt'), 'name: named\n');
  server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/ok.yaml' }).end();
    else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
    else if (request.url === '/mail') response.writeHead(302, { location: 'mailto:me' }).end();
    else if (request.headers.authorization === 'Basic bWU6c2VjcmV0') response.end('name: private\n');
    else if (request.url === '/ok.yaml') response.end('name: remote\n');
    else response.writeHead(404).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('manifest files', () => {
  test('a directory gives its files by name, and those below it on demand', async () => {
    expect(names(await reader.read([at('d')], { recursive: false }))).toEqual(['a', 'b', 'c', 'c2', 'b']);
    expect(names(await reader.read([at('d')], { recursive: true }))).toEqual(['a', 'b', 'c', 'c2', 'd', 'b']);
  });

  const withPipes = process.platform === 'win32' ? test.skip : test;

  withPipes('pipes and devices in a directory, or that fit a pattern, are not waited for', async () => {
    await mkdir(at('pipes/only'), { recursive: true });
    await writeFile(at('pipes/a.yaml'), 'name: a\n');
    for (const pipe of ['pipes/b.yaml', 'pipes/only/b.yaml']) execFileSync('mkfifo', [at(pipe)]);
    await symlink('/dev/zero', at('pipes/c.yaml'));
    await symlink(at('pipes/b.yaml'), at('pipes/d.json'));
    expect(names(await reader.read([at('pipes')], { recursive: false }))).toEqual(['a']);
    expect(names(await reader.read([at('pipes/*.*')], { recursive: false }))).toEqual(['a']);
    await expect(reader.read([at('pipes/only')], { recursive: false })).rejects.toThrow('recognized file extensions');
    await expect(reader.read([at('pipes/only/*')], { recursive: false })).rejects.toThrow('does not exist');
  });

  withPipes('a pipe that is named is read', async () => {
    execFileSync('mkfifo', [at('named')]);
    const written = writeFile(at('named'), 'name: piped\n');
    expect(names(await reader.read([at('named')], { recursive: false }))).toEqual(['piped']);
    await written;
  });

  test('a file that is named is read whatever its ending, in the order given, standard input too', async () => {
    expect(names(await reader.read([at('any.txt'), '-', at('utf16.yaml')], { recursive: false }))).toEqual([
      'named',
      'stdin',
      'utf16',
    ]);
  });

  test('documents know where they stand', async () => {
    expect((await reader.read([at('d/c.yml')], { recursive: false })).slice(1)).toEqual([
      { value: { name: 'c2' }, file: at('d/c.yml'), line: 5 },
    ]);
  });

  test('beside a broken document the good ones count, and its place is named', async () => {
    const entries = await reader.read([at('half.yaml')], { recursive: false });
    expect(names(entries)).toEqual(['one', 'error', 'three']);
    expect(messageOf(entries[1])).toMatch(/^error parsing .*half\.yaml:[345]:\d+: /);
    expect(entries[2]).toMatchObject({ line: 6 });
  });

  test.each<[string, string, unknown[]]>([
    ['back to back', '{"n":1}{"n":2}', [{ n: 1 }, { n: 2 }]],
    ['on lines', '{"n":1}\n{\n\t"n":2}\n\n[3]\n', [{ n: 1 }, { n: 2 }, [3]]],
    ['between separators', '{"n":1}\n---\n{"n":2}{"n":3}\n--- \nm: 4\n', [{ n: 1 }, { n: 2 }, { n: 3 }, { m: 4 }]],
    ['behind a comment', '# json\n{"n":1}\n', [{ n: 1 }]],
    ['that are null', 'null', []],
    ['none', ' \n', []],
    ['of YAML that begins like JSON', '{m: yes}\n', [{ m: true }]],
    ['with a large integer', '{"n":9007199254740993}\n{"n":1}', [{ n: 9007199254740993n }, { n: 1 }]],
  ])('JSON documents %s', async (_name, text, values) => {
    const entries = await reader.parse(text, 'x');
    expect(entries.map((entry) => ('error' in entry ? entry.error : entry.value))).toEqual(values);
  });

  test.each<[string, unknown[], string]>([
    ['{"n":1}{"n":', [{ n: 1 }], 'error parsing x: unexpected EOF'],
    ['{"n":1', [], 'error parsing x: unexpected EOF'],
    ['{"n":1}\n{"n":2} oh\n', [{ n: 1 }, { n: 2 }], 'error parsing x:2:9: this is not JSON'],
    ['m: 0\n---\n{"n":1}\n{"n":}', [{ m: 0 }, { n: 1 }], 'error parsing x:4:6: this is not JSON'],
  ])('%j: documents before the fault count', async (text, values, message) => {
    const entries = await reader.parse(text, 'x');
    expect(entries.slice(0, -1).map((entry) => 'value' in entry && entry.value)).toEqual(values);
    expect(messageOf(entries.at(-1))).toBe(message);
  });

  test('JSON documents know their lines', async () => {
    const entries = await reader.parse('\n{}\n{\n} {}\n---\n{}{}', 'x');
    expect(entries.map((entry) => 'line' in entry && entry.line)).toEqual([2, 3, 4, 6, 6]);
  });

  test('a pattern that no file is called by stands for the files that fit it', async () => {
    await writeFile(at('d/[b].txt'), 'name: bracket\n');
    const read = (pattern: string) => reader.read([at(pattern)], { recursive: false });
    expect(names(await read('d/*.y*ml'))).toEqual(['b', 'c', 'c2', 'b']);
    expect(names(await read('[d]'))).toEqual(['a', 'b', 'c', 'c2', 'b']);
    expect(names(await read('d/[b].txt'))).toEqual(['bracket']);
    await expect(read('d/*.toml')).rejects.toMatchObject({
      message: expect.stringMatching(/^the path ".*\*\.toml" does not exist$/),
    });
    await expect(read('d/[')).rejects.toMatchObject({
      message: expect.stringMatching(/^pattern ".*\[" is not valid: syntax error in pattern$/),
    });
    await rm(at('d/[b].txt'));
  });

  test('what is no text is an error of its own', async () => {
    const entries = await reader.read([at('binary.yaml'), at('any.txt')], { recursive: false });
    expect(names(entries)).toEqual(['error', 'named']);
    expect(messageOf(entries[0])).toMatch(/binary\.yaml: it is not UTF-8 text$/);
  });

  test.each([
    ['a path that is not there', () => [at('any.txt'), at('nope.yaml')], /^the path ".*nope\.yaml" does not exist$/],
    [
      'a directory without manifests',
      () => [at('none')],
      /^error reading \[.*none\]: recognized file extensions are \[\.json \.yaml \.yml\]$/,
    ],
  ])('%s stops before anything is read', async (_name, sources, message) => {
    await expect(reader.read(sources(), { recursive: false })).rejects.toMatchObject({
      code: 'ARGUMENT',
      message: expect.stringMatching(message),
    });
  });

  test.each(['http://[x', 'https://user:100%@files.example.com/a.yaml'])('%s is no URL', async (text) => {
    const [entry] = await reader.read([text], { recursive: false });
    expect(messageOf(entry)).toMatch(/^the URL passed to filename ".*" is not valid$/);
  });

  test('URLs are read, also behind a redirect', async () => {
    expect(names(await reader.read([`${url}/ok.yaml`, `${url}/moved`], { recursive: false }))).toEqual([
      'remote',
      'remote',
    ]);
  });

  test('a login in a URL is sent', async () => {
    const address = `${url.replace('http://', 'http://me:secret@')}/ok.yaml`;
    expect(names(await reader.read([address], { recursive: false }))).toEqual(['private']);
  });

  test('an answer that is no manifest names the URL without its password', async () => {
    const address = `${url.replace('http://', 'http://me:wrong@')}/nope`;
    const [entry] = await reader.read([address], { recursive: false });
    expect(messageOf(entry)).toBe(`unable to read URL "${url}/nope", server reported 404 Not Found, status code=404`);
  });

  test.each([
    ['/round', 'stopped after 10 redirects'],
    ['/mail', 'the server redirects to what is no URL'],
  ])('redirects that lead nowhere (%s) are an error', async (where, why) => {
    const [entry] = await reader.read([url + where], { recursive: false });
    expect(messageOf(entry)).toBe(`unable to read URL "${url}${where}", ${why}`);
  });

  test('a server that is not there is an error that says so', async () => {
    const [entry] = await reader.read(['http://127.0.0.1:1/f.yaml'], { recursive: false });
    expect(messageOf(entry)).toMatch(/^unable to read URL "http:\/\/127\.0\.0\.1:1\/f\.yaml", .*refused/);
  });
});
