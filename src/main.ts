import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createImageApi } from './api/api.ts';
import type { ApiContext } from './api/context.ts';
import { createClusterImageSettings } from './api/registries/cluster-image-config.ts';
import { createRegistryRules } from './api/registries/registry-rules.ts';
import { createTrustedAuthorities } from './api/registries/trusted-authorities.ts';
import type { WatchOptions } from './api/schedule/scheduler-context.ts';
import { runCli } from './cli/run.ts';
import type { CliIo, CommandCall, Session } from './cli/session.ts';
import type { FlagValues, Ports } from './commands/command.ts';
import { EVENT_RETRIES } from './core/events/sink-settings.ts';
import { type ChangeOrigin, causeOf } from './core/history/change-origin.ts';
import type { CurrentProject } from './core/ports/current-project.ts';
import type { Download } from './core/ports/download.ts';
import type { Editor } from './core/ports/editor.ts';
import type { FileComparison } from './core/ports/file-comparison.ts';
import type { InputFiles } from './core/ports/input-files.ts';
import type { ManifestReader } from './core/ports/manifest-reader.ts';
import type { Post } from './core/ports/post.ts';
import type { StreamWatchEvent } from './core/schedule/watch-event.ts';
import { AppError } from './errors.ts';
import { lazyGitWork, lazyStoredTexts } from './main/git.ts';
import { createHostCertificates } from './main/host-certificates.ts';
import { createInterruption, type Interruption } from './main/interruption.ts';
import { areOneStream, type Descriptor, isShareable, mayBeTerminal, writeText } from './main/output.ts';
import { createPasswords, KEYCHAIN_PROCESS } from './main/passwords.ts';
import { createRegistries } from './main/registries.ts';
import { createRegistriesConf } from './main/registries-conf.ts';
import { createCommandEvents, openSinks, type SinkSources } from './main/sinks.ts';
import { isThere, locateStore, noStore } from './main/store-location.ts';
import { createTokenServerRules } from './main/token-servers.ts';
import { createUnreadable } from './main/unreadable.ts';
import { userConfiguration } from './main/user-configuration.ts';
import { safeMessage } from './print/text/safe-text.ts';
import { createDirectoryStore } from './store/directory-store.ts';
import type { StoreLocation } from './store/discovery.ts';
import { savedProject, saveProject } from './store/project-file.ts';
import { createStoreFiles } from './store/store-files.ts';

declare const IMAGESTREAM_VERSION: string;

/** How many tags of a repository an import takes when nothing is configured: OpenShift's own default. */
const DEFAULT_BULK_LIMIT = 50;

/** How long a call to the keychain may go on when nobody waits for it any more, in milliseconds. */
const ORPHAN_LIMIT = 5_000;

/** Flags by which the user lets registries be reached insecurely in this very call. */
const CONSENT_FLAGS = ['insecure', 'insecure-registry'];

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  if (process.argv[2] === KEYCHAIN_PROCESS) {
    const { answerForKeychain } = await import('./credentials/keychain-process.ts');
    // Who asks is gone: a call that hangs would keep this process for ever.
    process.stdin.once('end', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), ORPHAN_LIMIT).unref());
    return answerForKeychain(process.stdin, process.stdout);
  }
  // What Node warns of is for who writes programs, and standard error is for who uses them.
  process.removeAllListeners('warning');
  const interruption = createInterruption();
  let clearProgress = () => {};
  const write = async (descriptor: Descriptor, text: string | Uint8Array) => {
    clearProgress(); // it is drawn again below what is written
    const read = await writeText(descriptor, text);
    if (descriptor === 1 && !read) interruption.readerGone();
  };
  const io: CliIo = {
    program: programName(),
    version: IMAGESTREAM_VERSION,
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    signalled: interruption.received,
    now: () => new Date(),
    readText: async (file) => readTextFile(file),
    open: async (flags, call) => {
      const session = await openSession(flags, call, interruption, (text) => write(2, text));
      clearProgress = session.clearProgress;
      return session;
    },
  };
  process.exitCode = await runCli(process.argv.slice(2), io);
}

