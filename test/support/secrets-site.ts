import { createImageApi } from '../../src/api/api.ts';
import type { Ports } from '../../src/commands/command.ts';
import type { InputFiles } from '../../src/core/ports/input-files.ts';
import type { Login, Logins } from '../../src/core/ports/logins.ts';
import { AppError } from '../../src/errors.ts';
import { inputFiles } from '../../src/files/input-files.ts';
import { anImageApi } from './image-api.ts';
import { type InProcessOutcome, runInProcess } from './in-process.ts';
import { memoryVault } from './memory-vault.ts';

export interface Terminal {
  /** All of standard input. */
  stdin?: string;
  /** Answers to questions, in their order; none for no terminal. */
  answers?: string[];
  env?: Record<string, string>;
}

/** Command lines about secrets and logins over an image API in memory; files are real. */
export function secretsSite(settings: Parameters<typeof anImageApi>[0] = {}) {
  const fixture = anImageApi(settings);
  const vault = memoryVault();
  const api = createImageApi({ ...fixture.context, vault });
  const saved = new Map<string, Login>();
  const asked: string[] = [];
  const logins: Logins = {
    save: async (host, login) => {
      saved.set(host, login);
      return 'in memory';
    },
    remove: async (host) => (saved.delete(host) ? ['memory'] : []),
    saveToFile: async (file, host, login) => {
      saved.set(host, login);
      return file ?? '/run/auth.json';
    },
  };

  function run(argv: readonly string[], { stdin = '', answers, env = {} }: Terminal = {}): Promise<InProcessOutcome> {
    const left = [...(answers ?? [])];
    const ask: InputFiles['ask'] = async (question, options) => {
      asked.push(`${question}${options?.hidden ? '(hidden)' : ''}`);
      return left.shift();
    };
    const files: InputFiles = {
      ...inputFiles,
      readStdin: async () => new TextEncoder().encode(stdin),
      variable: (name) => env[name] ?? '',
      ask,
    };
    const signal = new AbortController().signal;
    return runInProcess(fixture, argv, {
      open: async (flags) => {
        const namespace = flags.string('namespace') || 'demo';
        const tryLogin = async ({ login: { password } }: { login: Login }) => {
          if (password === 'wrong') throw new AppError('ARGUMENT', 'the registry refuses the login');
          return { asked: password !== 'unasked' };
        };
        const ports = {
          api,
          files,
          logins,
          vault,
          tryLogin,
          namespace,
          now: fixture.context.now,
          signal,
        } as unknown as Ports;
        return { ports, close: async () => {} };
      },
    });
  }

  return { ...fixture, api, vault, saved, asked, run };
}
