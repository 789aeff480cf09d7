import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Credential } from '../../src/core/ports/credential-source.ts';
import { createUserCredentials, type UserCredentialsOptions } from '../../src/credentials/user-credentials.ts';
import { isAppError } from '../../src/errors.ts';
import { patiently } from '../support/patience.ts';

const HOST = 'localhost:45446';
const REPOSITORY = 'test/single';

let root: string;
let home: string;
let bin: string;
let warnings: string[];

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'imagestream-credentials-'));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  home = await mkdtemp(path.join(root, 'home-'));
  bin = path.join(home, 'bin');
  await mkdir(bin);
  warnings = [];
});

const auth = (user: string, password = 'secret') => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});
const right = auth('ann');
const wrong = auth('mallory');

function options(
  more: Partial<UserCredentialsOptions> & { env?: Record<string, string> } = {},
): UserCredentialsOptions {
  return {
    home,
    uid: 4_000_000_000,
    platform: 'linux',
    warn: (message) => warnings.push(message),
    ...more,
    env: { PATH: `${bin}:/usr/bin:/bin`, ...more.env },
  };
}

async function put(file: string, content: unknown, mode = 0o600): Promise<string> {
  const full = path.join(home, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, typeof content === 'string' ? content : JSON.stringify(content), { mode });
  await chmod(full, mode);
  return full;
}

/** A real program: it notes what it was asked, and then runs the given lines of shell. */
async function helper(name: string, ...lines: string[]): Promise<void> {
  const log = path.join(home, `${name}.log`);
  const script = ['#!/bin/sh', 'server=$(cat)', `echo "$* $server" >> '${log}'`, ...lines].join('\n');
  await writeFile(path.join(bin, `docker-credential-${name}`), script, { mode: 0o755 });
}

const says = (user: string, secret = 'secret') =>
  `printf '%s' '${JSON.stringify({ ServerURL: HOST, Username: user, Secret: secret })}'`;
const NOT_FOUND = ["echo 'credentials not found in native keychain'", 'exit 1'];

const asked = async (name: string) => {
  const log = path.join(home, `${name}.log`);
  return existsSync(log) ? (await readFile(log, 'utf8')).trimEnd().split('\n') : [];
};

const find = (more: Parameters<typeof options>[0] = {}, registry = HOST, repository = REPOSITORY) =>
  createUserCredentials(options(more)).find(registry, repository);

async function failure(promise: Promise<unknown>): Promise<{ code: string; message: string; hint: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw new Error('an AppError was expected', { cause: error });
  return { code: error.code, message: error.message, hint: error.hint ?? '' };
}

describe('the host, as people write it', () => {
  const table: [name: string, auths: object, user: string | undefined][] = [
    ...['/', '//', '/v1', '/v1/', '/v2', '/v2/'].map((end): [string, object, string] => [
      `host${end}`,
      { [`${HOST}${end}`]: right },
      'ann',
    ]),
    ['http://host/v2', { [`http://${HOST}/v2`]: right }, 'ann'],
    ['host/namespace/ before host/', { [`${HOST}/`]: wrong, [`${HOST}/test/`]: right }, 'ann'],
    ['host before host/', { [`${HOST}/`]: wrong, [HOST]: right }, 'ann'],
    ['host/v3/, which may be a repository', { [`${HOST}/v3/`]: wrong }, undefined],
    ['another host', { [`x${HOST}/`]: wrong, [`${HOST}0/v1/`]: wrong }, undefined],
  ];

  test.each(table)('%s', async (_name, auths, user) => {
    await put('.docker/config.json', { auths });
    expect((await find())?.username).toBe(user);
  });

  test.each(['/', '/v1/', '/v2/'])('in credHelpers with %s', async (end) => {
    await put('.docker/config.json', { credHelpers: { [HOST + end]: 'h' }, auths: { [HOST]: wrong } });
    await helper('h', says('ann'));
    expect((await find())?.username).toBe('ann');
    expect(await asked('h')).toEqual([`get ${HOST}`]);
  });

  test('in the old flat file', async () => {
    await put('.dockercfg', { [`${HOST}/v1/`]: right });
    expect((await find())?.username).toBe('ann');
  });
});

