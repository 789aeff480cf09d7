import { exact, referenceIn } from '../references/reference.ts';
import { asRepository } from '../references/reference-forms.ts';
import type { Concern } from './concern.ts';
import type { Follower } from './followers.ts';
import { lineName, withNamespace } from './project-objects.ts';
import { type TagState, tagKey } from './tag-state.ts';

/** The name of a tag in a line about a namespace. */
export function tagLabel(
  { namespace, stream, tag }: Pick<TagState, 'namespace' | 'stream' | 'tag'>,
  of?: string,
): string {
  return withNamespace(`${stream}:${tag}`, namespace, of);
}

/** `NAMESPACE/STREAM:TAG` without the namespace where that is the one that a line is about. */
export function shortKey(key: string, namespace: string | undefined): string {
  return namespace !== undefined && key.startsWith(`${namespace}/`) ? key.slice(namespace.length + 1) : key;
}

/** What is wrong with tags, and with what follows them; with a command line that helps, or tells more. */
export function tagConcerns(
  states: readonly TagState[],
  followers: readonly Follower[],
  { namespace, now }: { namespace: string | undefined; now: number },
): Concern[] {
  const withImage = new Set(states.filter(({ image, reference }) => image || reference).map(keyOf));
  return [
    ...states.flatMap((state) => concernsOf(state, namespace)),
    ...overdue(states, now),
    ...followers.flatMap(idle),
  ];

  /** DeploymentConfigs are told of by `oc` itself. */
  function idle({ object, tag }: Follower): Concern[] {
    const isHere = namespace === undefined || tag.startsWith(`${namespace}/`);
    if (!isHere || withImage.has(tag) || ['DeploymentConfig', 'BuildConfig'].includes(object.kind)) return [];
    const message = `${lineName(object, namespace)} follows ${shortKey(tag, namespace)}, which has no image.`;
    return [{ severity: 'error', message }];
  }
}

const keyOf = ({ namespace, stream, tag }: TagState) => tagKey(namespace, stream, tag);

function concernsOf(state: TagState, namespace: string | undefined): Concern[] {
  const { from, failure, behind, pin, pending } = state;
  const name = tagLabel(state, namespace);
  const run = `${state.stream}:${state.tag}${namespace === undefined ? ` -n ${state.namespace}` : ''}`;
  const found: Concern[] = [];
  if (failure) {
    const source = from.type === 'registry' ? repositoryOf(from.pullSpec) : undefined;
    found.push({
      severity: 'error',
      message: `${name} could not be imported: ${failure.message}`,
      ...(source ? { suggestion: `imagestream registry check ${source}` } : {}),
    });
  }
  if (from.type === 'tag' && !from.found) {
    const message = `${name} follows ${shortKey(from.key, namespace)}, which does not exist.`;
    found.push({ severity: 'error', message });
  }
  if (behind) {
    const source = shortKey(behind.knownFrom, namespace);
    const held = pin
      ? `${name} is pinned, and its source has moved on (${source}).`
      : `${name} is behind: ${source} has a newer image.`;
    found.push({
      severity: 'warning',
      message: held,
      suggestion: `imagestream ${pin ? 'unpin' : 'import-image'} ${run}`,
    });
  }
  if (pending && !failure) {
    const message = `${name} was not imported since its source was written.`;
    found.push({ severity: 'warning', message, suggestion: `imagestream import-image ${run}` });
  }
  return found;
}

/** One concern for all that a watch should have done by now. What fails was looked at, and has a concern of its own. */
function overdue(states: readonly TagState[], now: number): Concern[] {
  // A watch looks every few seconds: what is due for less than a minute is not late.
  const late = states.filter(({ due, failure }) => !failure && due !== undefined && due < now - 60_000).length;
  if (late === 0) return [];
  const message = `${late === 1 ? '1 scheduled tag is' : `${late} scheduled tags are`} due, and nothing has looked.`;
  return [{ severity: 'warning', message, suggestion: 'imagestream watch --once' }];
}

function repositoryOf(pullSpec: string): string | undefined {
  const reference = referenceIn(pullSpec);
  return reference && exact(asRepository(reference));
}
