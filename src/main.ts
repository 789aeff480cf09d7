import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createImageApi } from './api/api.ts';
import type { ApiContext } from './api/context.ts';
import type { Signal } from './cli/exit-codes.ts';
import { type CliIo, runCli, type Session } from './cli/run.ts';
import type { FlagValues, Ports } from './commands/command.ts';
import type { CredentialSource } from './core/ports/credential-source.ts';
import type { CurrentProject } from './core/ports/current-project.ts';
import type { Editor } from './core/ports/editor.ts';
import type { ManifestReader } from './core/ports/manifest-reader.ts';
import type { Registry } from './core/ports/registry.ts';
import { AppError } from './errors.ts';
import { savedProject, saveProject } from './files/project-file.ts';
import { createDirectoryStore } from './store/directory-store.ts';
import { findStoreDirectory } from './store/discovery.ts';

declare const IMAGESTREAM_VERSION: string;

/** How many tags of a repository an import takes when nothing is configured: OpenShift's own default. */
const DEFAULT_BULK_LIMIT = 50;

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  const aborter = new AbortController();
  let signalled: Signal | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // The second one does not wait for anything.
      if (signalled) process.exit(signal === 'SIGINT' ? 130 : 143);
      signalled = signal;
      aborter.abort();
    });
  }
  const io: CliIo = {
    program: programName(),
    version: IMAGESTREAM_VERSION,
    out: (text) => write(process.stdout, text),
    err: (text) => write(process.stderr, text),
    signalled: () => signalled,
    now: () => new Date(),
    readText: async (file) => readTextFile(file),
    open: (flags) => openSession(flags, aborter.signal, (text) => void write(process.stderr, text)),
  };
  process.exitCode = await runCli(process.argv.slice(2), io);
}

/** `oc` where that is how the command was called, so that its messages are the same to a script; else our own name. */
function programName(): string {
  const called = [process.argv[1], process.env._].map((file) => path.basename(file ?? ''));
  return called.includes('oc') ? 'oc' : 'imagestream';
}

/** A reader that has gone away (`| head`) is no failure. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error));
    stream.once('error', onError);
    stream.write(text, (error) => {
      stream.off('error', onError);
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}

function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('ARGUMENT', `error reading ${file}: ${(error as Error).message}`, { cause: error });
  }
}

async function openSession(flags: FlagValues, signal: AbortSignal, warn: (text: string) => void): Promise<Session> {
  const { env } = process;
  const directory = findStoreDirectory({ flag: flags.string('store'), env, cwd: process.cwd() });
  const store = createDirectoryStore({ directory });
  const registry = lazyRegistry(warn);
  const progress = await openProgress(flags);
  const context: ApiContext = {
    store,
    registry,
    credentials: lazyCredentials(warn),
    settings: {
      internalRegistry: env.IMAGESTREAM_INTERNAL_REGISTRY || undefined,
      maxImagesBulkImportedPerRepository: bulkLimit(env.IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED),
      platform: hostPlatform(),
    },
    now: () => new Date(),
    newUid: () => crypto.randomUUID(),
    report: progress.report,
    warn: (message) => warn(`warning: ${message}\n`),
    signal,
  };
  const namespace = currentNamespace(flags, directory);
  const ports: Ports = {
    api: createImageApi(context),
    namespace: namespace.name,
    manifests: lazyManifests(signal),
    editor: lazyEditor(),
    project: { store: directory, origin: namespace.origin, save: (name) => saveProject(directory, name) },
    now: context.now,
    signal,
  };
  return {
    ports,
    async close() {
      progress.stop();
      await registry.close();
    },
  };
}

/** The namespace by precedence: flag, variable, what `project` saved, `default`. */
function currentNamespace(flags: FlagValues, directory: string): { name: string; origin: CurrentProject['origin'] } {
  const flag = flags.string('namespace');
  if (flag) return { name: flag, origin: 'flag' };
  const { IMAGESTREAM_NAMESPACE: variable } = process.env;
  if (variable) return { name: variable, origin: 'environment' };
  const saved = savedProject(directory);
  return saved ? { name: saved, origin: 'saved' } : { name: 'default', origin: 'default' };
}