describe('the sixteen configurations that were measured with other clients', () => {
  const table: [name: string, config: unknown, helpers: Record<string, string[]>, result: 'ok' | 'none' | 'error'][] = [
    ['auths[host]', { auths: { [HOST]: right } }, {}, 'ok'],
    ['auths[host/namespace]', { auths: { [`${HOST}/test`]: right } }, {}, 'ok'],
    ['auths[host/namespace/repository]', { auths: { [`${HOST}/test/single`]: right } }, {}, 'ok'],
    ['auths[host/other]', { auths: { [`${HOST}/other`]: right } }, {}, 'none'],
    ['host wrong, namespace right', { auths: { [HOST]: wrong, [`${HOST}/test`]: right } }, {}, 'ok'],
    ['auths[https://host/v1/]', { auths: { [`https://${HOST}/v1/`]: right } }, {}, 'ok'],
    ['username and password', { auths: { [HOST]: { username: 'ann', password: 'secret' } } }, {}, 'ok'],
    ['credHelpers[host]', { credHelpers: { [HOST]: 'h' } }, { h: [says('ann')] }, 'ok'],
    [
      'helper right, auths wrong',
      { credHelpers: { [HOST]: 'h' }, auths: { [HOST]: wrong } },
      { h: [says('ann')] },
      'ok',
    ],
    [
      'helper not found, auths right',
      { credHelpers: { [HOST]: 'h' }, auths: { [HOST]: right } },
      { h: NOT_FOUND },
      'ok',
    ],
    ['helper missing, auths right', { credHelpers: { [HOST]: 'h' }, auths: { [HOST]: right } }, {}, 'error'],
    ['credsStore only', { credsStore: 'h' }, { h: [says('ann')] }, 'ok'],
    ['credsStore not found, auths right', { credsStore: 'h', auths: { [HOST]: right } }, { h: NOT_FOUND }, 'ok'],
    ['a key without the port', { auths: { localhost: right } }, {}, 'none'],
    ['a key in upper case', { auths: { [HOST.toUpperCase()]: right } }, {}, 'none'],
    ['broken JSON', '{"auths": {', {}, 'error'],
  ];

  test.each(table)('%s', async (_name, config, helpers, result) => {
    await put('.docker/config.json', config);
    for (const [name, lines] of Object.entries(helpers)) await helper(name, ...lines);
    if (result === 'error') {
      expect(await failure(find())).toMatchObject({ code: 'CREDENTIALS' });
    } else {
      const found = await find();
      expect(found && [found.username, found.password]).toEqual(result === 'ok' ? ['ann', 'secret'] : undefined);
    }
  });
});

