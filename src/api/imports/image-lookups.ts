import { inParallel } from '../../core/concurrency/parallel.ts';
import { isImageFailure, isMissing, statusOfFailure } from '../../core/images/import-status.ts';
import type { ImageImportStatus, ImportAdvice } from '../../core/objects/image-stream-import.ts';
import type { CredentialSource } from '../../core/ports/credential-source.ts';
import { exact, parseReference, type Reference } from '../../core/references/reference.ts';
import { dockerClientDefaults } from '../../core/references/reference-forms.ts';
import { addressOf, repositoryKey } from '../../core/registries/repository-address.ts';
import type { Candidates } from '../../core/registries/short-names.ts';
import { failure } from '../../core/status.ts';
import type { RegistryPolicy } from '../../core/validation/registry-policy.ts';
import type { RegistryError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import type { RegistryRuleBook } from '../registries/registry-rules.ts';
import { type ImageLookup, lookUpImage } from './image-lookup.ts';
import { searchInTurn } from './short-name-search.ts';

/** Images looked up at once; the registry client bounds the connections. */
const WIDTH = 16;

export interface LookupOptions {
  credentials: CredentialSource;
  /** Asked again when the first ones have a wrong password (image-stream model 4.1). */
  otherCredentials?: CredentialSource | undefined;
  rules: RegistryRuleBook;
  /** Where images may come from; undefined where nothing restricts it. */
  policy?: RegistryPolicy | undefined;
}

/** A status, and whether it only says that the registry has no such image. */
type Outcome = ImageImportStatus & { missing?: boolean };

/**
 * Looks images up in their registries and makes their Image objects; writes nothing. A failure is data: each lookup gets
 * its own status, in the order asked. Anything but a registry's failure rejects. A success without an image is one where
 * nothing changed since `freshness` was remembered.
 */
export async function lookUpImages(
  context: ApiContext,
  lookups: readonly ImageLookup[],
  options: LookupOptions,
): Promise<ImageImportStatus[]> {
  const groups = new Map<string, { spelling: Reference; insecure: boolean }>();
  const cache = new Map<string, Promise<Outcome>>();
  const meanings = await Promise.all(lookups.map(({ from }) => options.rules.candidates(parseReference(from))));
  const blockedBy = await options.rules.blocks();
  const total = lookups.length;
  let done = 0;
  context.report({ type: 'import-started', total });

  function lookUpOnce(lookup: ImageLookup, reference: Reference): Promise<Outcome> {
    // The first image of a repository decides how all of them are spelled and reached (image-stream model 4.2).
    const key = repositoryKey(reference);
    const group = groups.get(key) ?? { spelling: reference, insecure: lookup.insecure };
    groups.set(key, group);
    const id = JSON.stringify([key, reference.tag, reference.id, lookup.preference, lookup.importMode]);
    const blocked = blockedBy(reference) !== undefined;
    const answer = cache.get(id) ?? statusOf(context, { ...lookup, ...group, reference, blocked }, options);
    // What is remembered is each tag's own.
    if (!lookup.freshness) cache.set(id, answer);
    return answer;
  }

  const results = await inParallel(lookups, WIDTH, async (lookup, index) => {
    const meaning = meanings[index] as Candidates;
    const attempt = (reference: Reference) => lookUpOnce(lookup, reference);
    const { missing: _missing, ...status } = await searchInTurn(lookup.from, meaning, attempt, {
      refuses: (reference) => options.policy?.refusesImport(reference, lookup.insecure),
      warn: context.warn,
    });
    done += 1;
    const { tag } = meaning.references[0] as Reference;
    context.report({ type: 'tag-imported', tag, ok: status.status.status === 'Success', done, total });
    return status;
  });
  context.report({ type: 'finished' });
  return results;
}

async function statusOf(
  context: ApiContext,
  lookup: ImageLookup & { reference: Reference; spelling: Reference; blocked: boolean },
  options: LookupOptions,
): Promise<Outcome> {
  const { reference, spelling } = lookup;
  if (lookup.blocked) {
    return { status: failure('Forbidden', `forbidden: registry ${reference.registry} blocked`), tag: '' };
  }
  const defaulted = dockerClientDefaults(reference);
  const tag = reference.id ? reference.tag && '' : defaulted.tag;
  if (!reference.name) {
    const message = 'Internal error occurred: unable to parse docker reference : invalid reference format';
    return { status: failure('InternalError', message), tag: 'latest' };
  }
  const attempt = async (credentials: CredentialSource): Promise<Outcome> => {
    const request = { credentials, ...(context.signal ? { signal: context.signal } : {}) };
    const address = addressOf(spelling, lookup.insecure);
    return { ...(await lookUpImage({ ...lookup, context, address, request })), tag };
  };
  try {
    return await attempt(options.credentials);
  } catch (first) {
    if (!isImageFailure(first)) throw first;
    const status = {
      status: statusOfFailure(first, exact(defaulted)),
      tag,
      ...(isMissing(first) ? { missing: true } : { advice: adviceFor(first, spelling) }),
    };
    if (first.code !== 'REGISTRY_WRONG_PASSWORD' || !options.otherCredentials) return status;
    try {
      return await attempt(options.otherCredentials);
    } catch (second) {
      if (!isImageFailure(second)) throw second;
      return status;
    }
  }
}

/** What people are told beside a failure. */
export function adviceFor({ login }: RegistryError, reference: Reference): ImportAdvice {
  return { repository: repositoryKey(reference), ...(login === undefined ? {} : { login }) };
}
