import { exact, referenceIn } from '../references/reference.ts';
import { dockerClientDefaults } from '../references/reference-forms.ts';
import { textOf } from '../triggers/policies.ts';
import { referenceOf } from '../triggers/reaction.ts';

/** Where a workload or a build has an image from, or puts it. */
export type ImageLocation =
  /** `name` is STREAM:TAG. */
  | { type: 'tag'; namespace: string; name: string }
  /** `name` is STREAM@DIGEST. */
  | { type: 'image'; namespace: string; name: string }
  | { type: 'registry'; pullSpec: string };

/** The location in an object reference of a build; undefined for none, and for kinds that name no image. */
export function locationOf(from: unknown, own: string | undefined): ImageLocation | undefined {
  const { namespace, name } = referenceOf(from, own);
  if (name === '') return undefined;
  switch (textOf(from, 'kind')) {
    case 'DockerImage':
      return registryLocation(name);
    case 'ImageStream':
      return { type: 'tag', namespace, name: `${name}:latest` };
    case 'ImageStreamTag':
      return { type: 'tag', namespace, name };
    case 'ImageStreamImage':
      return { type: 'image', namespace, name };
    default:
      return undefined;
  }
}

/** A pull spec with Docker's defaults spelled out; undefined for what is none. */
export function registryLocation(image: string): ImageLocation | undefined {
  const reference = referenceIn(image);
  return reference && { type: 'registry', pullSpec: exact(dockerClientDefaults(reference)) };
}

/** The location in full: a pull spec, or `NAMESPACE/STREAM:TAG`. Two locations are the same where these are. */
export function locationText(location: ImageLocation): string {
  return location.type === 'registry' ? location.pullSpec : `${location.namespace}/${location.name}`;
}

/** A location as it stands in a line about an object of a namespace: a tag of the same namespace is `istag/STREAM:TAG`. */
export function locationIn(location: ImageLocation, namespace: string | undefined): string {
  const isOwn = location.type === 'tag' && location.namespace === namespace;
  return isOwn ? `istag/${location.name}` : locationText(location);
}
