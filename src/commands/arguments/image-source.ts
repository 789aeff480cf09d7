import { compareBytes } from '../../core/byte-order.ts';
import type { RegistryAccess } from '../../core/ports/registry-access.ts';
import { exact, parseReference, type Reference, referenceProblem } from '../../core/references/reference.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { AppError, inOtherWords, isRegistryError, type RegistryError } from '../../errors.ts';
import { refuse } from '../command.ts';

/** An image, or all images of a repository whose tags match. */
export interface ImageSource {
  reference: Reference;
  /** A tag with `*` in it, or `*` where neither a tag nor a digest was written. Then the reference's tag is empty. */
  pattern?: string;
}

/** Reads an image that is on a registry. Fails with ARGUMENT. */
export function parseImage(text: string): Reference {
  const scheme = /^(file|s3):\/\//.exec(text)?.[1];
  if (scheme !== undefined) {
    const what = scheme === 'file' ? 'images in files' : 'images in S3 buckets';
    refuse(`${JSON.stringify(text)}: ${what} are not supported, only those in registries`, {
      hint: `to copy ${what.replace('images', 'them')}, use oc or skopeo`,
    });
  }
  const invalid = (why: string) =>
    new AppError('ARGUMENT', `${JSON.stringify(text)} is not a valid image reference: ${why}`);
  const problem = referenceProblem(text);
  if (problem !== undefined) throw invalid(problem);
  const reference = parseReference(text);
  if (reference.name === '') throw invalid('it names a registry, and no repository');
  return reference;
}

/** Reads an image whose tag may hold `*`, and may be missing (oc-cli.md 12). Fails with ARGUMENT. */
export function parseImageSource(text: string): ImageSource {
  const tag = /:([\w.*-]+)$/.exec(text)?.[1];
  if (tag?.includes('*')) {
    const reference = parseImage(`${text.slice(0, -tag.length)}tag`);
    if (reference.tag !== 'tag' || reference.id !== '') {
      refuse(`${JSON.stringify(text)}: source expansion is only possible in tags`);
    }
    return { reference: { ...reference, tag: '' }, pattern: tag };
  }
  const reference = parseImage(text);
  return reference.tag === '' && reference.id === '' ? { reference, pattern: '*' } : { reference };
}

export interface SourceOptions {
  access: RegistryAccess;
  insecure: boolean;
  signal: AbortSignal;
}

/** The images that a source stands for, sorted by tag. Fails with ARGUMENT where no tag matches, or a RegistryError. */
export async function expandSource({ reference, pattern }: ImageSource, options: SourceOptions): Promise<Reference[]> {
  if (pattern === undefined) return [reference];
  const { access, insecure, signal } = options;
  const request = { credentials: access.credentials, signal };
  let tags: string[];
  try {
    tags = await access.registry.listTags(addressOf(reference, insecure), request);
  } catch (error) {
    throw unreadable(exact(reference), error);
  }
  const matching = tags.filter(matcherOf(pattern)).sort(compareBytes);
  if (matching.length === 0) refuse(`no tag of ${exact(reference)} matches "${pattern}"`);
  return matching.map((tag) => ({ ...reference, tag }));
}

/** `*` stands for any text. Linear in the tag's length: no regular expression, which would go back and forth. */
export function matcherOf(pattern: string): (tag: string) => boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (tag) => tag === pattern;
  return (tag) => {
    if (!tag.startsWith(head) || !tag.endsWith(tail) || tag.length < head.length + tail.length) return false;
    let from = head.length;
    for (const part of rest) {
      const at = tag.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= tag.length - tail.length;
  };
}

/** The failure of reading an image, in the words of `oc image` (oc-cli.md 12). What is no registry's failure stays as it is. */
export function unreadable(image: string, error: unknown): unknown {
  if (!isRegistryError(error)) return error;
  if (error.code === 'REGISTRY_UNAUTHORIZED' || error.code === 'REGISTRY_DENIED') {
    const message = `image "${image}" does not exist or you don't have permission to access the repository`;
    return inOtherWords(error, message);
  }
  return inOtherWords(error, `unable to read image ${image}: ${sourceProblem(error)}`);
}

/** What the registry said. Registries word an unknown manifest in many ways, scripts look for one. */
export function sourceProblem(error: RegistryError): string {
  return error.code === 'REGISTRY_MANIFEST_UNKNOWN' ? 'manifest unknown' : error.message;
}
