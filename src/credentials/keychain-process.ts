import type { ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { killOwnProcess, type OwnProcess, startOwnProcess } from '../processes/own-process.ts';
import type { Environment } from './auth-file-paths.ts';
import { type KeychainOptions, type KeytarModule, loadKeytar } from './keychain.ts';

const METHODS = ['getPassword', 'setPassword', 'deletePassword'] as const;

interface Question {
  id: number;
  method: (typeof METHODS)[number];
  args: string[];
}

/** Id 0 is for loading the package. */
interface Answer {
  id: number;
  value?: unknown;
  error?: { message: string; code?: string };
}

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void };

/**
 * The keychain in a process of its own, started at the first call: a call to a keychain that does not answer holds a
 * thread that a process cannot end without. Passwords go through pipes only.
 *
 * @param args what makes `program` run `answerForKeychain`
 */
export function createKeychainProcess(
  program: string,
  args: readonly string[],
  env: Environment,
  platform: NodeJS.Platform,
): Required<Pick<KeychainOptions, 'load' | 'abandon'>> {
  const waiting = new Map<number, Waiting>();
  let own: OwnProcess | undefined;
  let last = 0;

  function ask<T>(method?: Question['method'], ...given: string[]): Promise<T> {
    return new Promise((resolve, reject) => {
      const id = method === undefined ? 0 : ++last;
      waiting.set(id, { resolve, reject });
      if (method !== undefined) own?.child.stdin?.write(`${JSON.stringify({ id, method, args: given })}\n`);
    });
  }

  function end(why: string): void {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  }

  function start(): void {
    // A group of its own, since a keychain may start what it needs, and ends with it.
    own = startOwnProcess(program, args, { env, platform, stdio: ['pipe', 'pipe', 'ignore'] });
    const started = own.child as ChildProcessByStdio<Writable, Readable, null>;
    started.on('error', (error) => end(error.message));
    started.on('close', () => end('its process has ended'));
    started.stdin.on('error', () => {});
    createInterface({ input: started.stdout }).on('line', (line) => {
      const { id, value, error } = JSON.parse(line) as Answer;
      const one = waiting.get(id);
      waiting.delete(id);
      if (error) one?.reject(Object.assign(new Error(error.message), error.code ? { code: error.code } : {}));
      else one?.resolve(value as never);
    });
    // What waits for answers has a timer; nothing else is to keep the program from ending.
    started.unref();
    for (const stream of [started.stdin, started.stdout]) (stream as { unref?: () => void }).unref?.();
  }

  return {
    async load(): Promise<KeytarModule> {
      const ready = ask<void>();
      start();
      await ready;
      return {
        getPassword: (service, account) => ask('getPassword', service, account),
        setPassword: (service, account, password) => ask('setPassword', service, account, password),
        deletePassword: (service, account) => ask('deletePassword', service, account),
      };
    },
    abandon: () => void (own && killOwnProcess(own)),
  };
}

/** The other side: answers the questions of `input`, a line each, until it ends. */
export async function answerForKeychain(
  input: Readable,
  output: Writable,
  load: () => Promise<KeytarModule> = loadKeytar,
): Promise<void> {
  const say = (answer: Answer) => void output.write(`${JSON.stringify(answer)}\n`);
  let keytar: KeytarModule;
  try {
    keytar = await load();
    say({ id: 0 });
  } catch (error) {
    return say({ id: 0, error: errorOf(error) });
  }
  for await (const line of createInterface({ input })) {
    const { id, method, args } = JSON.parse(line) as Question;
    if (!METHODS.includes(method)) continue;
    try {
      say({ id, value: await (keytar[method] as (...args: string[]) => Promise<unknown>)(...args) });
    } catch (error) {
      say({ id, error: errorOf(error) });
    }
  }
}

function errorOf(error: unknown): { message: string; code?: string } {
  const { message, code } = error as { message?: unknown; code?: unknown };
  return {
    message: typeof message === 'string' ? message : String(error),
    ...(typeof code === 'string' ? { code } : {}),
  };
}
