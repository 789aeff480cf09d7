import { createHash } from 'node:crypto';
import { isContentDigest } from '../../core/images/digest.ts';
import { RegistryError } from '../../errors.ts';
import { type HttpAnswer, headerOf } from '../http.ts';

/** The digest of content, by the algorithm of `like`; sha256 when absent. */
export function digestOf(bytes: Uint8Array, like = 'sha256:'): string {
  const algorithm = like.slice(0, like.indexOf(':'));
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** What `Docker-Content-Digest` says, when it is a digest at all. */
export function toldDigest(answer: HttpAnswer): string | undefined {
  const told = headerOf(answer, 'docker-content-digest')?.trim();
  return told !== undefined && isContentDigest(told) ? told : undefined;
}

/** A manifest that was received, without what its digest is not of. */
export interface ReceivedManifest {
  content: Uint8Array;
  digest: string;
}

/**
 * As `verifiedDigest`, for schema 1: a signed one has the digest of what is signed. Registries that convert images say the
 * digest of the whole instead, which is taken for as true, and for nothing more.
 */
export function verifiedSchema1(answer: HttpAnswer, reference: string, payload: Uint8Array): ReceivedManifest {
  const pinned = isContentDigest(reference) ? reference : undefined;
  if (pinned !== undefined) checkContent('manifest', payload, pinned);
  const told = toldDigest(answer);
  if (told !== undefined && digestOf(answer.body, told) !== told) checkContent('manifest', payload, told);
  return { content: payload, digest: pinned ?? digestOf(payload) };
}

/**
 * The digest of a manifest that was received. What the reference pins and what the registry says must both be what the
 * bytes are: nothing is believed. Fails with REGISTRY_CONTENT.
 */
export function verifiedDigest(answer: HttpAnswer, reference: string): string {
  const pinned = isContentDigest(reference) ? reference : undefined;
  const told = toldDigest(answer);
  for (const digest of [pinned, told]) {
    if (digest !== undefined) checkContent('manifest', answer.body, digest);
  }
  return pinned ?? told ?? digestOf(answer.body);
}

/** Fails with REGISTRY_CONTENT where bytes do not have a digest. */
export function checkContent(what: string, bytes: Uint8Array, digest: string): void {
  const calculated = digestOf(bytes, digest);
  if (calculated === digest) return;
  throw new RegistryError(
    'REGISTRY_CONTENT',
    `content integrity error: the ${what} retrieved with digest ${digest} does not match the digest calculated from the content ${calculated}`,
  );
}

/** Fails with REGISTRY_CONTENT for a compressed answer: it was not asked for, and could unpack to anything. */
export function checkEncoding(answer: HttpAnswer, host: string): void {
  const encoding = headerOf(answer, 'content-encoding')?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return;
  throw new RegistryError('REGISTRY_CONTENT', `${host} sent content that is encoded, which was not asked for`);
}
