import { EventQueue } from '../../../core/concurrency/event-queue.ts';
import { Semaphore } from '../../../core/concurrency/semaphore.ts';
import type { Descriptor } from '../../../core/images/manifest.ts';
import type { Phase, Unit } from '../../../core/mirror/phases.ts';
import type { BlobGroup, PlannedManifest, PlannedRepository } from '../../../core/mirror/plan.ts';
import type { BlobTransfer } from '../../../core/ports/blob-transfer.ts';
import type { RegistryRequest } from '../../../core/ports/registry.ts';
import { inOtherWords, isRegistryError, RegistryError } from '../../../errors.ts';

/** What happens while images are copied. `to` is a repository with its registry. */
export type MirrorEvent =
  | { type: 'uploading' | 'mounted' | 'mount-ignored' | 'foreign'; to: string; blob: Descriptor; from: string }
  | { type: 'pushed'; to: string; digest: string; tag: string }
  | { type: 'failed'; error: unknown };

export interface ExecuteOptions {
  transfer: BlobTransfer;
  request: RegistryRequest;
  /** Repositories at a time, and blobs at a time to one registry. */
  registries: number;
  perRegistry: number;
  force: boolean;
  skipMount: boolean;
  skipMultipleScopes: boolean;
  /** A failure ends what depends on it, and nothing else. */
  continueOnError: boolean;
  /** Told of bytes that arrived; negative for what has to go again. */
  onBytes(bytes: number): void;
  /** Told of bytes that need not go. */
  onSpared(bytes: number): void;
}

/** Copies what was planned, phase by phase. The events must be read to their end; they end with INTERRUPTED or CREDENTIALS where these stopped it. */
export function executeMirror(phases: readonly Phase[], options: ExecuteOptions): AsyncIterable<MirrorEvent> {
  const events = new EventQueue<MirrorEvent>();
  new Mirroring(options, events).run(phases).then(
    () => events.end(),
    (error: unknown) => events.end({ error }),
  );
  return events;
}

class Mirroring {
  readonly #options: ExecuteOptions;
  readonly #events: EventQueue<MirrorEvent>;
  readonly #turns = new Map<string, Semaphore>();
  /** By registry and digest: a repository that has the blob. */
  readonly #holders = new Map<string, string>();
  #failed = false;

  constructor(options: ExecuteOptions, events: EventQueue<MirrorEvent>) {
    this.#options = options;
    this.#events = events;
  }

