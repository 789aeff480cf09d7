import { PREFER_ARCH, PREFER_OS } from '../images/platform.ts';
import type { ImageStream, NamedTagEventList, TagReference } from '../objects/image-stream.ts';
import type { ImageStreamImport } from '../objects/image-stream-import.ts';
import { exact, type Reference, referenceIn } from '../references/reference.ts';
import { dockerClientDefaults, isDockerHub } from '../references/reference-forms.ts';
import { importDue } from '../stream/import-controller.ts';
import { IMPORT_SUCCESS, isImportable, statusTags } from '../stream/tag-history.ts';
import type { Rhythm } from './rhythm.ts';

/** What the schedule needs to know of a stream. */
export interface ScheduledStream {
  namespace: string;
  name: string;
  /** As it was read. */
  object: ImageStream;
  /** The import of everything that is pending, and of every scheduled tag. */
  request: ImageStreamImport;
  /** Tags that were never imported as they are now: due at once, scheduled or not. */
  pending: ReadonlySet<string>;
  /** Whether the repository of the stream was never looked at. */
  full: boolean;
  tags: ScheduledTag[];
}

export interface ScheduledTag {
  name: string;
  /** The registry as lookups name it. */
  registry: string;
  /** What it follows, with Docker's defaults. */
  reference: string;
  rhythm: Rhythm;
  /** When its newest image was recorded, in milliseconds since the epoch; 0 for never. */
  recorded: number;
  /** Changes with everything that an import of an unchanged reference depends on; empty where it has to be imported. */
  fingerprint: string;
  /** The digest that it has now. */
  image: string | undefined;
  failure: { reason: string; message: string } | undefined;
}

/**
 * The tags of a stream that are looked up from time to time (image-stream model 5): importable, marked `scheduled`, and
 * not pinned to a digest that was imported already.
 *
 * @param rhythmOf when a tag is due again
 * @returns undefined where nothing is scheduled, and nothing pending
 */
export function scheduledStream(
  stream: ImageStream,
  rhythmOf: (tag: TagReference) => Rhythm,
): ScheduledStream | undefined {
  const pending = importDue(stream);
  const histories = statusTags(stream);
  const scheduled = (stream.spec.tags ?? []).filter((tag) => isScheduled(tag, histories.get(tag.name)));
  const names = new Set(scheduled.map((tag) => tag.name));
  const request = names.size === 0 ? pending : importDue(stream, names);
  if (!request) return undefined;
  return {
    namespace: stream.metadata.namespace ?? '',
    name: stream.metadata.name,
    object: stream,
    request,
    pending: new Set((pending?.spec.images ?? []).map(({ to }) => to?.name ?? '')),
    full: request.spec.repository !== undefined,
    tags: scheduled.map((tag) => scheduledTag(tag, histories.get(tag.name), rhythmOf(tag))),
  };
}

function isScheduled(tag: TagReference, history: NamedTagEventList | undefined): boolean {
  if (!isImportable(tag) || tag.importPolicy.scheduled !== true) return false;
  const reference = parsed(tag);
  if (!reference) return false;
  const newest = history?.items?.[0];
  const imported = newest !== undefined && tag.generation !== null && newest.generation >= tag.generation;
  return !(reference.id !== '' && imported);
}

function scheduledTag(tag: TagReference, history: NamedTagEventList | undefined, rhythm: Rhythm): ScheduledTag {
  const reference = dockerClientDefaults(parsed(tag) as Reference);
  const { items, conditions } = history ?? {};
  const newest = items?.[0];
  const failure = conditions?.find(({ type }) => type === IMPORT_SUCCESS);
  return {
    name: tag.name,
    registry: isDockerHub(reference.registry) ? 'docker.io' : reference.registry,
    reference: exact(reference),
    rhythm,
    recorded: Date.parse(newest?.created ?? '') || 0,
    fingerprint: newest && !failure ? fingerprint(tag, newest.image, newest.dockerImageReference) : '',
    image: newest?.image,
    failure: failure && { reason: failure.reason, message: failure.message },
  };
}

function fingerprint({ from, importPolicy, annotations }: TagReference, image: string, pullSpec: string): string {
  const preferences = [annotations?.[PREFER_ARCH] ?? '', annotations?.[PREFER_OS] ?? ''];
  return [from?.name, importPolicy.importMode ?? 'Legacy', ...preferences, image, pullSpec].join(' ');
}

function parsed(tag: TagReference): Reference | undefined {
  const reference = referenceIn(tag.from?.name ?? '');
  return reference?.name ? reference : undefined;
}
