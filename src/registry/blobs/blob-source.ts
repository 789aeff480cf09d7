import type { Descriptor } from '../../core/images/manifest.ts';
import type { RegistryRequest, RepositoryAddress } from '../../core/ports/registry.ts';
import { interrupted, RegistryError } from '../../errors.ts';
import type { FollowedAnswer } from '../addresses/redirect.ts';
import { headerOf } from '../http.ts';
import { answerError } from '../response-error.ts';
import { backoffMs } from '../retry.ts';
import type { Session } from '../session.ts';
import { failureOf, isLost } from '../transport/connection-error.ts';

export interface Patience {
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

/** Lost connections of one blob in a row that are continued, and what must have come for one to count as the first again. */
const MOST_LOSSES = 5;
const PROGRESS = 1024 * 1024;

/** The bytes of a blob in a registry, from any place on. What a lost connection cut off is asked for again, by range. */
export class BlobSource {
  readonly #session: Session;
  readonly #repository: RepositoryAddress;
  readonly #blob: Descriptor;
  readonly #request: RegistryRequest;
  readonly #patience: Patience;

  constructor(
    session: Session,
    repository: RepositoryAddress,
    blob: Descriptor,
    request: RegistryRequest,
    patience: Patience,
  ) {
    this.#session = session;
    this.#repository = repository;
    this.#blob = blob;
    this.#request = request;
    this.#patience = patience;
  }

  /**
   * Pieces up to exactly the blob's size. Fails with a RegistryError: REGISTRY_CONTENT for a blob that is shorter or
   * longer than its descriptor says, as soon as an answer tells so.
   */
  async *from(start: number): AsyncGenerator<Buffer> {
    const { size } = this.#blob;
    let at = start;
    let losses = 0;
    let since = at;
    while (at < size) {
      const answer = await this.#ask(at);
      let skip = answer.status === 206 ? 0 : at;
      let lost: unknown;
      try {
        for await (const chunk of answer.stream ?? [answer.body]) {
          if (skip >= chunk.length) {
            skip -= chunk.length;
            continue;
          }
          const fresh = skip === 0 ? chunk : chunk.subarray(skip);
          skip = 0;
          at += fresh.length;
          if (at > size) throw this.#wrongSize('more');
          yield fresh;
        }
      } catch (error) {
        if (!isLost(error) && failureOf(error) !== 'timeout') throw error;
        lost = error;
      }
      if (at >= size) return;
      if (at - since >= PROGRESS) losses = 0;
      since = at;
      if (++losses >= MOST_LOSSES) throw lost instanceof Error ? lost : this.#wrongSize(`only ${at}`);
      await this.#pause(losses);
    }
  }

  async #ask(at: number): Promise<FollowedAnswer> {
    const { digest, size } = this.#blob;
    const answer = await this.#session.send(this.#repository, this.#request, {
      method: 'GET',
      rest: `blobs/${digest}`,
      headers: at === 0 ? {} : { range: `bytes=${at}-` },
      limit: { what: 'the blob', bytes: 0, option: 'blob' },
      blob: true,
      stream: true,
    });
    const told = toldSize(answer);
    if (told !== undefined && told !== size) {
      await answer.stream?.return?.();
      throw this.#wrongSize(`${told}`);
    }
    if (answer.status === 200) return answer;
    if (answer.status === 206 && headerOf(answer, 'content-range')?.startsWith(`bytes ${at}-`)) return answer;
    await answer.stream?.return?.();
    if (answer.status !== 206) throw answerError(answer, 'blob');
    const why = `${this.#repository.registry} answers with another range of ${digest} than was asked for`;
    throw new RegistryError('REGISTRY_CONTENT', why, { status: 206 });
  }

  async #pause(losses: number): Promise<void> {
    const { signal } = this.#request;
    await this.#patience.sleep(backoffMs(losses, this.#patience.random()), signal);
    if (signal?.aborted) throw interrupted();
  }

  #wrongSize(has: string): RegistryError {
    const { digest, size } = this.#blob;
    return new RegistryError(
      'REGISTRY_CONTENT',
      `content integrity error: ${digest} has ${has} bytes instead of ${size}: its size does not agree with the manifest`,
    );
  }
}

/** Bytes of the whole blob, where an answer says that. */
function toldSize(answer: FollowedAnswer): number | undefined {
  const told =
    answer.status === 200
      ? headerOf(answer, 'content-length')
      : answer.status === 206 || answer.status === 416
        ? headerOf(answer, 'content-range')?.split('/')[1]
        : undefined;
  return told !== undefined && /^\d+$/.test(told) ? Number(told) : undefined;
}
