import { CONTENT_SOURCE_POLICY, DIGEST_MIRROR_SET, TAG_MIRROR_SET } from '../kinds/kind-names.ts';
import type { ResourceKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { cause, type StatusCause } from '../status.ts';
import { isLocation, isWildcard } from './host-syntax.ts';
import { array, checkSchema, object, text } from './open-api-schema.ts';
import type { Mirror, RegistryEntry } from './registry-entry.ts';

/** A kind of object that names mirrors, and where it does (image-stream model 4.8). */
interface MirrorSetKind {
  kind: ResourceKind;
  /** The field of the spec with the list. */
  list: string;
  pull: Mirror['pull'];
}

export const MIRROR_SET_KINDS: readonly MirrorSetKind[] = [
  { kind: DIGEST_MIRROR_SET, list: 'imageDigestMirrors', pull: 'digest-only' },
  { kind: TAG_MIRROR_SET, list: 'imageTagMirrors', pull: 'tag-only' },
  { kind: CONTENT_SOURCE_POLICY, list: 'repositoryDigestMirrors', pull: 'digest-only' },
];

interface MirrorRule {
  source?: string;
  mirrors?: string[];
  mirrorSourcePolicy?: string;
}

const RULES = array(object({ source: text, mirrors: array(text), mirrorSourcePolicy: text }));

/** Checks a mirror set that is to be written or was read. */
export function validateMirrorSet(set: KubeObject, { list }: MirrorSetKind): StatusCause[] {
  const causes = checkSchema(set, object({ spec: object({ [list]: RULES }) }));
  if (causes.length > 0) return causes;
  return rulesOf(set, list).flatMap(({ source = '', mirrors, mirrorSourcePolicy }, index) => {
    const at = `spec.${list}[${index}]`;
    const policies = ['NeverContactSource', 'AllowContactingSource'];
    const why = 'must be a host with an optional port and path';
    return [
      ...(source === '' ? [cause.required(`${at}.source`)] : []),
      ...(source === '' || isLocation(source) || isWildcard(source)
        ? []
        : [cause.invalid(`${at}.source`, source, `${why}, or *.example.com`)]),
      ...(mirrors ?? []).flatMap((mirror, i) =>
        isLocation(mirror) ? [] : [cause.invalid(`${at}.mirrors[${i}]`, mirror, why)],
      ),
      ...(mirrorSourcePolicy === undefined || policies.includes(mirrorSourcePolicy)
        ? []
        : [cause.notSupported(`${at}.mirrorSourcePolicy`, mirrorSourcePolicy, policies)]),
    ];
  });
}

/**
 * The entries of all mirror sets, one for each source. The same source in several sets gets the mirrors of all of them,
 * each once, in the order in which they are met.
 */
export function mirrorEntries(sets: readonly { object: KubeObject; kind: MirrorSetKind }[]): RegistryEntry[] {
  const entries = new Map<string, { mirrors: Mirror[]; origins: Set<string> }>();
  for (const { object: set, kind } of sets) {
    for (const { source = '', mirrors = [] } of rulesOf(set, kind.list)) {
      const entry = entries.get(source) ?? { mirrors: [], origins: new Set() };
      entries.set(source, entry);
      entry.origins.add(`${kind.kind.singular}/${set.metadata.name}`);
      for (const location of mirrors) {
        if (entry.mirrors.some((mirror) => mirror.location === location && mirror.pull === kind.pull)) continue;
        entry.mirrors.push({ location, insecure: false, pull: kind.pull });
      }
    }
  }
  return [...entries].map(([prefix, { mirrors, origins }]) => ({
    ...{ prefix, location: '', insecure: false, blocked: false, mirrors },
    origin: [...origins].join(', '),
  }));
}

function rulesOf(set: KubeObject, list: string): MirrorRule[] {
  const spec = (set.spec ?? {}) as Record<string, MirrorRule[] | null | undefined>;
  return spec[list] ?? [];
}
