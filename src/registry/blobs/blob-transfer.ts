import { isContentDigest } from '../../core/images/digest.ts';
import type { Descriptor, Manifest } from '../../core/images/manifest.ts';
import type { BlobCopy, BlobOutcome, BlobPut, BlobTransfer } from '../../core/ports/blob-transfer.ts';
import type { RegistryRequest, RepositoryAddress } from '../../core/ports/registry.ts';
import { isTagName } from '../../core/references/names.ts';
import { isRegistryError, RegistryError } from '../../errors.ts';
import type { FollowedAnswer } from '../addresses/redirect.ts';
import { toldDigest } from '../content/integrity.ts';
import { headerOf } from '../http.ts';
import { type Limits, limitOf, type SizeLimit } from '../limits.ts';
import { answerError } from '../response-error.ts';
import type { ResourceRequest, Session } from '../session.ts';
import { BlobSource, type Patience } from './blob-source.ts';
import { BlobUpload } from './blob-upload.ts';
import { CheckedBlob } from './checked-blob.ts';

export interface TransferOptions extends Patience {
  session: Session;
  limits: Limits;
}

/** The writing half of a registry client, over the session of the reading half. */
export class SessionTransfer implements BlobTransfer {
  readonly #options: TransferOptions;
  readonly #limit: SizeLimit;

  constructor(options: TransferOptions) {
    this.#options = options;
    this.#limit = limitOf(options.limits, 'errorBody', 'the answer');
  }

  async hasManifest(target: RepositoryAddress, digest: string, request: RegistryRequest): Promise<boolean> {
    const answer = await this.#head(target, `manifests/${digest}`, request, {
      scopes: pushScopes(target),
      headers: { accept: '*/*' },
    });
    return answer?.status === 200 && (toldDigest(answer) ?? digest) === digest;
  }

  async copyBlob(copy: BlobCopy, request: RegistryRequest): Promise<BlobOutcome> {
    const { source, target, blob, mountFrom } = copy;
    checkDigest(blob.digest);
    const scopes = pushScopes(target, copy.narrowScope ? undefined : mountFrom);
    if (!copy.force && (await this.#hasBlob(target, blob, scopes, request))) return 'existed';
    const { session, sleep, random } = this.#options;
    const patience = { sleep, random };
    const content = new CheckedBlob(new BlobSource(session, source, blob, request, patience), blob);
    const upload = new BlobUpload({
      ...{ session, ...patience, limit: this.#limit },
      ...{ target, blob, content, request, scopes, mountFrom },
      onStart: (ignored) => copy.onStart?.(ignored),
      onBytes: (bytes) => copy.onBytes?.(bytes),
    });
    return await upload.run();
  }

  async *readBlob(source: RepositoryAddress, blob: Descriptor, request: RegistryRequest): AsyncGenerator<Uint8Array> {
    checkDigest(blob.digest);
    const { session, sleep, random } = this.#options;
    yield* new CheckedBlob(new BlobSource(session, source, blob, request, { sleep, random }), blob).range(0);
  }

  async putBlob(
    { target, blob, content, force, onStart, onBytes }: BlobPut,
    request: RegistryRequest,
  ): Promise<'existed' | 'copied'> {
    checkDigest(blob.digest);
    const scopes = pushScopes(target);
    if (!force && (await this.#hasBlob(target, blob, scopes, request))) return 'existed';
    const { session, sleep, random } = this.#options;
    const upload = new BlobUpload({
      ...{ session, sleep, random, limit: this.#limit, target, blob, request, scopes, mountFrom: undefined },
      content: new CheckedBlob(content, blob),
      onStart: () => onStart?.(),
      onBytes: (bytes) => onBytes?.(bytes),
    });
    await upload.run();
    return 'copied';
  }

  async putManifest(
    target: RepositoryAddress,
    reference: string,
    { bytes, digest, mediaType }: Pick<Manifest, 'bytes' | 'digest' | 'mediaType'>,
    request: RegistryRequest,
  ): Promise<void> {
    if (!isTagName(reference)) checkDigest(reference);
    const answer = await this.#options.session.send(target, request, {
      method: 'PUT',
      rest: `manifests/${reference}`,
      headers: { 'content-type': mediaType },
      body: bytes,
      limit: this.#limit,
      scopes: pushScopes(target),
    });
    if (answer.status < 200 || answer.status >= 300) throw answerError(answer, 'manifest');
    const told = toldDigest(answer);
    if (told === undefined || !told.startsWith('sha256:') || !digest.startsWith('sha256:') || told === digest) return;
    throw new RegistryError('REGISTRY_CONTENT', `${target.registry} took the manifest ${digest} and calls it ${told}`);
  }

  async #hasBlob(
    target: RepositoryAddress,
    blob: Descriptor,
    scopes: readonly string[],
    request: RegistryRequest,
  ): Promise<boolean> {
    const answer = await this.#head(target, `blobs/${blob.digest}`, request, { scopes, blob: true });
    const size = Number(answer && (headerOf(answer, 'content-length') ?? blob.size));
    return answer?.status === 200 && size === blob.size;
  }

  /** Undefined where the registry does not let one look: what is written then goes its own way, with its own error. */
  async #head(
    target: RepositoryAddress,
    rest: string,
    request: RegistryRequest,
    over: Partial<ResourceRequest>,
  ): Promise<FollowedAnswer | undefined> {
    try {
      return await this.#options.session.send(target, request, { method: 'HEAD', rest, limit: this.#limit, ...over });
    } catch (error) {
      if (isRegistryError(error) && error.code === 'REGISTRY_UNAUTHORIZED') return undefined;
      throw error;
    }
  }
}

/** Reading and writing the target, and reading where a blob is mounted from (distribution token scopes). */
function pushScopes({ repository }: RepositoryAddress, mountFrom?: string): string[] {
  const scopes = [`repository:${repository}:pull,push`];
  return mountFrom === undefined ? scopes : [...scopes, `repository:${mountFrom}:pull`];
}

function checkDigest(digest: string): void {
  if (isContentDigest(digest)) return;
  throw new RegistryError('REGISTRY_REFUSED', `${JSON.stringify(digest)} is not a digest`);
}