/** `oc` where that is how the command was called, so that its messages are the same to a script; else our own name. */
function programName(): string {
  const called = [process.argv[1], process.env._].map((file) => path.basename(file ?? ''));
  return called.includes('oc') ? 'oc' : 'imagestream';
}

function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('ARGUMENT', `error reading ${file}: ${(error as Error).message}`, { cause: error });
  }
}

async function openSession(
  flags: FlagValues,
  call: CommandCall | undefined,
  interruption: Interruption,
  write: (text: string | Uint8Array) => Promise<void>,
): Promise<Session & { clearProgress(): void }> {
  const { env } = process;
  const warn = (text: string) => void write(safeMessage(text));
  const origin = originOf(flags, call);
  const location = await locateStore(flags.string('store'));
  const { directory } = location;
  // Under that name messages are those of `oc`, for which a namespace that holds nothing is nothing to speak of.
  const standsIn = programName() === 'oc' && location.origin === 'variable';
  const largest = await largestFile(env.IMAGESTREAM_MAX_FILE_SIZE);
  const onMissing = standsIn ? undefined : () => tellMissing(noStore(location), warn);
  const fs = createStoreFiles({
    directory,
    largest,
    onCreated: standsIn ? undefined : () => tellCreated(location, warn),
    onMissing: call?.spec.needsStore ? onMissing : undefined,
  });
  const unreadable = createUnreadable(warn);
  const store = createDirectoryStore({ directory, fs, largest, unreadable: unreadable.tell });
  const settings = {
    internalRegistry: env.IMAGESTREAM_INTERNAL_REGISTRY || undefined,
    maxImagesBulkImportedPerRepository: bulkLimit(env.IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED),
    platform: hostPlatform(),
  };
  const now = () => new Date();
  const warnUser = (message: string) => warn(`warning: ${message}\n`);
  const cluster = createClusterImageSettings({ store, settings, now });
  const trusted = createTrustedAuthorities({ store, warn: warnUser }, cluster);
  const certificates = createHostCertificates(trusted, flags.string('certificate-authority'));
  const conf = createRegistriesConf();
  let read: ReturnType<typeof userConfiguration> | undefined;
  const configured = () => {
    read ??= userConfiguration(directory);
    return read;
  };
  const rules = createRegistryRules({ store, now }, cluster, conf, {
    flag: CONSENT_FLAGS.some((name) => call?.spec.flags.some((flag) => flag.name === name) && flags.bool(name)),
    hosts: async () => (await configured()).insecureRegistries,
  });
  const detailed = Number(flags.string('v') || flags.string('loglevel')) > 0;
  const routing = {
    rules: rules.rules,
    ...(detailed ? { explain: (message: string) => warn(`note: ${message}\n`) } : {}),
  };
  const tokenServers = await createTokenServerRules(flags.list('token-server'), directory);
  const registries = createRegistries(IMAGESTREAM_VERSION, warn, certificates, routing, tokenServers);
  const passwords = createPasswords(flags, warn);
  const progress = await openProgress(flags);
  const sources: SinkSources = { settings: call?.events?.sinks ?? [], directory, fs, post, warn: warnUser, write };
  const commandEvents = createCommandEvents(() => context, sources);
  const context: ApiContext = {
    store,
    registry: registries.registry,
    credentials: registries.credentials,
    vault: passwords.vault,
    settings,
    cluster,
    rules,
    changes: commandEvents.changes,
    origin,
    now,
    newUid,
    report: progress.report,
    warn: warnUser,
    unreadable: unreadable.tell,
    get signal() {
      return interruption.signal;
    },
  };
  const namespace = currentNamespace(flags, () => savedProject(directory, fs));
  const ports: Ports = {
    api: createImageApi(context),
    namespace: namespace.name,
    manifests: lazyManifests(interruption),
    files: lazyInputFiles(),
    logins: passwords.logins,
    vault: passwords.vault,
    editor: lazyEditor(interruption),
    comparison: lazyComparison(interruption),
    git: lazyGitWork(),
    texts: lazyStoredTexts(directory, fs, store),
    registries: registries.choose,
    async tryLogin(request) {
      const [{ tryLogin }, probe] = await Promise.all([import('./api/registries/login-trial.ts'), registries.probe()]);
      return tryLogin({ rules, probe, signal: interruption.signal }, request);
    },
    async checkRegistry(request) {
      const [{ checkRegistry }, probe] = await Promise.all([
        import('./api/registries/registry-check.ts'),
        registries.probe(),
      ]);
      return checkRegistry({ context, cluster, rules, probe }, request);
    },
    watchStreams: (options) => lazyWatch(context, sources, options),
    project: {
      store: directory,
      origin: namespace.origin,
      look: () => (isThere(location) ? undefined : onMissing?.()),
      save: (name) => saveProject(directory, name, { fs }),
    },
    now: context.now,
    author: origin.author,
    platform: context.settings.platform,
    report: progress.report,
    get signal() {
      return interruption.signal;
    },
  };
  return {
    ports,
    tellSinks: () => commandEvents.tell(() => interruption.signal, 1 + (call?.events?.retries ?? EVENT_RETRIES)),
    passedOver: unreadable.any,
    clearProgress: progress.clear,
    async close() {
      progress.stop();
      await registries.close();
    },
  };
}

