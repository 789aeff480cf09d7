import type { Descriptor } from '../../core/images/manifest.ts';
import type { RegistryRequest, RepositoryAddress } from '../../core/ports/registry.ts';
import { interrupted, RegistryError } from '../../errors.ts';
import type { FollowedAnswer } from '../addresses/redirect.ts';
import { headerOf, type RequestBody } from '../http.ts';
import type { SizeLimit } from '../limits.ts';
import { answerError } from '../response-error.ts';
import { backoffMs, isTemporaryStatus } from '../retry.ts';
import type { NamedAddress, ResourceRequest, Session } from '../session.ts';
import { failureOf, isLost } from '../transport/connection-error.ts';
import type { Patience } from './blob-source.ts';
import type { CheckedBlob } from './checked-blob.ts';
import { completingAddress, uploadAddress, uploadedBytes } from './upload-address.ts';

export interface UploadOptions extends Patience {
  session: Session;
  /** How much of an answer is read. */
  limit: SizeLimit;
  target: RepositoryAddress;
  blob: Descriptor;
  content: CheckedBlob;
  request: RegistryRequest;
  /** What the token of the target must allow. */
  scopes: readonly string[];
  mountFrom: string | undefined;
  onStart(mountIgnored: boolean): void;
  onBytes(bytes: number): void;
}

/** Faults of one upload in a row that are recovered from. */
const MOST_FAULTS = 5;
/** Faults of one upload altogether, and how often it begins anew. */
const MOST_FAULTS_EVER = 50;
const MOST_BEGINNINGS = 5;
/** The largest pause that a registry may ask for, in milliseconds (registry client TR7). */
const LONGEST_PAUSE = 60_000;
/** After these a registry may still take the blob in pieces. */
const TRY_IN_CHUNKS = new Set([404, 405, 413, 416]);
const FIRST_CHUNK = 32 * 1024 * 1024;
const SMALLEST_CHUNK = 1024 * 1024;
/** How long taking an upload back may delay the end of a command, in milliseconds. */
const CANCEL_MS = 1000;

/**
 * One blob into one repository: POST, then one PUT; where that is not taken or the connection is lost, PATCH from where the
 * registry says that it is, then PUT (registry client BL2). An upload that fails is taken back with DELETE.
 */
export class BlobUpload {
  readonly #options: UploadOptions;
  #address: NamedAddress | undefined;
  /** Bytes that the registry is known to have. */
  #offset = 0;
  /** What has been counted as sent. */
  #counted = 0;
  /** The largest PATCH; undefined while all goes in one PUT, without limit where only the connection was lost. */
  #chunk: number | undefined;
  #faults = 0;
  #faultsEver = 0;
  #beginnings = 0;

  constructor(options: UploadOptions) {
    this.#options = options;
  }