describe('which file', () => {
  const login = (user: string) => ({ auths: { [HOST]: auth(user) } });

  test('the order of the places: the first with a login for the registry wins', async () => {
    const env = { XDG_RUNTIME_DIR: path.join(home, 'run'), DOCKER_AUTH_CONFIG: JSON.stringify(login('variable')) };
    await put('named.json', login('option'));
    await put('env.json', login('env'));
    const places = ['run/containers/auth.json', '.config/containers/auth.json', '.docker/config.json'];
    for (const place of places) await put(place, login(place));
    await put('.dockercfg', { [HOST]: auth('old') });

    const user = async (more: Parameters<typeof options>[0]) => (await find(more))?.username;
    const named = { ...env, REGISTRY_AUTH_FILE: path.join(home, 'env.json') };
    expect(await user({ env: named, authfile: path.join(home, 'named.json') })).toBe('option');
    expect(await user({ env: named })).toBe('env');
    expect(await user({ env })).toBe('variable');
    for (const place of places) {
      expect(await user({ env: { ...env, DOCKER_AUTH_CONFIG: '' } })).toBe(place);
      await rm(path.join(home, place));
    }
    expect(await user({})).toBe('old');
    await rm(path.join(home, '.dockercfg'));
    expect(await user({})).toBeUndefined();
  });

  test('a named file is the only one', async () => {
    await put('.docker/config.json', login('ann'));
    const file = await put('named.json', { auths: {} });
    const env = { REGISTRY_AUTH_FILE: file, DOCKER_AUTH_CONFIG: JSON.stringify(login('variable')) };
    expect(await find({ env })).toBeUndefined();
  });

  test.each(['option', 'REGISTRY_AUTH_FILE'])('a named file must exist (%s)', async (way) => {
    const file = path.join(home, 'missing.json');
    const source = way === 'option' ? { authfile: file } : { env: { REGISTRY_AUTH_FILE: file } };
    expect(await failure(find(source))).toMatchObject({
      code: 'CREDENTIALS',
      message: expect.stringContaining(`${file}: there is no such file`),
    });
  });

  test('XDG_CONFIG_HOME and DOCKER_CONFIG move the files', async () => {
    await put('x/containers/auth.json', { auths: { a: auth('config-home') } });
    await put('d/config.json', { auths: { b: auth('docker') } });
    await put('.docker/config.json', { auths: { c: auth('not-read') } });
    const env = { XDG_CONFIG_HOME: path.join(home, 'x'), DOCKER_CONFIG: path.join(home, 'd') };
    const source = createUserCredentials(options({ env }));
    expect((await source.find('a', 'r'))?.username).toBe('config-home');
    expect((await source.find('b', 'r'))?.username).toBe('docker');
    expect(await source.find('c', 'r')).toBeUndefined();
  });

  test('a file that cannot be a file is an error', async () => {
    await mkdir(path.join(home, '.docker/config.json'), { recursive: true });
    expect((await failure(find())).message).toBe(`${home}/.docker/config.json: cannot be read: it is a directory`);
  });

  test('a path below a file is no file', async () => {
    await put('.docker', 'x');
    expect(await find()).toBeUndefined();
  });

  test('an empty file has no logins', async () => {
    await put('.docker/config.json', '');
    expect(await find()).toBeUndefined();
  });

  test('an endless file ends at the limit', async () => {
    expect((await failure(find({ authfile: '/dev/zero' }))).message).toBe('/dev/zero: larger than 4 MiB');
  });

  test('nothing is read before the first find, each file once, and none after the one that answers', async () => {
    const file = await put('.config/containers/auth.json', '{broken');
    await put('.docker/config.json', '{broken too');
    const source = createUserCredentials(options());
    await writeFile(file, JSON.stringify(login('ann')));
    expect((await source.find(HOST, REPOSITORY))?.username).toBe('ann');
    await writeFile(file, JSON.stringify(login('bob')));
    expect((await source.find(HOST, REPOSITORY))?.username).toBe('ann');
  });
});

