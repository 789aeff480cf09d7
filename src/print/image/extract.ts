import type { ExtractEvent, ImageExtractRequest } from '../../commands/image/extract.ts';
import type { LayerEntry } from '../../core/ports/layer-files.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** What was left out is told of so many entries; of more, how many they are. */
const MOST_TOLD = 20;

/** `image extract`: with `--dry-run` a line for each entry; what was left out goes to standard error. */
export async function prepare(
  _request: ImageExtractRequest,
): Promise<(events: AsyncIterable<ExtractEvent>) => Printed> {
  return (events) => ({ stdout: '', more: printed(events) });
}

async function* printed(events: AsyncIterable<ExtractEvent>): AsyncGenerator<Printed> {
  let leftOut = 0;
  for await (const event of events) {
    if (event.type === 'entry') yield { stdout: `${safeLine(entryLine(event))}\n` };
    else if (++leftOut <= MOST_TOLD) {
      yield { stdout: '', stderr: `warning: ${safeLine(event.entry.name)} is left out: ${safeLine(event.why)}\n` };
    }
  }
  if (leftOut > MOST_TOLD) yield { stdout: '', stderr: `warning: ${leftOut - MOST_TOLD} more are left out\n` };
}

/** As `oc image extract --dry-run` prints it: the layer, the mode, the size, and where it goes. */
function entryLine({ layer, entry, folder }: Extract<ExtractEvent, { type: 'entry' }>): string {
  const { type, flag, size, name, linkname } = entry;
  const under = (path: string) => (folder === '.' ? path : `${folder.replace(/\/$/, '')}/${path}`);
  const start = `${String(layer).padStart(2)} ${modeText(entry)} ${String(size).padStart(12)}`;
  if (type === 'link' || type === 'symlink') return `${start} ${name} -> ${under(linkname)}`;
  const kind = type === 'other' ? ` ${flag.charCodeAt(0).toString(16)}` : '';
  return `${start} ${under(name)}${kind}`;
}

/** Go's text of a file mode: letters of the kind, and nine of permissions. */
function modeText({ type, flag, mode }: LayerEntry): string {
  const kinds: Readonly<Record<string, string>> = { '2': 'L', '3': 'Dc', '4': 'D', '5': 'd', '6': 'p' };
  const bits = `${mode & 0o4000 ? 'u' : ''}${mode & 0o2000 ? 'g' : ''}${mode & 0o1000 ? 't' : ''}`;
  const kind = type === 'directory' ? 'd' : (kinds[flag] ?? '');
  const permissions = [...'rwxrwxrwx'].map((letter, at) => (mode & (0o400 >> at) ? letter : '-'));
  return `${kind + bits || '-'}${permissions.join('')}`;
}
