import os from 'node:os';
import process from 'node:process';
import type { ApiContext } from '../api/context.ts';
import type { SinkDispatcher, SinkDispatcherOptions } from '../api/events/sink-dispatcher.ts';
import type { Told } from '../api/events/sink-teller.ts';
import type { SinkSettings } from '../core/events/sink-settings.ts';
import type { EventSink } from '../core/ports/event-sinks.ts';
import type { ImageChangeLog } from '../core/ports/image-change-log.ts';
import type { Post } from '../core/ports/post.ts';
import type { FileSystem } from '../store/files/file-system.ts';
import { openKeychain } from './passwords.ts';
import { userConfiguration } from './user-configuration.ts';

export interface SinkSources {
  /** What the command's flags say. */
  settings: readonly SinkSettings[];
  /** The store's directory, and the files in it. */
  directory: string;
  fs: FileSystem;
  post: Post;
  warn(message: string): void;
  /** Takes what commands write, for standard error. */
  write(bytes: Uint8Array): Promise<void>;
}

/** The service under which the keychain has the secrets of webhooks; the account is the URL. */
const WEBHOOK_SERVICE = 'imagestream-webhook';

/** Whom one command line tells of changes: the sinks of its flags and of the user's configuration. Undefined for nobody. */
export async function openSinks(sources: SinkSources): Promise<SinkDispatcherOptions | undefined> {
  const { env } = process;
  // A command that is run for an event leaves what it changes to who runs it: else one change would be told for ever.
  const configured = env.IMAGESTREAM_SINK ? [] : (await userConfiguration(sources.directory)).sinks;
  const settings = [...sources.settings, ...configured];
  if (settings.length === 0) return undefined;
  const [{ createLedgerFiles }, { createOwnLedgers }, { sleep }] = await Promise.all([
    import('../store/beside/ledger-files.ts'),
    import('../store/state/own-ledgers.ts'),
    import('../store/sleep.ts'),
  ]);
  const sinks = await Promise.all(settings.map((each) => openSink(each, sources)));
  for (const { id, name } of sinks) {
    if (id === env.IMAGESTREAM_SINK) sources.warn(`the ${name} is running already: it is not run for what it changes`);
  }
  return {
    sinks: sinks.filter(
      ({ id }, index) => id !== env.IMAGESTREAM_SINK && sinks.findIndex((s) => s.id === id) === index,
    ),
    place: createLedgerFiles({
      directory: sources.directory,
      fs: sources.fs,
      sleep,
      own: createOwnLedgers(sources.directory, stateOptions()),
      warn: sources.warn,
    }),
    sleep,
    random: Math.random,
  };
}

async function openSink(settings: SinkSettings, { directory, post, write }: SinkSources): Promise<EventSink> {
  const { sleep } = await import('../store/sleep.ts');
  if (settings.type === 'webhook') {
    const { createWebhookSink } = await import('../sinks/webhook-sink.ts');
    return createWebhookSink({ settings, post, sleep, secret: () => webhookSecret(settings.url) });
  }
  const [{ createExecSink }, { sinkId }, { makeStateFolder }, { thisSystem }] = await Promise.all([
    import('../sinks/exec-sink.ts'),
    import('../sinks/sink-id.ts'),
    import('../store/state/state-folder.ts'),
    import('../store/state/system-identity.ts'),
  ]);
  const { env, platform } = process;
  return createExecSink({
    settings,
    folder: () => makeStateFolder(directory, ['sinks', sinkId(settings), 'running'], stateOptions()),
    env,
    store: directory,
    platform,
    system: thisSystem(),
    write,
    onExit(callback) {
      process.on('exit', callback);
      return () => process.off('exit', callback);
    },
    now: () => Date.now(),
    sleep,
  });
}

const stateOptions = () => ({
  env: process.env,
  home: os.homedir(),
  uid: process.getuid?.(),
  platform: process.platform,
});

async function webhookSecret(url: string): Promise<string | undefined> {
  const { IMAGESTREAM_WEBHOOK_SECRET: secret } = process.env;
  if (secret) return secret;
  const found = await (await openKeychain()).get(WEBHOOK_SERVICE, url);
  return found.ok ? found.password : undefined;
}

/** The sinks of a command that ends: told of what it changed once it has. */
export interface CommandEvents {
  changes: ImageChangeLog;
  /** Tells what was changed. @returns what could not be told, each for the last time */
  tell(signal: () => AbortSignal, mostTries: number): Promise<readonly Told[]>;
}

/** Opens the sinks when something is first changed: most commands change nothing. */
export function createCommandEvents(context: () => ApiContext, sources: SinkSources): CommandEvents {
  const failed: Told[] = [];
  let opened: Promise<SinkDispatcher | undefined> | undefined;
  const open = () => {
    opened ??= openDispatcher(context(), sources, (told) => {
      if (!told.ok && told.retry === undefined) failed.push(told);
    });
    return opened;
  };
  // What fails here fails again where it is waited for.
  const later = (use: (dispatcher: SinkDispatcher) => void) =>
    void open().then(
      (d) => d && use(d),
      () => {},
    );
  return {
    changes: {
      beforeStream: async (...args) => (await open())?.beforeStream(...args),
      beforeObject: async (...args) => (await open())?.beforeObject(...args),
      touchedStream: (...args) => later((dispatcher) => dispatcher.touchedStream(...args)),
      touchedObject: (...args) => later((dispatcher) => dispatcher.touchedObject(...args)),
    },
    async tell(signal, mostTries) {
      const dispatcher = await opened;
      await dispatcher?.tellTouched(signal(), mostTries);
      return failed;
    },
  };
}

async function openDispatcher(context: ApiContext, sources: SinkSources, say: (told: Told) => void) {
  const options = await openSinks(sources);
  if (!options) return undefined;
  const { SinkDispatcher } = await import('../api/events/sink-dispatcher.ts');
  return new SinkDispatcher(context, options, say);
}
