import {
  isImageFailure,
  isMissing,
  statusOfListFailure,
  statusOfPartialFailure,
} from '../../core/images/import-status.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type {
  ImageImportStatus,
  ImageStreamImport,
  ImportAdvice,
  RepositoryImportStatus,
} from '../../core/objects/image-stream-import.ts';
import { exact, parseReference, type Reference } from '../../core/references/reference.ts';
import { asRepository } from '../../core/references/reference-forms.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { forbidden, type Status, success } from '../../core/status.ts';
import { pinnedTags, stillPinned } from '../../core/stream/pin.ts';
import type { ApiContext } from '../context.ts';
import type { ImageLookup } from './image-lookup.ts';
import { adviceFor, type LookupOptions, lookUpImages } from './image-lookups.ts';
import { searchInTurn } from './short-name-search.ts';
import { lookupOf, tagsOf } from './tag-lookups.ts';

/** The tags of a repository, and the name under which they were found. */
interface Listing {
  status: Status;
  missing?: boolean;
  reference?: Reference;
  listed?: string[];
  advice?: ImportAdvice;
}

/**
 * Lists the tags of a repository and looks their images up, the first of them up to the limit of the settings; the others are
 * named. Failures are data.
 * @param stream what the tags have now; undefined where there is no stream
 */
export async function importRepository(
  context: ApiContext,
  spec: NonNullable<ImageStreamImport['spec']['repository']>,
  stream: ImageStream | undefined,
  options: LookupOptions,
): Promise<RepositoryImportStatus> {
  const insecure = spec.importPolicy.insecure === true;
  const { name } = spec.from;
  const meaning = await options.rules.candidates(parseReference(name));
  const attempt = (at: Reference) =>
    listTags(context, at, at.registry && meaning.references.length > 1 ? exact(at) : name, insecure, options);
  const { status, reference, listed, advice } = await searchInTurn<Listing>(name, meaning, attempt, {
    refuses: (at) => options.policy?.refusesImport(at, insecure),
    warn: context.warn,
  });
  if (!listed || !reference) return { status, ...(advice ? { advice } : {}) };
  const ordered = withoutPinned(context, orderTags(listed), stream);
  const limit = context.settings.maxImagesBulkImportedPerRepository;
  const wanted = limit < 0 ? ordered : ordered.slice(0, limit);
  const tags = tagsOf(stream);
  const lookups = wanted.map((tag): ImageLookup => {
    const from = exact({ ...asRepository(reference), tag });
    return lookupOf({ from: { name: from }, to: { name: tag }, importPolicy: spec.importPolicy }, tags);
  });
  const found = await lookUpImages(context, lookups, options);
  const images = found.map((image, index): ImageImportStatus => ({ ...image, tag: wanted[index] as string }));
  const failed = images.filter((image) => image.status.status === 'Failure').length;
  const additionalTags = ordered.slice(wanted.length);
  return {
    status: failed === 0 ? success : statusOfPartialFailure(failed),
    images,
    ...(additionalTags.length > 0 ? { additionalTags } : {}),
  };
}

/** A pinned tag stays what it is: nothing is looked up for it. */
function withoutPinned({ warn }: ApiContext, tags: readonly string[], stream: ImageStream | undefined): string[] {
  const pinned = stream ? pinnedTags(stream) : new Map<string, string>();
  return tags.filter((tag) => {
    const image = pinned.get(tag);
    if (stream && image !== undefined) warn(stillPinned(stream, tag, image));
    return image === undefined;
  });
}

/** @param name of the repository, for messages */
async function listTags(
  { registry, signal }: ApiContext,
  reference: Reference,
  name: string,
  insecure: boolean,
  { credentials, rules }: LookupOptions,
): Promise<Listing> {
  if ((await rules.blocks())(reference)) {
    return { status: forbidden(`forbidden: registry ${reference.registry} blocked`).status };
  }
  try {
    const request = { credentials, ...(signal ? { signal } : {}) };
    return { status: success, reference, listed: await registry.listTags(addressOf(reference, insecure), request) };
  } catch (error) {
    if (!isImageFailure(error)) throw error;
    const missing = isMissing(error);
    const advice = missing ? {} : { advice: adviceFor(error, reference) };
    return { status: statusOfListFailure(error, name), missing, ...advice };
  }
}