  async run(phases: readonly Phase[]): Promise<void> {
    const units = new Semaphore(this.#options.registries);
    for (const { units: independent } of phases) {
      if (this.#stopped) return;
      await everyOne(independent.map((unit) => units.run(() => this.#unit(unit))));
    }
  }

  get #stopped(): boolean {
    return this.#failed && !this.#options.continueOnError;
  }

  async #unit({ repository }: Unit): Promise<void> {
    if (this.#stopped) return;
    const missing = new Set<string>();
    const turns = this.#turnsOf(repository);
    await everyOne(
      repository.groups.flatMap((group) =>
        group.blobs.map((blob) =>
          turns.run(async () => {
            if (this.#stopped || !(await this.#tried(() => this.#blob(repository, group, blob)))) {
              missing.add(blob.digest);
            }
          }),
        ),
      ),
    );
    if (!this.#stopped) await this.#manifests(repository, missing);
  }

  async #blob(repository: PlannedRepository, group: BlobGroup, blob: Descriptor): Promise<void> {
    const { transfer, request, force, skipMount, skipMultipleScopes, onBytes, onSpared } = this.#options;
    const { registry, address: target } = repository;
    const to = nameOf(repository);
    const key = `${target.registry} ${blob.digest}`;
    const sameRegistry = group.address.registry === target.registry;
    const holder = this.#holders.get(key) ?? (sameRegistry ? group.address.repository : undefined);
    const mountFrom = skipMount || holder === target.repository ? undefined : holder;
    const event = (type: 'uploading' | 'mounted' | 'mount-ignored' | 'foreign', from: string) =>
      this.#events.push({ type, to, blob, from });
    try {
      const outcome = await transfer.copyBlob(
        {
          source: group.address,
          target,
          blob,
          force,
          narrowScope: skipMultipleScopes,
          ...(mountFrom === undefined ? {} : { mountFrom }),
          onStart: (ignored) => {
            if (ignored) event('mount-ignored', `${registry}/${mountFrom}`);
            event('uploading', group.from);
          },
          onBytes,
        },
        request,
      );
      if (outcome !== 'copied') onSpared(blob.size);
      if (outcome === 'mounted') event('mounted', `${registry}/${mountFrom}`);
    } catch (error) {
      if (isForeign(blob) && isRegistryError(error) && error.code === 'REGISTRY_BLOB_UNKNOWN') {
        event('foreign', group.from);
        onSpared(blob.size);
        return;
      }
      throw about(`unable to copy layer ${blob.digest} from ${group.from} to ${to}`, error);
    }
    this.#holders.set(key, target.repository);
  }

  /** Each after those that it lists; what misses something is not pushed, so that no tag points to half an image. */
  async #manifests(repository: PlannedRepository, missing: Set<string>): Promise<void> {
    const waiting = new Map(repository.manifests.map((entry) => [entry.manifest.digest, entry]));
    const turns = this.#turnsOf(repository);
    while (waiting.size > 0) {
      const ready = [...waiting.values()].filter(
        ({ manifest }) => !partsOf(manifest).some((part) => waiting.has(part)),
      );
      if (ready.length === 0) throw new Error('manifests that list one another');
      await everyOne(
        ready.map((entry) =>
          turns.run(async () => {
            const lacks = partsOf(entry.manifest).find((part) => missing.has(part));
            const done = lacks
              ? this.#fail(incomplete(repository, entry, lacks))
              : !this.#stopped && (await this.#push(repository, entry));
            if (!done) missing.add(entry.manifest.digest);
          }),
        ),
      );
      for (const { manifest } of ready) waiting.delete(manifest.digest);
    }
  }

  async #push(repository: PlannedRepository, { manifest, tags }: PlannedManifest): Promise<boolean> {
    const { transfer, request } = this.#options;
    const to = nameOf(repository);
    let done = true;
    for (const tag of tags.length > 0 ? tags : ['']) {
      const pushed = await this.#tried(async () => {
        try {
          await transfer.putManifest(repository.address, tag || manifest.digest, manifest, request);
        } catch (error) {
          throw about(`unable to push manifest to ${to}${tag && `:${tag}`}`, error);
        }
        this.#events.push({ type: 'pushed', to, digest: manifest.digest, tag });
      });
      done &&= pushed;
    }
    return done;
  }

  /** Whether it went well. What is no registry's failure ends everything. */
  async #tried(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isRegistryError(error)) throw error;
      return this.#fail(error);
    }
  }

  #fail(error: unknown): false {
    this.#failed = true;
    this.#events.push({ type: 'failed', error });
    return false;
  }

  #turnsOf({ address: { registry } }: PlannedRepository): Semaphore {
    const found = this.#turns.get(registry) ?? new Semaphore(this.#options.perRegistry);
    this.#turns.set(registry, found);
    return found;
  }
}

/** Waits for all, also when one fails: nothing goes on behind the command's back. */
async function everyOne(work: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(work)) if (outcome.status === 'rejected') throw outcome.reason;
}

const nameOf = ({ registry, name }: PlannedRepository) => `${registry}/${name}`;

/** Layers that a registry need not have, because they may only be fetched from their vendor (OCI image spec, non-distributable layers). */
const isForeign = ({ mediaType }: Descriptor) => /\.foreign\.|\.nondistributable\./.test(mediaType);

function partsOf(manifest: PlannedManifest['manifest']): string[] {
  if (manifest.type === 'index') return manifest.manifests.map(({ digest }) => digest);
  return [...manifest.layers, manifest.config].map(({ digest }) => digest);
}

function incomplete(repository: PlannedRepository, { manifest, tags }: PlannedManifest, lacks: string): RegistryError {
  const tag = tags[0] === undefined ? '' : `:${tags[0]}`;
  const message = `unable to push manifest to ${nameOf(repository)}${tag}: ${manifest.digest} needs ${lacks}, which could not be copied`;
  return new RegistryError('REGISTRY_BLOB_UNKNOWN', message);
}

function about(what: string, error: unknown): unknown {
  return isRegistryError(error) ? inOtherWords(error, `${what}: ${error.message}`) : error;
}