/** A script that reads both streams as one gets the answer alone, unless it named the store. */
function tellCreated({ directory, origin }: StoreLocation, warn: (text: string) => void): void {
  if (origin !== 'nowhere' || !areOneStream()) warn(`created store ${directory}\n`);
}

function tellMissing(what: AppError | string, warn: (text: string) => void): void {
  if (typeof what !== 'string') throw what;
  warn(`warning: ${what}\n`);
}

/** What the histories of streams are to say of this command. */
function originOf(flags: FlagValues, call: CommandCall | undefined): ChangeOrigin {
  const hasReason = call?.spec.flags.some(({ name }) => name === 'reason');
  let author: ReturnType<ChangeOrigin['author']> | undefined;
  return {
    cause: causeOf(call?.path.join(' ') ?? ''),
    reason: hasReason ? flags.string('reason') : '',
    author: () => (author ??= import('./main/author.ts').then(({ readAuthor }) => readAuthor())),
  };
}

/** By Node's own crypto, when it is first needed: the global one would load all of Web Crypto. */
function newUid(): string {
  return process.getBuiltinModule('node:crypto').randomUUID();
}

/** The namespace by precedence: flag, variable, what `project` saved, `default`. */
function currentNamespace(
  flags: FlagValues,
  savedName: () => string,
): { name: string; origin: CurrentProject['origin'] } {
  const flag = flags.string('namespace');
  if (flag) return { name: flag, origin: 'flag' };
  const { IMAGESTREAM_NAMESPACE: variable } = process.env;
  if (variable) return { name: variable, origin: 'environment' };
  const saved = savedName();
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

/** Bytes of the largest file of a store that is read, where the user says so. Fails with ARGUMENT. */
async function largestFile(value: string | undefined): Promise<number | undefined> {
  if (!value) return undefined;
  const { parseQuantity } = await import('./core/prune/size-limit.ts');
  const size = parseQuantity(value);
  if (size !== undefined && size >= 1) return Math.floor(size);
  throw new AppError('ARGUMENT', `IMAGESTREAM_MAX_FILE_SIZE must be a size such as 32Mi, and is "${value}"`);
}

/** What the machine is in the words of image platforms. Windows and macOS run Linux images. */
function hostPlatform(): { architecture: string; os: string } {
  const architectures: Record<string, string> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };
  return { architecture: architectures[process.arch] ?? process.arch, os: 'linux' };
}

