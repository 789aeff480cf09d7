import fc from 'fast-check';
import type { Credential } from '../../../src/core/ports/credential-source.ts';
import type { HttpAnswer } from '../../../src/registry/http.ts';
import { RegistryHost } from '../../../src/registry/registry-host.ts';
import { Authenticator } from '../../../src/registry/tokens/authenticate.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated } from '../mutation.ts';

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
const realm = fc.constantFrom(
  ...[
    'https://r.example.com/token',
    'https://auth.example.com/token?a=b',
    '/token',
    '//x',
    'http://r.example.com/t',
    '',
  ],
  ...[
    'https://user:pw@r.example.com/',
    'javascript:alert(1)',
    'https://[',
    'https://127.0.0.1/t',
    'https://evil.net/t',
  ],
);
const scope = fc.constantFrom('', 'repository:team/app:pull', 'repository:a:pull repository:b:pull,push', ' ', 'x');
const parameter = fc.oneof(
  realm.map((text) => `realm=${quoted(text)}`),
  realm.map((text) => `REALM = ${text}`),
  fc.string().map((text) => `service=${quoted(text)}`),
  scope.map((text) => `scope=${quoted(text)}`),
  fc.constantFrom('error="insufficient_scope"', 'charset=UTF-8', 'realm', 'realm=', '="x"', 'a="', "a='b'"),
);
const challenge = fc
  .tuple(
    fc.constantFrom('Bearer', 'bearer', 'Basic', 'Negotiate', 'Digest', ''),
    fc.constantFrom(' ', '  ', '\t', '', ','),
    fc.array(parameter, { maxLength: 5 }),
    fc.constantFrom(',', ', ', ' , ', ';', ' '),
  )
  .map(([scheme, blank, parameters, comma]) => scheme + blank + parameters.join(comma));
const line = mutated(
  fc.array(challenge, { minLength: 1, maxLength: 3 }).map((all) => all.join(', ')),
  ['realm="', 'dG9rZW4=', '==', '\\"', ', Bearer ', 'Basic '],
);

const alice: Credential = { username: 'alice', password: 's3cret', origin: 'the test' };
const repository = { registry: 'r.example.com', repository: 'team/app', insecure: false };

/** `WWW-Authenticate` of a 401, up to the request for a token and its answer. */
export const challenges: FuzzTarget<string | string[]> = {
  name: 'challenges',
  cases: fc.oneof(line, fc.array(line, { maxLength: 3 })),
  chosen: [
    ['a quote without an end', `Bearer realm="${'\\'.repeat(50_000)}`],
    ['escapes without an end', `Bearer realm="${'\\"'.repeat(50_000)}`],
    ['names without an end', 'a'.repeat(100_000)],
    ['a token68 that is none', `Negotiate ${'a'.repeat(50_000)}==!`],
    ['equals signs', `Basic ${'='.repeat(50_000)}`],
    ['commas', `Basic realm="x"${' ,'.repeat(50_000)}`],
    ['blanks', `Basic${' '.repeat(50_000)}=`],
    ['schemes', 'Basic, '.repeat(100_000)],
    ['parameters', `Bearer ${'realm="https://r.example.com/",'.repeat(20_000)}`],
    ['many lines', Array(20_000).fill('Bearer realm="https://r.example.com/token"')],
    ['a long scope', `Bearer realm="https://r.example.com/",scope="${'repository:a/b:pull '.repeat(20_000)}"`],
    ['names and commas', 'A=,'.repeat(100_000)],
    ['a poisoned name', 'Bearer __proto__="x", constructor="y", realm="https://r.example.com/"'],
  ],
  async run(header) {
    const asked: string[] = [];
    const host = new RegistryHost(repository, {
      now: () => 0,
      sleep: async () => {},
      random: () => 0,
      attempts: 1,
      waiting: 0,
    });
    const authenticator = new Authenticator({
      now: () => 0,
      tokenServers: async () => false,
      send: async (_host, { url, headers }): Promise<HttpAnswer> => {
        asked.push(url.href);
        if (headers.authorization && !/^https:\/\/([^/]*\.)?example\.com\//.test(url.href))
          throw new Error(`leaks to ${url.href}`);
        return { from: 'public', status: 200, statusText: '', headers: {}, body: Buffer.from('{"token":"t"}') };
      },
    });
    const answer: HttpAnswer = {
      ...{ from: 'public', status: 401, statusText: '', body: Buffer.alloc(0) },
      headers: { 'www-authenticate': header },
    };
    const access = { host, repository, request: { credentials: { find: async () => alice } } };
    return [await authenticator.answer(access, answer, undefined), asked];
  },
};
