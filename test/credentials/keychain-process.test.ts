import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { createKeychain, type KeytarModule } from '../../src/credentials/keychain.ts';
import { answerForKeychain, createKeychainProcess } from '../../src/credentials/keychain-process.ts';

/** A program that speaks the protocol of the other side, in plain JavaScript. */
const program = (answer: string) => [
  '-e',
  `console.log('{"id":0}');
   const passwords = new Map();
   require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
     const { id, method, args } = JSON.parse(line);
     const say = (answer) => console.log(JSON.stringify({ id, ...answer }));
     ${answer}
   });`,
];
const MEMORY = `
  if (method === 'setPassword') passwords.set(args[0] + args[1], args[2]);
  say({ value: method === 'deletePassword' ? passwords.delete(args[0] + args[1]) : passwords.get(args[0] + args[1]) ?? null });`;

const keychainOf = (args: string[], timeoutMs = 10_000) =>
  createKeychain({
    timeoutMs,
    ...createKeychainProcess(process.execPath, args, { PATH: process.env.PATH }, process.platform),
  });

describe('the keychain in a process of its own', () => {
  test('keeps passwords', async () => {
    const keychain = keychainOf(program(MEMORY));
    expect(await keychain.set('s', 'a', 'pässword\n"')).toEqual({ ok: true });
    expect(await Promise.all([keychain.get('s', 'a'), keychain.get('s', 'b')])).toEqual([
      { ok: true, password: 'pässword\n"' },
      { ok: true, password: undefined },
    ]);
    expect(await keychain.delete('s', 'a')).toEqual({ ok: true, deleted: true });
  });

  test.each<[string, string[], string]>([
    ['refuses', program("say({ error: { message: 'it is locked' } });"), 'it is locked'],
    ['ends', program('process.exit(7);'), 'its process has ended'],
    ['never starts', ['-e', 'process.exit(7)'], 'keytar cannot be loaded: its process has ended'],
    [
      'cannot load the package',
      ['-e', `console.log('{"id":0,"error":{"message":"x","code":"MODULE_NOT_FOUND"}}')`],
      'the optional package keytar is not installed',
    ],
  ])('that %s', async (_name, args, why) => {
    expect(await keychainOf(args).get('s', 'a')).toEqual({ ok: false, why });
  });

  test('that never answers is ended', async () => {
    const { load, abandon } = createKeychainProcess(
      process.execPath,
      program(''),
      { PATH: process.env.PATH },
      process.platform,
    );
    const module = (await load()) as KeytarModule;
    const call = module.getPassword('s', 'a');
    abandon();
    await expect(call).rejects.toThrow('its process has ended');
  });
});

describe('the side that answers', () => {
  async function answers(load: () => Promise<KeytarModule>, questions: unknown[]): Promise<unknown[]> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    await answerForKeychain(input, output, load);
    output.end();
    const text = Buffer.concat(await output.toArray()).toString();
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  }

  test('calls the package and nothing else of it', async () => {
    const keytar: KeytarModule = {
      getPassword: async (service, account) => `${service}/${account}`,
      setPassword: () => Promise.reject(new Error('locked')),
      deletePassword: async () => false,
    };
    const asked = [
      { id: 1, method: 'getPassword', args: ['s', 'a'] },
      { id: 2, method: 'constructor', args: [] },
      { id: 3, method: 'setPassword', args: ['s', 'a', 'p'] },
      { id: 4, method: 'deletePassword', args: ['s', 'a'] },
    ];
    expect(await answers(async () => keytar, asked)).toEqual([
      { id: 0 },
      { id: 1, value: 's/a' },
      { id: 3, error: { message: 'locked' } },
      { id: 4, value: false },
    ]);
  });

  test('says why the package cannot be loaded', async () => {
    const missing = Object.assign(new Error('no'), { code: 'MODULE_NOT_FOUND' });
    expect(await answers(() => Promise.reject(missing), [])).toEqual([
      { id: 0, error: { message: 'no', code: 'MODULE_NOT_FOUND' } },
    ]);
  });
});
