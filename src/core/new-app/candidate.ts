import type { DockerImageMetadata, ImageStream, ImportMode, TagReference } from '../objects/image-stream.ts';
import type { Reference } from '../references/reference.ts';
import { latestEvent, specTag } from '../stream/tag-history.ts';

/** The image that an argument of `new-app` means. */
export type FoundImage =
  /** A tag of a stream; without `image` for a tag that has none and may have none. */
  | { type: 'stream'; stream: ImageStream; tag: string; image?: DockerImageMetadata }
  | {
      type: 'registry';
      pullSpec: string;
      /** As it is told to people. */
      registry: string;
      tag: string;
      image: DockerImageMetadata;
      insecure: boolean;
      importMode: ImportMode;
    }
  /** Nothing was found, and it is to be used all the same. */
  | { type: 'missing'; pullSpec: string };

/** Something that an argument could mean. */
export interface Candidate {
  /** 0 for a perfect match; the higher, the worse. */
  score: number;
  /** Its exact name, such as `demo/app:1`. */
  name: string;
  /** The flags that mean it and nothing else. */
  argument: string;
  description: string;
  /** The stream has no tags at all. */
  noTags?: boolean;
  found: FoundImage;
  /** The image of a stream's tag, still to be looked up. */
  digest?: string;
}

/** How well a stream's name fits what was asked; undefined for not at all. */
export function nameScore(name: string, asked: string): number | undefined {
  const [lower, lowerAsked] = [name.toLowerCase(), asked.toLowerCase()];
  if (name === asked) return 0;
  if (lower === lowerAsked) return 0.02;
  if (name.startsWith(asked)) return 0.1;
  if (lower.startsWith(lowerAsked)) return 0.12;
  if (name.includes(asked)) return 0.2;
  return lower.includes(lowerAsked) ? 0.22 : undefined;
}

const isHidden = (tag: TagReference | undefined) => (tag?.annotations?.tags ?? '').split(',').includes('hidden');

/**
 * What of a stream an argument could mean (oc CLI 10): the tag that it names; or its other tags, as worse matches.
 * @param asked a name with or without a tag
 * @param options.allowMissing whether a tag without an image may be used
 */
export function streamCandidates(
  stream: ImageStream,
  asked: Reference,
  options: { allowMissing: boolean },
): Candidate[] {
  const score = nameScore(stream.metadata.name, asked.name);
  if (score === undefined) return [];
  const tag = wantedTag(stream, asked.tag);
  const hidden = asked.tag === '' && isHidden(specTag(stream, 'latest'));
  const digest = latestEvent(stream, tag)?.image;
  if (digest && !hidden) return [{ ...candidate(stream, tag, score), digest }];
  if (options.allowMissing) return [candidate(stream, tag, score)];
  const others = (stream.status.tags ?? []).filter((history) => Boolean(history.items?.[0]?.image));
  if (others.length === 0) return [{ ...candidate(stream, '', score + 0.5), noTags: true }];
  return others
    .filter((history) => !isHidden(specTag(stream, history.tag)))
    .map((history) => candidate(stream, history.tag, score + 0.5));
}

/** Without a tag `latest` is meant, or the tag of the same stream that it follows, so that authors choose the default. */
function wantedTag(stream: ImageStream, asked: string): string {
  if (asked) return asked;
  const from = specTag(stream, 'latest')?.from;
  if (isHidden(specTag(stream, 'latest')) || from?.kind !== 'ImageStreamTag' || from.name.includes(':'))
    return 'latest';
  const target = specTag(stream, from.name);
  return target && !isHidden(target) && latestEvent(stream, from.name) ? from.name : 'latest';
}

function candidate(stream: ImageStream, tag: string, score: number): Candidate {
  const { name, namespace = '' } = stream.metadata;
  const path = `${namespace}/${name}`;
  const found: FoundImage = { type: 'stream', stream, tag };
  if (!tag) {
    return {
      score,
      name: path,
      argument: `--image-stream=${JSON.stringify(path)} --allow-missing-imagestream-tags`,
      description: `Image stream ${JSON.stringify(name)} in project ${JSON.stringify(namespace)}`,
      found,
    };
  }
  return {
    score,
    name: `${path}:${tag}`,
    argument: `--image-stream=${JSON.stringify(`${path}:${tag}`)}`,
    description: `Image stream ${JSON.stringify(name)} (tag ${JSON.stringify(tag)}) in project ${JSON.stringify(namespace)}`,
    found,
  };
}

/** What candidates leave to choose. */
export type Choice =
  | { type: 'one'; candidate: Candidate }
  | { type: 'partial' | 'no-tags'; candidate: Candidate }
  | { type: 'several'; candidates: readonly Candidate[] }
  | { type: 'none' };

/** A perfect match wins where there is only one; all else is told to the user instead of guessed. */
export function choose(candidates: readonly Candidate[]): Choice {
  const sorted = [...candidates].sort((a, b) => a.score - b.score);
  const [best, next] = sorted;
  if (!best) return { type: 'none' };
  if (next && next.score === best.score) return { type: 'several', candidates: sorted };
  if (best.score === 0) return { type: 'one', candidate: best };
  return { type: best.noTags && !next ? 'no-tags' : 'partial', candidate: best };
}
