import process from 'node:process';
import type { ApiContext } from '../../api/context.ts';
import { createRegistryRules, type RegistryRuleBook } from '../../api/registries/registry-rules.ts';
import type { ReportProgress } from '../../core/ports/progress.ts';
import type { Layers } from '../layers.ts';
import { type CommandEvents, createCommandEvents } from './events.ts';
import type { CallOptions } from './options.ts';
import { type Registries, routeRegistries } from './registries.ts';

/** The third layer: one thing that is done for a user, from its question to its answer. Nothing of it outlives the call. */
export interface Call {
  /** For the image API. */
  context: ApiContext;
  rules: RegistryRuleBook;
  registries: Registries;
  events: CommandEvents;
}

/**
 * Opens a call on the layers below. Nothing is read, loaded or asked before the call needs it, and nothing is to be closed.
 *
 * @param report told how far it is
 */
export function openCall(layers: Layers, options: CallOptions, report: ReportProgress): Call {
  const { own, store, user } = layers;
  const { cause, reason } = options;
  const objects = { store: store.objects, now: own.now };
  const rules = createRegistryRules(objects, store.cluster, user.registriesConf, {
    flag: options.insecure,
    hosts: async () => (await user.configuration()).insecureRegistries,
  });
  const registries = routeRegistries(user, {
    rules: rules.rules,
    ...(options.explained ? { explain: (message: string) => own.output.say(`note: ${message}\n`) } : {}),
  });
  const events = createCommandEvents(layers, options, () => context);
  const context: ApiContext = {
    ...objects,
    namespace: user.namespace.name,
    registry: registries.registry,
    credentials: registries.credentials,
    vault: user.vault,
    settings: store.settings,
    cluster: store.cluster,
    rules,
    changes: events.changes,
    origin: { cause, reason, author: user.author },
    newUid,
    report,
    warn: own.output.warn,
    unreadable: store.unreadable.tell,
    get signal() {
      return options.signal;
    },
  };
  return { context, rules, registries, events };
}

/** By Node's own crypto, when it is first needed: the global one would load all of Web Crypto. */
function newUid(): string {
  return process.getBuiltinModule('node:crypto').randomUUID();
}