  async run(): Promise<'mounted' | 'copied'> {
    try {
      if (await this.#open(this.#options.mountFrom)) return 'mounted';
      this.#options.onStart(this.#options.mountFrom !== undefined);
      while (!(await this.#step())) {
        // until the registry has taken the blob
      }
      return 'copied';
    } catch (error) {
      this.#count(0);
      await this.#cancel();
      throw error;
    }
  }

  /** Starts an upload. @returns true where the blob was mounted instead */
  async #open(mountFrom: string | undefined): Promise<boolean> {
    const { blob, scopes } = this.#options;
    const mount = mountFrom && `?mount=${encodeURIComponent(blob.digest)}&from=${encodeURIComponent(mountFrom)}`;
    for (;;) {
      const answer = await this.#attempt({
        method: 'POST',
        rest: 'blobs/uploads/',
        headers: { 'content-length': '0' },
        scopes,
        ...(mount ? { search: mount } : {}),
      });
      if (answer === 'fault') continue;
      if (answer.status === 201 && mount) return true;
      if (answer.status !== 202 || ++this.#beginnings > MOST_BEGINNINGS) throw answerError(answer, 'blob');
      this.#address = uploadAddress(answer);
      const least = Number(headerOf(answer, 'oci-chunk-min-length') ?? 0);
      if (this.#chunk !== undefined && least > this.#chunk && least <= 2 * FIRST_CHUNK) this.#chunk = least;
      this.#count(0);
      this.#offset = 0;
      return false;
    }
  }

  /** One request forward, and what a fault makes necessary. @returns true when the blob is there */
  async #step(): Promise<boolean> {
    if (this.#address === undefined) {
      await this.#open(undefined);
      return false;
    }
    const { size } = this.#options.blob;
    if (this.#chunk === undefined) return await this.#putWhole(this.#address);
    if (this.#offset < size) await this.#patch(this.#address, Math.min(size, this.#offset + this.#chunk));
    else return await this.#complete(this.#address);
    return false;
  }

  async #putWhole(address: NamedAddress): Promise<boolean> {
    const { blob } = this.#options;
    const answer = await this.#attempt({
      method: 'PUT',
      rest: completingAddress(address, blob.digest),
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(blob.size) },
      ...this.#body(0, blob.size),
    });
    if (answer === 'fault') {
      this.#chunk = Number.POSITIVE_INFINITY;
      await this.#recover();
      return false;
    }
    if (isTaken(answer)) return this.#done(answer);
    if (!TRY_IN_CHUNKS.has(answer.status)) throw answerError(answer, 'blob');
    this.#fault(answer);
    this.#chunk = FIRST_CHUNK;
    await this.#recover(answer);
    return false;
  }

  async #patch(address: NamedAddress, end: number): Promise<void> {
    const start = this.#offset;
    const answer = await this.#attempt({
      method: 'PATCH',
      rest: address,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(end - start),
        'content-range': `${start}-${end - 1}`,
      },
      ...this.#body(start, end),
    });
    if (answer === 'fault') {
      await this.#recover();
    } else if (answer.status === 202 || answer.status === 204) {
      this.#address = uploadAddress(answer, address);
      this.#advance(Math.min(uploadedBytes(answer) ?? end, end));
    } else if (answer.status === 416 || answer.status === 404) {
      this.#fault(answer);
      await this.#recover(answer);
    } else if (answer.status === 413 && end - start > SMALLEST_CHUNK) {
      this.#chunk = Math.max(SMALLEST_CHUNK, Math.min(FIRST_CHUNK, Math.floor((end - start) / 2)));
      await this.#recover();
    } else {
      throw answerError(answer, 'blob');
    }
  }

  async #complete(address: NamedAddress): Promise<boolean> {
    const { digest } = this.#options.blob;
    const headers = { 'content-length': '0' };
    const answer = await this.#attempt({ method: 'PUT', rest: completingAddress(address, digest), headers });
    if (answer === 'fault' || answer.status === 404 || answer.status === 416) {
      if (answer !== 'fault') this.#fault(answer);
      await this.#recover(answer === 'fault' ? undefined : answer);
      return false;
    }
    if (isTaken(answer)) return this.#done(answer);
    throw answerError(answer, 'blob');
  }

  /** Asks the registry how much it has; an upload that it has forgotten begins anew. */
  async #recover(refusal?: FollowedAnswer): Promise<void> {
    const before = this.#address as NamedAddress;
    const address = refusal ? uploadAddress(refusal, before) : before;
    const answer = await this.#attempt({ method: 'GET', rest: address });
    if (answer === 'fault') return await this.#recover(refusal);
    const has = answer.status < 300 ? uploadedBytes(answer) : undefined;
    if (has === undefined || has > this.#options.blob.size) {
      await this.#cancel();
      return;
    }
    this.#address = uploadAddress(answer, address);
    this.#advance(has);
  }

  #advance(offset: number): void {
    if (offset > this.#offset) this.#faults = 0;
    this.#offset = offset;
    this.#count(offset);
  }

  #body(start: number, end: number): { body: RequestBody } {
    const { content } = this.#options;
    const counted = (bytes: number) => this.#count(bytes);
    return {
      body: async function* () {
        let at = start;
        counted(at);
        for await (const piece of content.range(start, end)) {
          yield piece;
          at += piece.length;
          counted(at);
        }
      },
    };
  }

  /** One try. A fault that may pass has been waited for; too many in a row are an error. */
  async #attempt(resource: Omit<ResourceRequest, 'limit' | 'once'>): Promise<FollowedAnswer | 'fault'> {
    const { session, target, request, limit, scopes } = this.#options;
    let answer: FollowedAnswer;
    try {
      answer = await session.send(target, request, { scopes, ...resource, limit, once: true });
    } catch (error) {
      if ((!isLost(error) && failureOf(error) !== 'timeout') || this.#tooMany()) throw error;
      await this.#pause(backoffMs(this.#faults, this.#options.random()));
      return 'fault';
    }
    if (!isTemporaryStatus(answer.status)) return answer;
    this.#fault(answer);
    const pause = answer.retryAfter ?? backoffMs(this.#faults, this.#options.random());
    if (pause > LONGEST_PAUSE) throw answerError(answer, 'blob');
    await this.#pause(pause);
    return 'fault';
  }

  #fault(answer: FollowedAnswer): void {
    if (this.#tooMany()) throw answerError(answer, 'blob');
  }

  #tooMany(): boolean {
    return ++this.#faults >= MOST_FAULTS || ++this.#faultsEver >= MOST_FAULTS_EVER;
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#options.request;
    await this.#options.sleep(ms, signal);
    if (signal?.aborted) throw interrupted();
  }

  #done(answer: FollowedAnswer): true {
    const { digest, size } = this.#options.blob;
    const told = headerOf(answer, 'docker-content-digest')?.trim();
    // A registry may know the same blob by another algorithm.
    if (told?.startsWith(digest.slice(0, digest.indexOf(':') + 1)) && told !== digest) {
      const message = `${this.#options.target.registry} took ${digest} and calls it ${told}`;
      throw new RegistryError('REGISTRY_CONTENT', message, { status: answer.status });
    }
    this.#count(size);
    this.#address = undefined;
    return true;
  }

  #count(bytes: number): void {
    if (bytes !== this.#counted) this.#options.onBytes(bytes - this.#counted);
    this.#counted = bytes;
  }

  /** Takes the upload back, as far as that is possible in a moment: also when everything else was told to stop. */
  async #cancel(): Promise<void> {
    const address = this.#address;
    this.#address = undefined;
    if (address === undefined) return;
    const { session, target, request, limit, scopes } = this.#options;
    const parting = { credentials: request.credentials, signal: AbortSignal.timeout(CANCEL_MS) };
    await session
      .send(target, parting, { method: 'DELETE', rest: address, limit, scopes, once: true })
      .catch(() => undefined);
  }
}

/** 201 by the specification; some registries say it in other words. 202 would mean that it goes on. */
function isTaken({ status }: FollowedAnswer): boolean {
  return status === 200 || status === 201 || status === 204;
}
