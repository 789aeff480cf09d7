import type {
  Image,
  ImageStream,
  ImageStreamImage,
  ImageStreamTag,
  NamedTagEventList,
  TagReference,
} from '../../../core/objects/image-stream.ts';
import { IMPORT_SUCCESS } from '../../../core/stream/tag-history.ts';
import { ago, isZeroTime } from '../../text/human-duration.ts';
import { type Columns, named } from './columns.ts';

/** What the table of image tags reads: the tag's spec and its history, either of which may be missing. */
export interface ImageTagParts {
  metadata: { name: string };
  spec?: TagReference | null;
  status?: NamedTagEventList | null;
}

export const IMAGE_COLUMNS: Columns<Image> = {
  columns: named('Name', 'Image Reference'),
  cells: ({ metadata, dockerImageReference }) => [metadata.name, dockerImageReference],
};

export const IMAGE_STREAM_COLUMNS: Columns<ImageStream> = {
  columns: named('Name', 'Image Repository', 'Tags', 'Updated'),
  cells: ({ metadata, spec, status }, now) => {
    const lists = status?.tags ?? [];
    const latest = lists.reduce((time, list) => Math.max(time, latestTime(list)), Number.NEGATIVE_INFINITY);
    const repository =
      status?.publicDockerImageRepository || spec?.dockerImageRepository || status?.dockerImageRepository;
    const updated = Number.isFinite(latest) ? ago(new Date(latest).toISOString(), now) : '';
    return [metadata.name, repository ?? '', tagsWithin(lists, 40), updated];
  },
};

export const IMAGE_STREAM_TAG_COLUMNS: Columns<ImageStreamTag> = {
  columns: [...named('Name', 'Image Reference', 'Updated'), { name: 'Image Name', wide: true }],
  cells: ({ metadata, image }, now) => [
    metadata.name,
    image?.dockerImageReference ?? '',
    ago(metadata.creationTimestamp, now),
    image?.metadata?.name ?? '',
  ],
};

export const IMAGE_STREAM_IMAGE_COLUMNS: Columns<ImageStreamImage> = {
  columns: [...named('Name', 'Updated'), { name: 'Image Reference', wide: true }, { name: 'Image Name', wide: true }],
  cells: ({ metadata, image }, now) => [
    metadata.name,
    ago(metadata.creationTimestamp, now),
    image?.dockerImageReference ?? '',
    image?.metadata?.name ?? '',
  ],
};

export const IMAGE_TAG_COLUMNS: Columns<ImageTagParts> = {
  columns: named('Name', 'Spec', 'Status', 'History', 'Updated'),
  cells: (tag, now) => {
    const items = tag.status?.items ?? [];
    const { word, state } = tagState(tag);
    const updated = [items[0]?.created, ...(tag.status?.conditions ?? []).map((c) => c.lastTransitionTime)]
      .filter((time) => !isZeroTime(time))
      .map((time) => Date.parse(time as string));
    const last = updated.length > 0 ? ago(new Date(Math.max(...updated)).toISOString(), now) : '';
    return [tag.metadata.name, word, state, items.length > 0 ? `${items.length}` : '', last];
  },
};

/** The tags by recency of their newest event, then by name, as many as fit the width; at least one (oc-cli.md 7). */
function tagsWithin(lists: readonly NamedTagEventList[], width: number): string {
  const tags = [...lists]
    .sort((a, b) => compareTimes(latestTime(b), latestTime(a)) || (a.tag < b.tag ? -1 : 1))
    .map((list) => list.tag);
  const shown = tags.slice(0, Math.max(Math.min(1, tags.length), fitting(tags, width)));
  const hidden = tags.length - shown.length;
  return hidden > 0 ? `${shown.join(',')} + ${hidden} more...` : shown.join(',');
}

/** How many tags fit. A quarter of the width may be overrun where stopping would leave more than a quarter empty. */
function fitting(tags: readonly string[], width: number): number {
  const margin = Math.trunc(width / 4);
  let left = width;
  for (const [i, tag] of tags.entries()) {
    left -= tag.length + 1;
    const stretches = i > 0 && margin < left + tag.length && margin >= -left;
    if (left < 0 && !stretches) return i;
  }
  return tags.length;
}

const latestTime = ({ items }: NamedTagEventList) =>
  items?.[0] && !isZeroTime(items[0].created) ? Date.parse(items[0].created) : Number.NEGATIVE_INFINITY;

/** A difference that is 0 for two infinities of the same sign. */
const compareTimes = (a: number, b: number) => (a === b ? 0 : a - b);

/** The cells SPEC and STATUS: how the tag is set, and what came of it. */
function tagState({ spec, status }: ImageTagParts): { word: string; state: string } {
  let { word, source, problem } = tagSource(spec);
  const generation = spec?.generation ?? 0;
  const event = status?.items?.[0];
  if (event) {
    const known = generation > 0 && event.generation > 0;
    if (known && event.generation < generation) problem = 'Importing';
    else if (event.image) source = `image/${event.image}`;
    else if (event.dockerImageReference) source = event.dockerImageReference;
    const isNewer = known && event.generation > generation;
    if (word === '' && source !== '') word = 'Push';
    else if (word !== 'Track' && isNewer) word = 'Push';
  }
  const failure = status?.conditions?.findLast((c) => c.type === IMPORT_SUCCESS && c.status === 'False');
  if (failure) problem = `ImportFailed (${failure.reason})`;
  return { word, state: problem || source };
}

function tagSource(spec: TagReference | null | undefined): { word: string; source: string; problem: string } {
  const from = spec?.from;
  if (!spec || !from) return { word: '', source: '', problem: '' };
  const word = spec.importPolicy?.scheduled ? 'Scheduled' : spec.reference ? 'Ref' : 'Tag';
  switch (from.kind) {
    case 'DockerImage':
      return { word, source: from.name, problem: '' };
    case 'ImageStreamImage': {
      const at = from.name.indexOf('@');
      if (at < 0) return { word, source: '', problem: 'InvalidRefName' };
      return { word, source: `image/${from.name.slice(at + 1)}`, problem: '' };
    }
    case 'ImageStreamTag': {
      const source = from.namespace ? `istag ${from.namespace}/${from.name}` : `istag/${from.name}`;
      return { word: from.name.includes(':') ? word : 'Track', source, problem: '' };
    }
    default:
      return { word, source: '', problem: 'InvalidRefKind' };
  }
}
