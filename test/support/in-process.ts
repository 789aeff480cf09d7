import { runCli } from '../../src/cli/run.ts';
import type { CliIo } from '../../src/cli/session.ts';
import type { Ports } from '../../src/commands/command.ts';
import type { ApiFixture } from './image-api.ts';

export interface InProcessOutcome {
  status: number;
  stdout: string;
  stderr: string;
}

const ABOUT = { version: '0.0.0', build: {}, node: 'v20.18.1', platform: 'linux/amd64' };

/** Runs a command line over an image API in memory: everything but the process itself, the directory and the network. */
export async function runInProcess(
  { api, context }: ApiFixture,
  argv: readonly string[],
  over: {
    namespace?: string;
    signal?: AbortSignal;
    open?: CliIo['open'];
    program?: 'oc' | 'imagestream';
    columns?: number;
  } = {},
): Promise<InProcessOutcome> {
  const text = { stdout: '', stderr: '' };
  const signal = over.signal ?? new AbortController().signal;
  // Manifest files, editors and saved projects are other tests' business.
  const portsFor = (flag: string) =>
    ({
      api,
      namespace: flag || over.namespace || 'demo',
      now: context.now,
      author: async () => ({ by: 'ann@laptop' }),
      registries: () => ({ registry: context.registry }),
      signal,
    }) as unknown as Ports;
  const io: CliIo = {
    program: over.program ?? 'imagestream',
    about: ABOUT,
    out: async (part) => void (text.stdout += part),
    err: async (part) => void (text.stderr += part),
    screen: async () => ({ columns: over.columns, color: 0, unicode: true }),
    signalled: () => (signal.aborted ? 'SIGINT' : undefined),
    now: context.now,
    readText: async (path) => {
      throw new Error(`no file ${path}`);
    },
    open: over.open ?? (async (flags) => ({ ports: portsFor(flags.string('namespace')), close: async () => {} })),
  };
  const status = await runCli(argv, io);
  return { status, ...text };
}