/** The reader of `-f`, loaded when a command has one. */
function lazyManifests(interruption: Interruption): ManifestReader {
  const open = async () => {
    const { createManifestReader } = await import('./files/manifest-files.ts');
    return createManifestReader({ readStdin, download, signal: interruption.signal });
  };
  return {
    read: async (...args) => (await open()).read(...args),
    parse: async (...args) => (await open()).parse(...args),
  };
}

/** A GET over the transport of registries, which knows proxies and authorities. */
const download: Download = async (...args) => (await import('./registry/web.ts')).createDownload(webOptions())(...args);

/** A POST over the same. */
const post: Post = async (...args) => (await import('./registry/web.ts')).createPost(webOptions())(...args);

function webOptions() {
  const warn = (message: string) => void writeText(2, safeMessage(`warning: ${message}\n`));
  return { env: process.env, userAgent: `imagestream/${IMAGESTREAM_VERSION}`, warn };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Files that flags name, loaded when a command has one. */
function lazyInputFiles(): InputFiles {
  const { env } = process;
  const ask: InputFiles['ask'] = async (question, options = {}) => {
    const { stdin, stderr } = process;
    if (!stdin.isTTY || !stderr.isTTY) return undefined;
    const { askAtTerminal } = await import('./files/terminal-question.ts');
    return askAtTerminal(question, options, { input: stdin, output: stderr });
  };
  const open = async () => (await import('./files/input-files.ts')).createInputFiles({ readStdin, env, ask });
  return {
    read: async (...args) => (await open()).read(...args),
    list: async (...args) => (await open()).list(...args),
    readStdin,
    variable: (name) => env[name] ?? '',
    ask,
  };
}

/** The user's program that shows differences, loaded when a command has some. */
function lazyComparison(interruption: Interruption): FileComparison {
  return {
    async compare(texts) {
      const [{ createExternalDiff }, os] = await Promise.all([import('./files/external-diff.ts'), import('node:os')]);
      const { env } = process;
      return createExternalDiff({
        env,
        platform: process.platform,
        temporary: os.tmpdir(),
        signal: interruption.signal,
      }).compare(texts);
    },
  };
}

function lazyEditor(interruption: Interruption): Editor {
  return {
    async edit(...args) {
      const [{ createExternalEditor }, os] = await Promise.all([
        import('./files/external-editor.ts'),
        import('node:os'),
      ]);
      const { env, platform } = process;
      const editor = createExternalEditor({
        env,
        platform,
        temporary: os.tmpdir(),
        signal: interruption.signal,
        shares: isShareable,
        write: async (descriptor, bytes) => void (await writeText(descriptor, bytes)),
      });
      return interruption.withoutCtrlC(() => editor.edit(...args));
    },
  };
}

/** The watch over a store, loaded when a command asks for it. */
async function* lazyWatch(
  context: ApiContext,
  sources: SinkSources,
  options: WatchOptions,
): AsyncGenerator<StreamWatchEvent> {
  const [{ watchStreams }, { createWatchFiles }, { parseCron }, { sleep }, sinks] = await Promise.all([
    import('./api/schedule/scheduled-imports.ts'),
    import('./store/beside/watch-files.ts'),
    import('./main/cron.ts'),
    import('./store/sleep.ts'),
    openSinks(sources),
  ]);
  const place = createWatchFiles({ directory: sources.directory, fs: sources.fs, sleep }, sources.warn);
  yield* watchStreams({ context, place, parseCron, sleep, random: Math.random, sinks }, options);
}

async function openProgress(flags: FlagValues) {
  if (!mayBeTerminal(2) || !process.stderr.isTTY || flags.bool('no-progress'))
    return { report: () => {}, stop: () => {}, clear: () => {} };
  const [{ createProgress }, { colorLevel }] = await Promise.all([
    import('./print/progress.ts'),
    import('./print/text/style.ts'),
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
  return {
    report: progress.report.bind(progress),
    stop: progress.stop.bind(progress),
    clear: progress.clear.bind(progress),
  };
}
