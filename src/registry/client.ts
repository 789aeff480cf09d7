import { sleep } from '../core/concurrency/sleep.ts';
import { isContentDigest } from '../core/images/digest.ts';
import {
  type Descriptor,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  isSchema1,
  mediaTypeOf,
  OCI_INDEX,
  OCI_MANIFEST,
  parseManifest,
  SCHEMA1,
  SCHEMA1_SIGNED,
} from '../core/images/manifest.ts';
import type { BlobTransfer } from '../core/ports/blob-transfer.ts';
import { type HostCertificateSource, noCertificates } from '../core/ports/host-certificates.ts';
import type {
  ManifestAnswer,
  ManifestRequest,
  Registry,
  RegistryRequest,
  RepositoryAddress,
} from '../core/ports/registry.ts';
import type { RegistryProbe } from '../core/ports/registry-probe.ts';
import type { TokenCache } from '../core/ports/token-cache.ts';
import { isTagName } from '../core/references/names.ts';
import type { TokenServerRule } from '../core/registries/token-server-rules.ts';
import { RegistryError } from '../errors.ts';
import type { FollowedAnswer } from './addresses/redirect.ts';
import { checkContent, digestOf, toldDigest, verifiedDigest, verifiedSchema1 } from './content/integrity.ts';
import { headerOf } from './http.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, exceeded, type Limits, limitOf, type Timeouts } from './limits.ts';
import { createProbe } from './probe.ts';
import { answerError } from './response-error.ts';
import { Session, type SessionOptions } from './session.ts';
import { listTags } from './tag-list.ts';
import { createTokenServers } from './tokens/allowed-servers.ts';
import { TokenMemory } from './tokens/token-memory.ts';
import type { Environment } from './transport/proxy.ts';
import { Transport } from './transport/transport.ts';

export interface RegistryOptions {
  /** For the proxy variables, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE` and `SSL_CERT_DIR`. */
  env: Environment;
  /** Name and version, such as `imagestream/1.2.3`. */
  userAgent: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Returns after `ms` milliseconds, or as soon as the signal aborts (then it may reject); a real pause when absent. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
  /** Connections to one host at a time; 8 when absent. */
  connections?: number;
  limits?: Partial<Limits>;
  timeouts?: Partial<Timeouts>;
  /** Token servers of other parties that the user lets have the login for a registry; none when absent. */
  tokenServers?: (() => Promise<readonly TokenServerRule[]>) | undefined;
  /** Authorities and client certificates, each for one host (`host` or `host:port`) only; none when absent. */
  certificates?: HostCertificateSource;
  /** Where bearer tokens are kept between runs; nowhere when absent. */
  tokens?: TokenCache | undefined;
  /** A sentence for people that is no failure. */
  warn?(message: string): void;
}

/** All kinds, so that no registry converts or hides one; schema 1 last, for what there is in no other way. */
const ACCEPT = `${OCI_MANIFEST}, ${OCI_INDEX}, ${DOCKER_MANIFEST}, ${DOCKER_LIST}, ${SCHEMA1_SIGNED};q=0.5, ${SCHEMA1};q=0.5`;

/** Statuses of a HEAD after which a GET may still succeed, at registries that know no HEAD. */
const HEAD_MAY_LIE = new Set([400, 403, 404, 405, 501]);

/** More known digests than this are not sent along: they share the header block with everything else. */
const MOST_KNOWN = 32;

/** A client of the Docker Registry v2 / OCI distribution protocol. Opens nothing before the first request. */
export function createRegistry(options: RegistryOptions): RegistryClient {
  return new RegistryClient(options);
}

export class RegistryClient implements Registry {
  readonly #options: RegistryOptions;
  readonly #limits: Limits;
  readonly #transport: Transport;
  readonly #reach: SessionOptions;
  readonly #memory: TokenMemory | undefined;
  readonly #session: Session;
  readonly #sleep: (ms: number, signal?: AbortSignal) => Promise<void>;

