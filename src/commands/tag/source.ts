import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream, TagEvent } from '../../core/objects/image-stream.ts';
import { exact, parseReference, type Reference, referenceProblem } from '../../core/references/reference.ts';
import { mostSpecific } from '../../core/references/reference-forms.ts';
import { latestEvent } from '../../core/stream/tag-history.ts';
import { type Ports, refuse } from '../command.ts';

export type SourceKind = 'DockerImage' | 'ImageStreamTag' | 'ImageStreamImage';

/** SOURCE of `tag`, with the kind that was given or is meant. */
export interface TagSourceArgument {
  kind: SourceKind;
  reference: Reference;
}

const KINDS = new Map<string, SourceKind>([
  ['docker', 'DockerImage'],
  ['dockerimage', 'DockerImage'],
  ['istag', 'ImageStreamTag'],
  ['imagestreamtag', 'ImageStreamTag'],
  ['imagestreamtags', 'ImageStreamTag'],
  ['isimage', 'ImageStreamImage'],
  ['imagestreamimage', 'ImageStreamImage'],
  ['imagestreamimages', 'ImageStreamImage'],
]);

export const SOURCE_KIND_NAMES = ['docker', 'dockerimage', 'imagestreamimage', 'imagestreamtag', 'isimage', 'istag'];

/** The kind that `--source` names, or undefined. */
export function sourceKind(word: string): SourceKind | undefined {
  return KINDS.get(word.toLowerCase());
}

/**
 * Reads SOURCE (oc CLI 5.1, steps 3 and 4): a registry means an image elsewhere, a digest an image of a stream, a tag
 * a tag of a stream, and a bare name the image of that name on Docker Hub.
 */
export function parseTagSource(text: string, given: SourceKind | undefined, namespace: string): TagSourceArgument {
  const problem = referenceProblem(text);
  if (problem !== undefined) refuse(`invalid SOURCE: ${problem}`);
  const reference = mostSpecific(parseReference(text));
  const kind = given ?? guessKind(reference);
  if (kind === 'DockerImage') return { kind, reference };
  if (given) checkGivenKind(given, reference);
  return { kind, reference: reference.namespace === 'library' && given ? { ...reference, namespace } : reference };
}

function guessKind(reference: Reference): SourceKind {
  if (reference.registry) return 'DockerImage';
  if (reference.id) return 'ImageStreamImage';
  return reference.tag ? 'ImageStreamTag' : 'DockerImage';
}

function checkGivenKind(kind: SourceKind, reference: Reference): void {
  if (reference.registry) refuse('server in SOURCE is only allowed when providing a container image');
  if (kind === 'ImageStreamTag' && !reference.tag) {
    refuse('--source=ImageStreamTag requires a valid <name>:<tag> in SOURCE');
  }
  if (kind === 'ImageStreamImage' && !reference.id) {
    refuse('--source=ImageStreamImage requires a valid <name>@<id> in SOURCE');
  }
}

/**
 * A tag as source means what it points at now (oc CLI 5.1, step 5): an image of the stream, or for a reference tag the
 * image elsewhere. Fails with Status NotFound for a missing stream, with ARGUMENT for a tag without an image.
 */
export async function resolveTagSource(source: TagSourceArgument, ports: Ports): Promise<TagSourceArgument> {
  const { reference } = source;
  const stream = await ports.api.get<ImageStream>(IMAGE_STREAM, reference.namespace || ports.namespace, reference.name);
  const event = latestEvent(stream, reference.tag);
  const text = exact(reference);
  if (!event) refuse(`"${text}" is not currently pointing to an image, cannot use it as the source of a tag`);
  if (event.image) return { kind: 'ImageStreamImage', reference: { ...reference, tag: '', id: event.image } };
  return { kind: 'DockerImage', reference: pullSpecReference(event, text) };
}

function pullSpecReference(event: TagEvent, text: string): Reference {
  const problem = referenceProblem(event.dockerImageReference);
  if (problem !== undefined) {
    refuse(`the image stream tag "${text}" has an invalid pull spec and cannot be used to tag: ${problem}`);
  }
  return mostSpecific(parseReference(event.dockerImageReference));
}
