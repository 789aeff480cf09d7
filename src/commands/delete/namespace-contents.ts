import { ACCOUNTS_EVERYWHERE } from '../../api/storage/service-accounts.ts';
import { HELD_KINDS } from '../../core/kinds/held-kinds.ts';
import { IMAGE_STREAM_HISTORY, SERVICE_ACCOUNT } from '../../core/kinds/kind-names.ts';
import type { Ports } from '../command.ts';

/** What lies in a namespace, as a list for people such as `2 imagestreams and 1 secret`; empty where nothing does. */
export async function namespaceContents(namespace: string, { api }: Pick<Ports, 'api'>): Promise<string> {
  const parts: string[] = [];
  for (const kind of HELD_KINDS) {
    // It belongs to its stream.
    if (kind === IMAGE_STREAM_HISTORY) continue;
    const names = await api.names(kind, namespace);
    const { length } =
      kind === SERVICE_ACCOUNT ? names.filter(({ name }) => !ACCOUNTS_EVERYWHERE.includes(name)) : names;
    if (length > 0) parts.push(`${length} ${length === 1 ? kind.singular : kind.plural}`);
  }
  const last = parts.pop() ?? '';
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
}
