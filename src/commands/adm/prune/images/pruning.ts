import { inParallel } from '../../../../core/concurrency/parallel.ts';
import { untilNoRace } from '../../../../core/concurrency/races.ts';
import { historyFromStored } from '../../../../core/history/stored-history.ts';
import { IMAGE, IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../../../core/kinds/kind-names.ts';
import type { Image, ImageStream } from '../../../../core/objects/image-stream.ts';
import type { KubeObject } from '../../../../core/objects/meta.ts';
import {
  type Images,
  type PrunedStream,
  type PruneOptions,
  pruneHistory,
  unusedImages,
} from '../../../../core/prune/plan.ts';
import { imageSizeLimits, LIMIT_RANGE } from '../../../../core/prune/size-limit.ts';
import { REFERRING_KINDS, type UsedReferences, usedReferences } from '../../../../core/prune/used-references.ts';
import { isStatusError } from '../../../../core/status.ts';
import { AppError, interrupted, isAppError } from '../../../../errors.ts';
import type { Ports } from '../../../command.ts';

export interface PruneRequest {
  confirm: boolean;
  /** Only streams of the current namespace, and no Image objects. */
  oneNamespace: boolean;
  /** Milliseconds. */
  keepYoungerThan: number;
  keepTagRevisions: number;
  overSizeLimit: boolean;
  allImages: boolean;
  ignoreInvalidRefs: boolean;
  workers: number;
}

export interface PruneResult {
  request: PruneRequest;
  /** References that cannot be read. With any, nothing was done. */
  invalid: readonly string[];
  /** What was taken on, in this order; it is done unless a failure says otherwise. */
  streams: readonly { namespace: string; name: string; dropped: number; failure?: AppError }[];
  images: readonly { name: string; failure?: AppError }[];
  /** Set when a signal ended the command early. */
  interrupted: boolean;
}

/** What cannot be read may need what would be removed. */
const WHOLE = { whole: true } as const;

/**
 * Prunes by the rules of `core/prune`: histories first, then the images that no history names any more. What goes wrong
 * with one object is part of the result. Fails where objects cannot be read, before anything is changed.
 */
export async function prune(request: PruneRequest, ports: Ports): Promise<PruneResult> {
  // Streams before images: whoever records an image stores the image first.
  const streams = await listStreams(request, ports);
  const options = await pruneOptions(request, ports);
  const used = usedReferences(await listReferrers(ports), options.keepAfter);
  const result = { request, streams: [], images: [], interrupted: false };
  if (used.invalid.length > 0 && !request.ignoreInvalidRefs) return { ...result, invalid: used.invalid };
  const pruning: Pruning = { request, ports, used, options, images: await listImages(ports) };
  const outcomes = await inParallel(streams, request.workers, (stream) => pruneStream(stream, pruning));
  const images = request.oneNamespace
    ? []
    : await pruneImages(
        outcomes.map((outcome) => outcome.stream),
        pruning,
      );
  return {
    ...result,
    invalid: [],
    streams: outcomes.flatMap(({ stream, dropped, failure }) => {
      const { name, namespace = '' } = stream.metadata;
      return dropped > 0 ? [{ namespace, name, dropped, ...(failure ? { failure } : {}) }] : [];
    }),
    images,
    interrupted: ports.signal.aborted,
  };
}

interface Pruning {
  request: PruneRequest;
  ports: Ports;
  used: UsedReferences;
  options: PruneOptions;
  images: Images;
}

async function listStreams({ oneNamespace }: PruneRequest, { api, namespace }: Ports): Promise<ImageStream[]> {
  return (await api.list<ImageStream>(IMAGE_STREAM, oneNamespace ? namespace : undefined, WHOLE)).items;
}

async function listImages({ api }: Ports): Promise<Images> {
  const { items } = await api.list<Image & KubeObject>(IMAGE, undefined, WHOLE);
  return new Map(items.map((image) => [image.metadata.name, image]));
}

/** What tags with a minimal age have not taken yet. */
async function waitingImages({ api }: Ports): Promise<string[]> {
  const { items } = await api.list(IMAGE_STREAM_HISTORY, undefined, WHOLE);
  return items.flatMap((history) =>
    historyFromStored(history).tags.flatMap(({ waiting = [] }) => waiting.map((w) => w.image)),
  );
}

/** Of every namespace, also with `-n`: a workload may use another namespace's stream. */
async function listReferrers({ api }: Ports) {
  const lists = await Promise.all(REFERRING_KINDS.map((kind) => api.list(kind, undefined, WHOLE)));
  return REFERRING_KINDS.map((kind, i) => ({ kind, objects: lists[i]?.items ?? [] }));
}

async function pruneOptions(request: PruneRequest, { api, now }: Ports): Promise<PruneOptions> {
  return {
    keepAfter: now().getTime() - request.keepYoungerThan,
    keepTagRevisions: request.keepTagRevisions,
    allImages: request.allImages,
    sizeLimits: request.overSizeLimit
      ? imageSizeLimits((await api.list(LIMIT_RANGE, undefined, WHOLE)).items)
      : undefined,
  };
}

interface StreamOutcome extends PrunedStream {
  failure?: AppError;
}

/** Writes the shorter history. When somebody else wrote meanwhile, what they wrote is looked at anew. */
async function pruneStream(
  listed: ImageStream,
  { request, ports, used, options, images }: Pruning,
): Promise<StreamOutcome> {
  const { name, namespace = '' } = listed.metadata;
  const nothing = { stream: listed, dropped: 0 };
  let pruned = pruneHistory(listed, images, used, options);
  if (!request.confirm || pruned.dropped === 0) return pruned;
  let again = false;
  const attempt = async () => {
    if (ports.signal.aborted) return nothing;
    if (again) {
      const latest = await ports.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
      pruned = pruneHistory(latest, await listImages(ports), used, options);
      if (pruned.dropped === 0) return pruned;
    }
    again = true;
    return { ...pruned, stream: await ports.api.updateStatus(namespace, pruned.stream) };
  };
  try {
    return await untilNoRace(attempt, (error) => isStatusError(error, 'Conflict'));
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return nothing;
    return { ...pruned, failure: failureOf(error, `imagestream ${namespace}/${name}`) };
  }
}

async function pruneImages(planned: readonly ImageStream[], pruning: Pruning): Promise<PruneResult['images']> {
  const { request, ports, options, images } = pruning;
  if (ports.signal.aborted) return [];
  const candidates = unusedImages(planned, images, options, await waitingImages(ports));
  if (!request.confirm || candidates.length === 0) return candidates.map((name) => ({ name }));
  // What the histories are now decides: some could not be shortened, others may have got an image meanwhile.
  const unused = unusedImages(await listStreams(request, ports), images, options, await waitingImages(ports));
  const outcomes = await inParallel(unused, request.workers, async (name) => {
    if (ports.signal.aborted) return [];
    try {
      await ports.api.delete(IMAGE, '', name);
      return [{ name }];
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return [];
      return [{ name, failure: failureOf(error, `image ${name}: failed to delete image ${name}`) }];
    }
  });
  await putBack(outcomes.flat(), pruning);
  return outcomes.flat();
}

/** An import may have found an image stored, and named it in a stream while it was deleted here. */
async function putBack(deleted: PruneResult['images'], { request, ports, images }: Pruning): Promise<void> {
  if (deleted.length === 0) return;
  const named = new Set(
    (await listStreams(request, ports)).flatMap(({ status }) =>
      (status.tags ?? []).flatMap(({ items }) => (items ?? []).map(({ image }) => image)),
    ),
  );
  for (const { name } of deleted) {
    const image = images.get(name) as (Image & KubeObject) | undefined;
    if (!image || !named.has(name)) continue;
    try {
      await ports.api.create(IMAGE, '', image);
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    }
  }
}

/** What went wrong with one object, so that the others go on. What is no error of ours ends the command. */
function failureOf(error: unknown, what: string): AppError {
  if (!isAppError(error)) throw error;
  if (error.code === 'INTERRUPTED') return interrupted();
  const code = error.code === 'STATUS' ? 'ARGUMENT' : error.code;
  return new AppError(code, `${what}: ${error.message}`, { hint: error.hint, cause: error });
}