describe('which entry', () => {
  const user = async (config: unknown, registry: string, repository: string) => {
    await put('.docker/config.json', config);
    return (await find({}, registry, repository))?.username;
  };

  test('the longest path first', async () => {
    const auths = { h: auth('1'), 'h/a': auth('2'), 'h/a/b': auth('3'), 'h/a/b/c': auth('4') };
    expect(await user({ auths }, 'h', 'a/b')).toBe('3');
    expect(await user({ auths }, 'h', 'a/b/x')).toBe('3');
    expect(await user({ auths }, 'h', 'a/x')).toBe('2');
    expect(await user({ auths }, 'h', 'ab')).toBe('1');
  });

  test('a path key before the store, the store before the host key', async () => {
    await helper('store', says('store'));
    expect(await user({ credsStore: 'store', auths: { h: auth('host'), 'h/a': auth('path') } }, 'h', 'a')).toBe('path');
    expect(await user({ credsStore: 'store', auths: { h: auth('host'), 'h/a': auth('path') } }, 'h', 'b')).toBe(
      'store',
    );
  });

  test('a helper of the host before a path key', async () => {
    await helper('h', says('helper'));
    expect(await user({ credHelpers: { h: 'h' }, auths: { 'h/a': auth('path') } }, 'h', 'a')).toBe('helper');
  });

  test('the plain host key before a URL, an empty entry gives way', async () => {
    const auths = { 'https://h/v2/': auth('url'), h: auth('host') };
    expect(await user({ auths }, 'h', 'a')).toBe('host');
    expect(await user({ auths: { ...auths, h: {} } }, 'h', 'a')).toBe('url');
  });

  test.each([
    'docker.io',
    'index.docker.io',
    'registry-1.docker.io',
    'https://index.docker.io/v1/',
    'https://docker.io',
  ])('Docker Hub by the key %s', async (key) => {
    expect(await user({ auths: { [key]: auth('ann') } }, 'docker.io', 'library/nginx')).toBe('ann');
    expect(await user({ auths: { [key]: auth('ann') } }, 'docker.io.example.com', 'library/nginx')).toBeUndefined();
  });

  test('Docker Hub by a path', async () => {
    const auths = { 'index.docker.io/ann': auth('path'), 'docker.io': auth('host') };
    expect(await user({ auths }, 'docker.io', 'ann/app')).toBe('path');
    expect(await user({ auths }, 'docker.io', 'bob/app')).toBe('host');
  });

  test.each<[string, unknown, Partial<Credential> | undefined]>([
    [
      'auth without padding',
      { auth: Buffer.from('ann:pw').toString('base64url') },
      { username: 'ann', password: 'pw' },
    ],
    ['a password with colons', auth('ann', 'a:b:c'), { username: 'ann', password: 'a:b:c' }],
    ['NULs at the end', auth('ann', 'pw\0\0\0'), { username: 'ann', password: 'pw' }],
    ['an identity token', { ...auth('ann', ''), identitytoken: 'it' }, { username: 'ann', identityToken: 'it' }],
    ['a registry token', { registrytoken: 'rt' }, { username: '', password: '', registryToken: 'rt' }],
    ['an empty object', {}, undefined],
    ['null', null, undefined],
    ['empty fields', { auth: '', username: '', password: '' }, undefined],
    ['only an email', { email: 'ann@example.com' }, undefined],
  ])('the fields: %s', async (_name, entry, expected) => {
    const file = await put('.docker/config.json', { auths: { h: entry } });
    const found = await find({}, 'h', 'r');
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject({ ...expected, origin: `${file}, auths["h"]` });
  });
});

describe('broken files', () => {
  test('are named with the position, never with their content', async () => {
    const file = await put('.docker/config.json', '{\n  "auths": {\n    "h": {"auth": "hunter2" "x"}\n  }\n}');
    expect(await failure(find())).toEqual({
      code: 'CREDENTIALS',
      message: `${file}: line 3, column 29: not valid JSON`,
      hint: 'repair it, or move it away and log in again',
    });
  });

  test('the variable too', async () => {
    const { message } = await failure(find({ env: { DOCKER_AUTH_CONFIG: 'hunter2' } }));
    expect(message).toBe('DOCKER_AUTH_CONFIG: line 1, column 1: not valid JSON');
  });

  test.each<[string, unknown, string]>([
    ['a list', [], 'the content is not an object'],
    ['auths is text', { auths: 'hunter2' }, 'auths is not an object'],
    ['credHelpers is a list', { credHelpers: ['hunter2'] }, 'credHelpers is not an object'],
    ['credsStore is a number', { credsStore: 1 }, 'credsStore is not a string'],
    ['a helper that is an object', { credHelpers: { h: {} } }, 'credHelpers["h"] is not a string'],
    ['an entry that is text', { auths: { h: 'hunter2' } }, 'auths["h"] is not an object'],
    ['auth is a number', { auths: { h: { auth: 7 } } }, 'auths["h"].auth is not a string'],
    ['auth is not base64', { auths: { h: { auth: '*' } } }, 'auths["h"].auth is not the base64 form of user:password'],
    [
      'auth has no colon',
      { auths: { h: { auth: 'aGk=' } } },
      'auths["h"].auth is not the base64 form of user:password',
    ],
  ])('%s', async (_name, config, message) => {
    const file = await put('.docker/config.json', config);
    expect((await failure(find({}, 'h', 'r'))).message).toBe(`${file}: ${message}`);
  });

  test('a broken entry of another registry harms nobody', async () => {
    await put('.docker/config.json', { auths: { other: { auth: '*' }, h: auth('ann') } });
    expect((await find({}, 'h', 'r'))?.username).toBe('ann');
  });
});

