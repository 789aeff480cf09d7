import { type PlatformPreference, PREFER_ARCH, PREFER_OS } from '../../core/images/platform.ts';
import type { ImageStream, NamedTagEventList, TagImportPolicy, TagReference } from '../../core/objects/image-stream.ts';
import { specTags, statusTags } from '../../core/stream/tag-history.ts';
import type { Freshness, ImageLookup } from './image-lookup.ts';

/** Digests of a tag's history that are worth naming to the registry. */
const KNOWN_DIGESTS = 8;

/** The tags of a stream by name: what is wanted, and what has been. */
export interface KnownTags {
  wanted: ReadonlyMap<string, TagReference>;
  histories: ReadonlyMap<string, NamedTagEventList>;
}

/** No tags where there is no stream. */
export function tagsOf(stream: ImageStream | undefined): KnownTags {
  return {
    wanted: stream ? specTags(stream) : new Map(),
    histories: stream ? statusTags(stream) : new Map(),
  };
}

/** What is to be looked up for one image of an import, with what its tag says and has had. */
export function lookupOf(
  spec: { from: { name: string }; to?: { name: string }; importPolicy: TagImportPolicy },
  { wanted, histories }: KnownTags,
  freshness?: Freshness,
): ImageLookup {
  const to = spec.to?.name ?? '';
  return {
    from: spec.from.name,
    importMode: spec.importPolicy.importMode ?? 'Legacy',
    insecure: spec.importPolicy.insecure === true,
    preference: preferenceOf(wanted.get(to)),
    known: knownDigests(histories.get(to)),
    freshness,
  };
}

/** Annotations of the stream's existing tag steer the choice of platform (image-stream model 4.3). */
function preferenceOf(tag: TagReference | undefined): PlatformPreference {
  const annotations = tag?.annotations ?? {};
  return { architecture: annotations[PREFER_ARCH], os: annotations[PREFER_OS] };
}

function knownDigests(history: NamedTagEventList | undefined): string[] {
  const digests = (history?.items ?? []).map((item) => item.image).filter(Boolean);
  return [...new Set(digests)].slice(0, KNOWN_DIGESTS);
}
