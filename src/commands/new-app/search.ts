import { IMAGE_STREAM, IMAGE_STREAM_IMAGE } from '../../core/kinds/kind-names.ts';
import { type Candidate, choose, type FoundImage, streamCandidates } from '../../core/new-app/candidate.ts';
import type { NoMatch } from '../../core/new-app/no-match.ts';
import type { ImageStream, ImageStreamImage, ImportMode } from '../../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import { parseReference, type Reference, referenceProblem } from '../../core/references/reference.ts';
import { isStatusError } from '../../core/status.ts';
import { isAppError } from '../../errors.ts';
import type { Ports } from '../command.ts';

/** An argument that names an image, and how it was given. */
export interface AppInput {
  value: string;
  /** `any`: a positional argument. */
  from: 'image' | 'stream' | 'any';
  /** Inputs of one group are deployed together. */
  group: number;
}

export interface SearchOptions {
  allowMissingImages: boolean;
  allowMissingTags: boolean;
  insecure: boolean;
  importMode: ImportMode;
}

/** What an input means, or why it means nothing clear. */
export type SearchResult = { found: FoundImage } | { failure: NoMatch };

/** Streams of this namespace are for everybody. */
const SHARED_NAMESPACE = 'openshift';

const STREAMS = 'images in image streams';
const REGISTRIES = 'local docker images';
const MISSING = 'images not found in container image registry nor locally';

/**
 * Finds the image that an input means (oc CLI 10): a tag of a stream, then an image of a registry.
 */
export async function searchImage(input: AppInput, options: SearchOptions, ports: Ports): Promise<SearchResult> {
  const { value, from } = input;
  const searched: string[] = [];
  const problems: string[] = [];
  const notes: string[] = [];
  const candidates: Candidate[] = [];
  if (from !== 'image') {
    searched.push(STREAMS, ...(from === 'any' ? ['templates loaded in accessible projects', 'template files'] : []));
    candidates.push(...(await searchStreams(value, options, ports)));
    const choice = choose(candidates);
    if (choice.type === 'one') return { found: choice.candidate.found };
  }
  if (from !== 'stream') {
    searched.push(REGISTRIES);
    const found = await searchRegistry(value, options, ports, { notes, problems });
    if (found) return { found };
    if (options.allowMissingImages) {
      searched.push(MISSING);
      if (referenceProblem(value) === undefined) return { found: { type: 'missing', pullSpec: value } };
    }
  }
  const choice = choose(candidates);
  if (choice.type === 'one') return { found: choice.candidate.found };
  if (choice.type === 'none' && from === 'any') problems.push(...(await whyNoSource(value, ports)));
  return { failure: { value, choice, searched, problems, notes, positional: from === 'any' } };
}

/** What stands alone could have been a folder with source code: says so where there is none of that name. */
async function whyNoSource(value: string, { manifests }: Ports): Promise<string[]> {
  try {
    await manifests.read([value], { recursive: false });
    return [];
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    return [` local file access failed with: stat ${value}: no such file or directory`];
  }
}

function referenceIn(value: string): Reference | undefined {
  return referenceProblem(value) === undefined ? parseReference(value) : undefined;
}

/** Without a namespace the current one counts, then the shared one; a perfect match ends the search. */
async function searchStreams(value: string, options: SearchOptions, ports: Ports): Promise<Candidate[]> {
  const reference = referenceIn(value);
  if (!reference || reference.registry) return [];
  const both = [...new Set([ports.namespace, SHARED_NAMESPACE])];
  const candidates: Candidate[] = [];
  for (const namespace of reference.namespace ? [reference.namespace] : both) {
    const found = await searchNamespace(namespace, reference, options, ports);
    candidates.push(...found);
    if (found.some(({ score }) => score === 0)) break;
  }
  return candidates;
}

async function searchNamespace(
  namespace: string,
  reference: Reference,
  options: SearchOptions,
  ports: Ports,
): Promise<Candidate[]> {
  const { api } = ports;
  const candidatesOf = async (stream: ImageStream) =>
    withImages(streamCandidates(stream, reference, { allowMissing: options.allowMissingTags }), ports);
  // The stream of that very name wins over all others, which then need not be read.
  try {
    const exact = await candidatesOf(await api.get<ImageStream>(IMAGE_STREAM, namespace, reference.name));
    if (exact.some(({ score }) => score === 0)) return exact;
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
  const { items } = await api.list<ImageStream>(IMAGE_STREAM, namespace);
  return (await Promise.all(items.map(candidatesOf))).flat();
}

/** Perfect matches with what is known of their images; those whose image is gone are left out. */
async function withImages(candidates: readonly Candidate[], { api }: Ports): Promise<Candidate[]> {
  const loaded = candidates.map(async (candidate): Promise<Candidate[]> => {
    const { found, digest, score } = candidate;
    if (found.type !== 'stream' || !digest || score !== 0) return [candidate];
    const { name, namespace = '' } = found.stream.metadata;
    try {
      const { image } = await api.get<ImageStreamImage>(IMAGE_STREAM_IMAGE, namespace, `${name}@${digest}`);
      const metadata = image.dockerImageMetadata;
      return [metadata ? { ...candidate, found: { ...found, image: metadata } } : candidate];
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return [];
      throw error;
    }
  });
  return (await Promise.all(loaded)).flat();
}

/** Asks the registry, as an import would, and writes nothing. Undefined where there is no such image. */
async function searchRegistry(
  value: string,
  { insecure, importMode }: SearchOptions,
  { api, namespace }: Ports,
  { notes, problems }: { notes: string[]; problems: string[] },
): Promise<FoundImage | undefined> {
  const reference = referenceIn(value);
  if (!reference) return undefined;
  const importPolicy = { ...(insecure ? { insecure } : {}), importMode };
  const request: ImageStreamImport = {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: 'newapp', namespace },
    spec: {
      import: false,
      images: [{ from: { kind: 'DockerImage', name: value }, importPolicy, referencePolicy: { type: '' } }],
    },
    status: {},
  };
  let done: ImageStreamImport;
  try {
    done = await api.importImages(namespace, request);
  } catch (error) {
    if (!isAppError(error, 'STATUS')) throw error;
    problems.push(`can't lookup images: ${error.message}`);
    return undefined;
  }
  const [outcome] = done.status.images ?? [];
  const { status, image } = outcome ?? {};
  if (status?.status !== 'Success') {
    const { reason, message = '' } = status ?? {};
    if (reason === 'InternalError' || reason === 'Unauthorized') {
      notes.push(`container image remote registry lookup failed: ${message}`);
    } else if (reason !== 'Invalid' && reason !== 'NotFound') {
      problems.push(`can't look up container image ${JSON.stringify(value)}: ${message}`);
    }
    return undefined;
  }
  const metadata = image?.dockerImageMetadata;
  if (!metadata) return undefined;
  const [registry, tag] = [reference.registry || 'Docker Hub', reference.tag || 'latest'];
  return { type: 'registry', pullSpec: value, registry, tag, image: metadata, insecure, importMode };
}
