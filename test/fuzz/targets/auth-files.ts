import fc from 'fast-check';
import { pullSecretCredentials } from '../../../src/core/logins/pull-secrets.ts';
import { createUserCredentials } from '../../../src/credentials/user-credentials.ts';
import { isAppError } from '../../../src/errors.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated, mutatedJson } from '../mutation.ts';

const SECRET = 's3cretpassword';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const key = mutated(
  fc.constantFrom(
    ...[
      'r.example.com',
      'r.example.com/team',
      'r.example.com/team/app',
      'https://r.example.com/v1/',
      'https://index.docker.io/v1/',
    ],
    ...[
      'r.example.com:443',
      '*.example.com',
      'https://u:p@r.example.com',
      '__proto__',
      'docker.io',
      'http://r.example.com/v2/team',
    ],
  ),
  ['/', 'https://', '@', '*', '?', '['],
);
const entry = fc.record(
  {
    auth: fc.constantFrom(
      base64(`alice:${SECRET}`),
      base64(SECRET),
      '!!',
      base64(`alice:${SECRET}\0\0`),
      '',
      base64(':'),
    ),
    username: fc.constantFrom('alice', ''),
    password: fc.constantFrom(SECRET, ''),
    identitytoken: fc.constantFrom('', SECRET),
    registrytoken: fc.constantFrom('', SECRET),
    email: fc.constant('a@example.com'),
  },
  { requiredKeys: [] },
);
const file = fc.record(
  {
    auths: fc.dictionary(key, entry, { maxKeys: 4 }),
    credHelpers: fc.dictionary(key, fc.constantFrom('pass', 'none', '../evil', 'a b', ''), { maxKeys: 2 }),
    credsStore: fc.constantFrom('pass', '', '../../bin/sh', '-x'),
    HttpHeaders: fc.constant({ 'X-Meta': 'y' }),
  },
  { requiredKeys: ['auths'] },
);

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Docker's and podman's files of logins, and the pull secrets that hold such a file. */
export const authFiles: FuzzTarget<string> = {
  name: 'auth files',
  cases: mutatedJson(file),
  chosen: [
    ['deep lists', `{"auths":${deep(100_000)}}`],
    ['a deep entry', `{"auths":{"r.example.com":{"auth":${deep(50_000)}}}}`],
    ['a broken deep list', `{"auths":${'['.repeat(100_000)}`],
    ['a long text that never ends', `{"auths":{"r.example.com":{"auth":"${'a'.repeat(100_000)}`],
    ['escapes that never end', `{"auths":{"${'\\"'.repeat(100_000)}`],
    ['a long login', `{"auths":{"r.example.com":{"auth":"${base64(`a:${'x\0'.repeat(50_000)}`)}"}}}`],
    ['blanks', `${' '.repeat(200_000)}{`],
    ['lines', `{${'\n'.repeat(100_000)}x`],
    ['a key of slashes', `{"auths":{"https://${'/'.repeat(100_000)}":{"username":"a","password":"b"}}}`],
    ['a key of stars', `{"auths":{"${'*'.repeat(100_000)}.com":{"username":"a","password":"b"}}}`],
    ['a key of alternating stars', `{"auths":{"${'*r'.repeat(1000)}.com":{"username":"a","password":"b"}}}`],
    ['a key of brackets', `{"auths":{"${'[a-'.repeat(50_000)}":{"username":"a","password":"b"}}}`],
    ['a key of at signs', `{"auths":{"${'a@'.repeat(100_000)}":{"auth":"!"}}}`],
    ['many keys', `{"auths":{${Array.from({ length: 20_000 }, (_, n) => `"r${n}.example.com":{}`).join()}}}`],
    [
      'poisoned',
      '{"__proto__":{"auths":{}},"auths":{"__proto__":{"auth":"x"},"constructor":{"prototype":1}},"credHelpers":{"__proto__":"x"}}',
    ],
    ['a byte order mark', '\ufeff{"auths":{}}'],
    ['NULs', '{"auths":{}}\0'],
    ['nothing', ''],
  ],
  async run(text) {
    const found: unknown[] = [];
    for (const registry of ['r.example.com', 'docker.io']) {
      found.push(await answer(() => fromUser(text).find(registry, 'team/app', undefined)));
      found.push(await answer(() => fromSecret(text).find(registry, 'team/app', undefined)));
      found.push(await answer(() => fromSecret(text, true).find(registry, 'team/app', undefined)));
    }
    // What was refused is refused here, too, for the record.
    await fromUser(text).find('r.example.com', 'team/app', undefined);
    return found;
  },
};

const fromUser = (text: string) =>
  createUserCredentials({
    // Helpers are looked for, and there is none.
    env: { DOCKER_AUTH_CONFIG: text, PATH: '' },
    home: '/nowhere',
    platform: 'linux',
    warn: () => {},
  });

const fromSecret = (text: string, old = false) =>
  pullSecretCredentials(
    [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'pull', namespace: 'team' },
        type: old ? 'kubernetes.io/dockercfg' : 'kubernetes.io/dockerconfigjson',
        data: { [old ? '.dockercfg' : '.dockerconfigjson']: base64(text) },
      },
    ],
    noSecretIn,
  );

async function answer(find: () => Promise<unknown>): Promise<unknown> {
  try {
    return await find();
  } catch (error) {
    if (!isAppError(error)) throw error;
    noSecretIn(`${error.message} ${error.hint}`);
    return undefined;
  }
}

/** What people are told never holds a password, whatever is wrong with the file. */
function noSecretIn(message: string): void {
  if (message.includes(SECRET) || message.includes(base64(SECRET).slice(0, 12)))
    throw new Error(`tells the password: ${message}`);
}
