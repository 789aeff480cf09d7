import process from 'node:process';
import type { SinkDispatcherOptions } from '../../api/events/sink-dispatcher.ts';
import type { SinkSettings } from '../../core/events/sink-settings.ts';
import type { EventSink } from '../../core/ports/event-sinks.ts';
import type { Layers } from '../layers.ts';
import { account } from '../process/account.ts';
import type { OwnProcess } from '../process/process.ts';
import type { OpenStore } from '../process/store.ts';
import { latePost } from '../process/web.ts';

/** The service under which the keychain has the secrets of webhooks; the account is the URL. */
const WEBHOOK_SERVICE = 'imagestream-webhook';

/**
 * Whom one call tells of changes: those that it asks for, and those of the user's configuration. Undefined for nobody.
 *
 * @param asked what the call itself says
 */
export async function openSinks(
  { own, store, user }: Layers,
  asked: readonly SinkSettings[],
): Promise<SinkDispatcherOptions | undefined> {
  const { env } = process;
  const { warn } = own.output;
  // A command that is run for an event leaves what it changes to who runs it: else one change would be told for ever.
  const configured = env.IMAGESTREAM_SINK ? [] : (await user.configuration()).sinks;
  const settings = [...asked, ...configured];
  if (settings.length === 0) return undefined;
  const [{ createLedgerFiles }, { createOwnLedgers }, { sleep }] = await Promise.all([
    import('../../store/beside/ledger-files.ts'),
    import('../../store/state/own-ledgers.ts'),
    import('../../core/concurrency/sleep.ts'),
  ]);
  const sinks = await Promise.all(settings.map((each) => openSink(each, own, store)));
  for (const { id, name } of sinks) {
    if (id === env.IMAGESTREAM_SINK) warn(`the ${name} is running already: it is not run for what it changes`);
  }
  return {
    sinks: sinks.filter(
      ({ id }, index) => id !== env.IMAGESTREAM_SINK && sinks.findIndex((s) => s.id === id) === index,
    ),
    place: createLedgerFiles({
      directory: store.directory,
      fs: store.fs,
      sleep,
      own: createOwnLedgers(store.directory, account()),
      warn,
    }),
    sleep,
    random: Math.random,
  };
}

async function openSink(settings: SinkSettings, own: OwnProcess, { directory }: OpenStore): Promise<EventSink> {
  const { sleep } = await import('../../core/concurrency/sleep.ts');
  if (settings.type === 'webhook') {
    const { createWebhookSink } = await import('../../sinks/webhook-sink.ts');
    return createWebhookSink({ settings, post: latePost(own), sleep, secret: () => webhookSecret(own, settings.url) });
  }
  const [{ createExecSink }, { sinkId }, { makeStateFolder }, { thisSystem }] = await Promise.all([
    import('../../sinks/exec-sink.ts'),
    import('../../sinks/sink-id.ts'),
    import('../../store/state/state-folder.ts'),
    import('../../store/state/system-identity.ts'),
  ]);
  const { env, platform } = process;
  return createExecSink({
    settings,
    folder: () => makeStateFolder(directory, ['sinks', sinkId(settings), 'running'], account()),
    env,
    store: directory,
    platform,
    system: thisSystem(),
    write: (bytes) => own.output.write(2, bytes),
    onExit(callback) {
      process.on('exit', callback);
      return () => process.off('exit', callback);
    },
    now: () => Date.now(),
    sleep,
  });
}

async function webhookSecret({ keychain }: OwnProcess, url: string): Promise<string | undefined> {
  const { IMAGESTREAM_WEBHOOK_SECRET: secret } = process.env;
  if (secret) return secret;
  const found = await keychain.get(WEBHOOK_SERVICE, url);
  return found.ok ? found.password : undefined;
}
