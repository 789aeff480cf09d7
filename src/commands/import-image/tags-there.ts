import { nearWords } from '../../core/near-words.ts';
import type { ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import { parseReference } from '../../core/references/reference.ts';
import { dockerClientDefaults } from '../../core/references/reference-forms.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import { addressOf, repositoryKey } from '../../core/registries/repository-address.ts';
import { isAppError } from '../../errors.ts';
import type { Ports } from '../command.ts';

/** So many tags are named. */
const NAMED = 5;
/** Longer than this, in milliseconds, nobody waits for a hint. */
const PATIENCE = 5000;

/**
 * Of an import of one tag that its registry does not have: which tags there are that come near, or the newest. One request for
 * the list of tags, and none where anything else failed.
 *
 * @returns a sentence, or the command that finds out more; undefined for a failure of another kind
 */
export async function tagsThere(
  { spec, status, metadata }: ImageStreamImport,
  ports: Ports,
): Promise<string | undefined> {
  const [asked, ...others] = spec.images ?? [];
  const outcome = status.images?.[0]?.status;
  if (!asked || others.length > 0 || outcome?.reason !== 'NotFound') return undefined;
  const reference = parseReference(asked.from.name);
  if (reference.id) return undefined;
  try {
    const { tag } = dockerClientDefaults(reference);
    const { registry } = ports.registries({ authFile: '', authorityFile: '' });
    const there = await registry.listTags(addressOf(reference, asked.importPolicy.insecure === true), {
      credentials: ports.api.credentials(metadata.namespace ?? ports.namespace),
      signal: AbortSignal.any([ports.signal, AbortSignal.timeout(PATIENCE)]),
    });
    return sentence(repositoryKey(reference), tag, there);
  } catch (error) {
    // The import has failed already: this would only have helped.
    if (!isAppError(error) || ports.signal.aborted) throw error;
    return `imagestream registry check ${repositoryKey(reference)} says what is wrong`;
  }
}

function sentence(repository: string, tag: string, there: readonly string[]): string {
  if (there.length === 0) return `${repository} has no tags`;
  const near = nearWords(tag, there);
  const named = (near.length > 0 ? near : orderTags(there)).slice(0, NAMED);
  const left = near.length > 0 ? 0 : there.length - named.length;
  const more = left > 0 ? `, and ${left} more` : '';
  return `${repository} has no tag "${tag}"; ${near.length > 0 ? 'near it are' : 'it has'} ${named.join(', ')}${more}`;
}
