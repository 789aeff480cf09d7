import { createHash } from 'node:crypto';
import type { SinkSettings } from '../core/events/sink-settings.ts';

/** The same for the same command or URL with the same choice of events: 16 hexadecimal digits. Passwords in URLs stay unknown. */
export function sinkId(settings: SinkSettings): string {
  const { type, events } = settings;
  const where = settings.type === 'exec' ? [settings.command, settings.input] : [settings.url];
  return createHash('sha256')
    .update(JSON.stringify([type, events, ...where]))
    .digest('hex')
    .slice(0, 16);
}