describe('a file that others can read', () => {
  test.each([
    [0o644, 1],
    [0o640, 1],
    [0o604, 1],
    [0o600, 0],
    [0o400, 0],
  ])('mode %i: %i warning(s)', async (mode, count) => {
    const file = await put('.docker/config.json', { auths: { h: auth('ann') } }, mode);
    const source = createUserCredentials(options());
    expect(warnings).toEqual([]);
    await source.find('h', 'r');
    await source.find('other', 'r');
    expect(warnings).toHaveLength(count);
    if (count > 0) expect(warnings[0]).toContain(`${file} holds registry passwords and can be read by other users`);
  });

  test('without secrets: nothing to tell', async () => {
    await put('.docker/config.json', { auths: { h: {} }, credsStore: '', currentContext: 'x' }, 0o644);
    await find({}, 'h', 'r');
    expect(warnings).toEqual([]);
  });

  test('on Windows the bits say nothing', async () => {
    await put('.docker/config.json', { auths: { h: auth('ann') } }, 0o644);
    const file = path.join(home, '.docker/config.json');
    await find({ platform: 'win32', authfile: file }, 'h', 'r');
    expect(warnings).toEqual([]);
  });
});

describe('credential helpers', () => {
  const store = (name: string, more: unknown = {}) =>
    put('.docker/config.json', { credsStore: name, ...(more as object) });

  test('are asked for the host only, and once for all repositories', async () => {
    const file = await store('h');
    await helper('h', says('ann'));
    const source = createUserCredentials(options());
    const found = await Promise.all(['a/b', 'c', 'a/b'].map((repository) => source.find(HOST, repository)));
    expect(found.map((credential) => credential?.username)).toEqual(['ann', 'ann', 'ann']);
    expect(found[0]?.origin).toBe(`docker-credential-h (${file}, credsStore)`);
    expect(await asked('h')).toEqual([`get ${HOST}`]);
    await source.find('other', 'c');
    expect(await asked('h')).toEqual([`get ${HOST}`, 'get other']);
  });

  test('are asked for Docker Hub as Docker calls it', async () => {
    await put('.docker/config.json', { credHelpers: { 'index.docker.io': 'h' } });
    await helper('h', says('ann'));
    expect((await find({}, 'docker.io', 'library/nginx'))?.username).toBe('ann');
    expect(await asked('h')).toEqual(['get https://index.docker.io/v1/']);
  });

  test('<token> stands for an identity token', async () => {
    await store('h');
    await helper('h', says('<token>', 'refresh'));
    expect(await find()).toMatchObject({ username: '', password: '', identityToken: 'refresh' });
  });

  test('an empty answer is none', async () => {
    await store('h', { auths: { [HOST]: right } });
    await helper('h', says('', ''));
    expect((await find())?.username).toBe('ann');
  });

  test('a missing program is an error, and no other place is asked', async () => {
    const file = await put('.config/containers/auth.json', { credHelpers: { [HOST]: 'gone' } });
    await put('.docker/config.json', { auths: { [HOST]: right } });
    expect(await failure(find())).toEqual({
      code: 'CREDENTIALS',
      message: `${file}, credHelpers["${HOST}"]: the credential helper docker-credential-gone is not on the PATH`,
      hint: 'install docker-credential-gone, or remove it from the file',
    });
  });

  test('a missing program for another registry harms nobody', async () => {
    await put('.docker/config.json', { credHelpers: { other: 'gone' }, auths: { [HOST]: right } });
    expect((await find())?.username).toBe('ann');
  });

  test.each(['../../evil', 'a b', 'a;b', '$(x)', '-', '.', 'é', 'a\n', 'x'.repeat(200)])(
    'the name %j starts nothing that it should not',
    async (name) => {
      await store(name);
      const { message } = await failure(find());
      if (/^[.-]$/.test(name)) expect(message).toContain('is not on the PATH');
      else expect(message).toContain('is not the name of a credential helper');
    },
  );

  test('the working directory and relative directories of PATH do not count', async () => {
    await store('h');
    await helper('h', says('ann'));
    const relative = path.relative(process.cwd(), bin);
    expect((await failure(find({ env: { PATH: `:.:${relative}` } }))).message).toContain('is not on the PATH');
    expect((await find({ env: { PATH: `:${relative}:${bin}:/bin:/usr/bin` } }))?.username).toBe('ann');
  });

  test('a file that is not executable is not a program', async () => {
    await store('h');
    await writeFile(path.join(bin, 'docker-credential-h'), '#!/bin/sh\n', { mode: 0o644 });
    expect((await failure(find())).message).toContain('is not on the PATH');
  });

  test('an interpreter that is not there', async () => {
    await store('h');
    await writeFile(path.join(bin, 'docker-credential-h'), '#!/nowhere/sh\n', { mode: 0o755 });
    expect((await failure(find())).message).toContain('docker-credential-h cannot be started: ENOENT');
  });

  test.each<[string, string[], string]>(
    [
      ['prints the secret on stderr', ['echo hunter2 >&2', 'exit 3'], 'failed with exit code 3'],
      ['prints the bare secret and fails', ['echo hunter2', 'exit 1'], 'failed with exit code 1'],
      ['says nothing', ['exit 1'], 'failed with exit code 1'],
      ['fails with a secret on stdout', [`echo '{"Secret":"hunter2"}'`, 'exit 1'], 'failed with exit code 1'],
      ['is killed', ['kill -9 $$'], 'was killed by a signal'],
      ['answers with text', ['echo hunter2'], 'gave an answer that is not JSON with Username and Secret'],
      [
        'answers with a list of secrets',
        [`echo '["hunter2"]'`],
        'gave an answer that is not JSON with Username and Secret',
      ],
      ['answers with numbers', [`echo '{"Username":1}'`], 'gave an answer that is not JSON with Username and Secret'],
      ['answers null', ['echo null'], 'gave an answer that is not JSON with Username and Secret'],
    ].filter((row) => row[2] !== undefined) as [string, string[], string][],
  )('one that %s', async (_name, lines, why) => {
    await store('h', { auths: { [HOST]: right } });
    await helper('h', ...lines);
    const { message } = await failure(find());
    expect(message.endsWith(`the credential helper docker-credential-h ${why}`)).toBe(true);
    expect(message).not.toContain('hunter2');
  });

  test('one that does not read its input', async () => {
    await store('h');
    await writeFile(path.join(bin, 'docker-credential-h'), `#!/bin/sh\nexec 0<&-\n${says('ann')}`, { mode: 0o755 });
    expect((await find())?.username).toBe('ann');
  });

  test('one that writes without end', async () => {
    await store('h');
    await helper('h', 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx || exit 1; done');
    expect((await failure(find({ helperOutputLimit: 1000 }))).message).toContain('wrote more than 1000 bytes');
  });

  test('one that hangs is ended at the limit, although a child of it holds its pipes', async () => {
    await store('h');
    await helper('h', 'sleep 5 & wait');
    const source = createUserCredentials(options({ helperTimeoutMs: 100 }));
    const message = 'gave no answer within 0.1 seconds';
    expect((await failure(source.find(HOST, 'a'))).message).toContain(message);
    expect((await failure(source.find(HOST, 'b'))).message).toContain(message);
    expect(await asked('h')).toEqual([`get ${HOST}`]);
  });

  test('one that hangs is ended with what it has started, SIGTERM or not', async () => {
    await store('h');
    await helper('h', `trap '' TERM; (while :; do sleep 0.05; echo >> '${home}/beats'; done) & wait`);
    const helperTimeoutMs = patiently(400);
    const { message } = await failure(find({ helperTimeoutMs }));
    expect(message).toContain(`gave no answer within ${helperTimeoutMs / 1000} seconds`);
    const beats = async () => (await readFile(path.join(home, 'beats'), 'utf8').catch(() => '')).length;
    const seen = await beats();
    expect(seen).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await beats()).toBe(seen);
  });

  test('one that leaves an agent running has answered', async () => {
    await store('h');
    await helper('h', `sleep ${patiently(8000) / 1000} &`, says('ann'));
    expect((await find({ helperTimeoutMs: patiently(6000) }))?.username).toBe('ann');
  });

  test('an interruption ends the helper, and a later find asks again', async () => {
    await store('h');
    await helper('h', `[ -e '${home}/go' ] || exec sleep 5`, says('ann'));
    const source = createUserCredentials(options());
    const abort = new AbortController();
    const pending = failure(source.find(HOST, 'a', abort.signal));
    while ((await asked('h')).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    expect((await pending).code).toBe('INTERRUPTED');
    await put('go', '');
    expect((await source.find(HOST, 'a'))?.username).toBe('ann');
  });

  test('the helper gets the given environment and no argument but get', async () => {
    await store('h');
    await helper('h', `printf '{"Username":"%s","Secret":"%s"}' "$WHO" "$#$1"`);
    expect(await find({ env: { WHO: 'ann' } })).toMatchObject({ username: 'ann', password: '1get' });
  });

  test('a symbolic link in PATH is a program', async () => {
    await store('h');
    await helper('real', says('ann'));
    await symlink(path.join(bin, 'docker-credential-real'), path.join(bin, 'docker-credential-h'));
    expect((await find())?.username).toBe('ann');
  });
});

test('an aborted signal: nothing is read', async () => {
  await put('.docker/config.json', '{broken');
  const error = failure(createUserCredentials(options()).find(HOST, REPOSITORY, AbortSignal.abort()));
  expect((await error).code).toBe('INTERRUPTED');
});

test('any JSON gives a login, none, or an AppError, and pollutes nothing', async () => {
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'h', 'h/a', 'https://h/v1/', 'auth'),
  );
  const text = fc.oneof(fc.string(), fc.base64String(), fc.constant('YTpi'));
  const entry = fc.oneof(
    fc.jsonValue(),
    fc.record({ auth: text, username: text, password: text, identitytoken: text }, { requiredKeys: [] }),
  );
  const config = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { auths: fc.dictionary(key, entry), credHelpers: fc.dictionary(key, text), credsStore: text },
      { requiredKeys: [] },
    ),
  );
  const registry = fc.constantFrom('h', '__proto__', 'constructor', 'docker.io', '');
  await fc.assert(
    fc.asyncProperty(
      config,
      registry,
      fc.constantFrom('a', 'a/b', '__proto__', ''),
      async (value, host, repository) => {
        const json = JSON.stringify(value).replaceAll('"constructor":', '"__proto__":');
        const env = { PATH: '', DOCKER_AUTH_CONFIG: json };
        const found = await createUserCredentials({ ...options(), env })
          .find(host, repository)
          .catch((error: unknown) => {
            if (!isAppError(error, 'CREDENTIALS')) throw error;
            return undefined;
          });
        for (const name of ['username', 'password'] as const) {
          expect(typeof (found ?? { username: '', password: '' })[name]).toBe('string');
        }
        expect(({} as Record<string, unknown>).auth).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});