function bulkLimit(value: string | undefined): number {
  if (!value) return DEFAULT_BULK_LIMIT;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < -1) {
    throw new AppError(
      'ARGUMENT',
      `IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED must be a whole number, or -1 for no limit, and is "${value}"`,
    );
  }
  return limit === 0 ? DEFAULT_BULK_LIMIT : limit;
}

/** What the machine is in the words of image platforms. Windows and macOS run Linux images. */
function hostPlatform(): { architecture: string; os: string } {
  const architectures: Record<string, string> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };
  return { architecture: architectures[process.arch] ?? process.arch, os: 'linux' };
}

/** The registry client, loaded at the first request. */
function lazyRegistry(warn: (text: string) => void): Registry {
  let opened: Promise<Registry> | undefined;
  const open = () => {
    opened ??= import('./registry/client.ts').then(({ createRegistry }) =>
      createRegistry({
        env: process.env,
        userAgent: `imagestream/${IMAGESTREAM_VERSION}`,
        now: () => Date.now(),
        random: Math.random,
        warn: (message) => warn(`warning: ${message}\n`),
      }),
    );
    return opened;
  };
  return {
    getManifest: async (...args) => (await open()).getManifest(...args),
    resolveDigest: async (...args) => (await open()).resolveDigest(...args),
    getConfig: async (...args) => (await open()).getConfig(...args),
    listTags: async (...args) => (await open()).listTags(...args),
    close: async () => (await opened)?.close(),
  };
}

/** The user's logins, read when a registry first asks for one. */
function lazyCredentials(warn: (text: string) => void): CredentialSource {
  let source: Promise<CredentialSource> | undefined;
  return {
    async find(registry, repository, signal) {
      source ??= Promise.all([import('./credentials/user-credentials.ts'), import('node:os')]).then(
        ([{ createUserCredentials }, os]) =>
          createUserCredentials({
            env: process.env,
            home: os.homedir(),
            uid: process.getuid?.() ?? 0,
            platform: process.platform,
            warn: (message) => warn(`warning: ${message}\n`),
          }),
      );
      return (await source).find(registry, repository, signal);
    },
  };
}

/** The reader of `-f`, loaded when a command has one. */
function lazyManifests(signal: AbortSignal): ManifestReader {
  const open = async () => {
    const { createManifestReader } = await import('./files/manifest-files.ts');
    return createManifestReader({ readStdin, fetch, signal });
  };
  return {
    read: async (...args) => (await open()).read(...args),
    parse: async (...args) => (await open()).parse(...args),
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function lazyEditor(): Editor {
  return {
    async edit(...args) {
      const [{ createExternalEditor }, os] = await Promise.all([
        import('./files/external-editor.ts'),
        import('node:os'),
      ]);
      const { env, platform } = process;
      return createExternalEditor({ env, platform, temporary: os.tmpdir() }).edit(...args);
    },
  };
}

async function openProgress(flags: FlagValues) {
  if (!process.stderr.isTTY || flags.bool('no-progress')) return { report: () => {}, stop: () => {} };
  const [{ createProgress }, { colorLevel }] = await Promise.all([
    import('./print/progress.ts'),
    import('./print/style.ts'),
  ]);
  const { env } = process;
  const choice = flags.string('color') as 'auto' | 'always' | 'never';
  const color = colorLevel({
    choice,
    noColor: env.NO_COLOR,
    forceColor: env.FORCE_COLOR,
    term: env.TERM,
    colorTerm: env.COLORTERM,
    isTerminal: true,
  });
  const progress = createProgress({ stream: process.stderr, color, ci: env.CI, term: env.TERM });
  return { report: progress.report.bind(progress), stop: progress.stop.bind(progress) };
}
