import type { ApiContext } from '../../api/context.ts';
import type { SinkDispatcher } from '../../api/events/sink-dispatcher.ts';
import type { Told } from '../../api/events/sink-teller.ts';
import { EVENT_RETRIES, type SinkSettings } from '../../core/events/sink-settings.ts';
import type { ImageChangeLog } from '../../core/ports/image-change-log.ts';
import type { Layers } from '../layers.ts';
import type { CallOptions } from './options.ts';
import { openSinks } from './sinks.ts';

/** The sinks of a command that ends: told of what it changed once it has. */
export interface CommandEvents {
  changes: ImageChangeLog;
  /** Tells what was changed. @returns what could not be told, each for the last time */
  tell(): Promise<readonly Told[]>;
}

/** Opens the sinks when something is first changed: most commands change nothing. */
export function createCommandEvents(layers: Layers, options: CallOptions, context: () => ApiContext): CommandEvents {
  const { sinks: asked = [], retries = EVENT_RETRIES } = options.events ?? {};
  const failed: Told[] = [];
  let opened: Promise<SinkDispatcher | undefined> | undefined;
  const open = () => {
    opened ??= openDispatcher(layers, asked, context(), (told) => {
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
    async tell() {
      const dispatcher = await opened;
      await dispatcher?.tellTouched(options.signal, 1 + retries);
      return failed;
    },
  };
}

async function openDispatcher(
  layers: Layers,
  asked: readonly SinkSettings[],
  context: ApiContext,
  say: (told: Told) => void,
) {
  const options = await openSinks(layers, asked);
  if (!options) return undefined;
  const { SinkDispatcher } = await import('../../api/events/sink-dispatcher.ts');
  return new SinkDispatcher(context, options, say);
}