  constructor(options: RegistryOptions) {
    const { env, userAgent, now, random, connections = 8, certificates = noCertificates } = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    const warn = (message: string) => options.warn?.(message);
    this.#options = options;
    this.#sleep = options.sleep ?? sleep;
    this.#limits = limits;
    this.#transport = new Transport({ env, connections, timeouts, limits, warn, certificates });
    this.#memory = options.tokens && new TokenMemory(options.tokens, now);
    this.#reach = {
      transport: this.#transport,
      backoff: { now, sleep: this.#sleep, random, attempts: limits.attempts, waiting: timeouts.waiting },
      limits,
      userAgent,
      tokenServers: createTokenServers(options.tokenServers ?? (async () => [])),
      warn,
    };
    this.#session = new Session({ ...this.#reach, memory: this.#memory });
  }

  /** Shows how registries are reached by this client, and whether logins are good now: not by tokens of earlier runs. */
  probe(): RegistryProbe {
    const { env, certificates = noCertificates } = this.#options;
    return createProbe({ env, certificates, session: new Session(this.#reach), limits: this.#limits });
  }

  async getManifest(
    repository: RepositoryAddress,
    reference: string,
    request: ManifestRequest,
  ): Promise<ManifestAnswer> {
    checkReference(reference);
    const known = (request.known ?? []).filter(isContentDigest).slice(0, MOST_KNOWN);
    const host = this.#session.host(repository);
    if (known.length > 0 && host.metered && !host.noHead) {
      const digest = await this.#head(repository, reference, request);
      if (digest !== undefined && known.includes(digest)) return { unchanged: true, digest };
      return await this.#get(repository, reference, request, known, []);
    }
    return await this.#get(repository, reference, request, known, known);
  }

  /** A GET, on the condition that the content is none of `unless`. */
  async #get(
    repository: RepositoryAddress,
    reference: string,
    request: RegistryRequest,
    known: readonly string[],
    unless: readonly string[],
  ): Promise<ManifestAnswer> {
    const answer = await this.#manifest('GET', repository, reference, request, unless);
    if (answer.status === 304 && unless.length > 0) {
      const digest = namedBy304(answer, unless);
      if (digest !== undefined && (!isContentDigest(reference) || digest === reference))
        return { unchanged: true, digest };
      return await this.#get(repository, reference, request, known, []);
    }
    if (answer.status !== 200) throw answerError(answer, 'manifest');
    const contentType = headerOf(answer, 'content-type');
    if (isSchema1(contentType, answer.body)) return await readSchema1Answer(answer, reference, known);
    const digest = verifiedDigest(answer, reference);
    if (known.includes(digest)) return { unchanged: true, digest };
    return { unchanged: false, manifest: parseManifest(contentType, answer.body, digest) };
  }

  async resolveDigest(repository: RepositoryAddress, reference: string, request: RegistryRequest): Promise<string> {
    checkReference(reference);
    const host = this.#session.host(repository);
    if (!host.noHead) {
      const digest = await this.#head(repository, reference, request);
      if (digest !== undefined) return digest;
    }
    const answer = await this.#manifest('GET', repository, reference, request, []);
    if (answer.status !== 200) throw answerError(answer, 'manifest');
    host.noHead = true; // what HEAD did not tell, GET does
    if (isSchema1(headerOf(answer, 'content-type'), answer.body)) {
      const read = await readSchema1Answer(answer, reference, []);
      return read.unchanged ? read.digest : read.manifest.digest;
    }
    return verifiedDigest(answer, reference);
  }

  /** What HEAD tells, or undefined where only a GET can. */
  async #head(repository: RepositoryAddress, reference: string, request: RegistryRequest): Promise<string | undefined> {
    const answer = await this.#manifest('HEAD', repository, reference, request, []);
    if (HEAD_MAY_LIE.has(answer.status)) return undefined;
    if (answer.status !== 200) throw answerError(answer, 'manifest');
    const told = toldDigest(answer);
    if (told === undefined || !isContentDigest(reference) || told.split(':')[0] !== reference.split(':')[0])
      return told;
    if (told === reference) return told;
    throw new RegistryError('REGISTRY_CONTENT', `${repository.registry} answers for ${reference} with ${told}`);
  }

  async #manifest(
    method: 'GET' | 'HEAD',
    repository: RepositoryAddress,
    reference: string,
    request: RegistryRequest,
    unless: readonly string[],
  ): Promise<FollowedAnswer> {
    // One line per digest: docker-registry compares whole lines.
    const condition = unless.map((digest) => `"${digest}"`);
    return await this.#session.send(repository, request, {
      method,
      rest: `manifests/${reference}`,
      headers: { accept: ACCEPT, ...(condition.length === 0 ? {} : { 'if-none-match': condition }) },
      limit: limitOf(this.#limits, 'manifest', 'the manifest'),
    });
  }

  async getConfig(
    repository: RepositoryAddress,
    descriptor: Descriptor,
    request: RegistryRequest,
  ): Promise<Uint8Array> {
    const { digest, size } = descriptor;
    if (!isContentDigest(digest)) throw new RegistryError('REGISTRY_REFUSED', 'the configuration has no valid digest');
    const embedded = embeddedContent(descriptor);
    if (embedded !== undefined) return embedded;
    const name = `${repository.registry}/${repository.repository}`;
    const limit = limitOf(this.#limits, 'config', 'the image configuration');
    if (size > limit.bytes) throw exceeded(limit.what, name, limit.bytes, 'bytes', limit.option);
    const answer = await this.#session.send(repository, request, {
      method: 'GET',
      rest: `blobs/${digest}`,
      limit,
      blob: true,
    });
    if (answer.status !== 200) throw answerError(answer, 'blob');
    if (answer.body.length !== size) {
      const message = `content integrity error: the configuration ${digest} has ${answer.body.length} bytes instead of ${size}`;
      throw new RegistryError('REGISTRY_CONTENT', message);
    }
    checkContent('configuration', answer.body, digest);
    return answer.body;
  }

  async listTags(repository: RepositoryAddress, request: RegistryRequest): Promise<string[]> {
    const warn = (message: string) => this.#options.warn?.(message);
    return await listTags(repository, request, { session: this.#session, limits: this.#limits, warn });
  }

  /** The writing half, over the same connections and tokens; its code is loaded when it is first needed. */
  async transfer(): Promise<BlobTransfer> {
    const { SessionTransfer } = await import('./blobs/blob-transfer.ts');
    const { random } = this.#options;
    return new SessionTransfer({ session: this.#session, limits: this.#limits, random, sleep: this.#sleep });
  }

  async close(): Promise<void> {
    await this.#memory?.save();
    await this.#transport.close();
  }
}

/** The rules of schema 1 are loaded where one comes. */
async function readSchema1Answer(
  answer: FollowedAnswer,
  reference: string,
  known: readonly string[],
): Promise<ManifestAnswer> {
  const { readSchema1, schema1Payload } = await import('./content/schema1.ts');
  const { content, digest } = verifiedSchema1(answer, reference, schema1Payload(answer.body));
  if (known.includes(digest)) return { unchanged: true, digest };
  const told = mediaTypeOf(headerOf(answer, 'content-type'));
  const mediaType = told === SCHEMA1_SIGNED || content !== answer.body ? SCHEMA1_SIGNED : SCHEMA1;
  return { unchanged: false, manifest: readSchema1(mediaType, content, digest) };
}

function checkReference(reference: string): void {
  if (isTagName(reference) || isContentDigest(reference)) return;
  throw new RegistryError('REGISTRY_REFUSED', `${JSON.stringify(reference)} is neither a tag nor a digest`);
}

/** Which of the known digests a 304 means. */
function namedBy304(answer: FollowedAnswer, known: readonly string[]): string | undefined {
  const tag = /^(?:W\/)?"([^"]*)"$/.exec(headerOf(answer, 'etag')?.trim() ?? '')?.[1];
  const told = toldDigest(answer) ?? tag ?? (known.length === 1 ? known[0] : undefined);
  return told !== undefined && known.includes(told) ? told : undefined;
}

/** The content that a descriptor carries itself, when it is the right one. */
function embeddedContent({ data, size, digest }: Descriptor): Uint8Array | undefined {
  if (data === undefined || data.length > Math.ceil(size / 3) * 4 + 4) return undefined;
  const bytes = Buffer.from(data, 'base64');
  return bytes.length === size && digestOf(bytes, digest) === digest ? bytes : undefined;
}
