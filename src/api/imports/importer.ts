import { inParallel } from '../../core/concurrency/parallel.ts';
import { imageFromIndex, imageFromManifest } from '../../core/images/image-object.ts';
import { isImageFailure, isMissing, statusOfFailure } from '../../core/images/import-status.ts';
import type { ImageManifestDocument, IndexDocument, IndexEntry, Manifest } from '../../core/images/manifest.ts';
import { choosePlatform, type PlatformPreference } from '../../core/images/platform.ts';
import type { Image, ImportMode } from '../../core/objects/image-stream.ts';
import type { ImageImportStatus, ImportAdvice } from '../../core/objects/image-stream-import.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { CredentialSource } from '../../core/ports/credential-source.ts';
import type { RegistryRequest, RepositoryAddress } from '../../core/ports/registry.ts';
import { exact, parseReference, type Reference } from '../../core/references/reference.ts';
import { asRepository, dockerClientDefaults, isDockerHub } from '../../core/references/reference-forms.ts';
import type { Candidates } from '../../core/registries/short-names.ts';
import { failure, success } from '../../core/status.ts';
import type { RegistryPolicy } from '../../core/validation/registry-policy.ts';
import { RegistryError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import type { RegistryRuleBook } from '../registries/registry-rules.ts';
import { readableImage } from '../storage/stored-images.ts';
import { searchInTurn } from './short-name-search.ts';

/** Nested indexes are followed this far (registry client S18). */
const MAX_DEPTH = 4;
/** Images looked up at once; the registry client bounds the connections. */
const WIDTH = 16;

/** One image to look up. */
export interface ImageLookup {
  /** The pull spec, as typed. */
  from: string;
  importMode: ImportMode;
  insecure: boolean;
  preference: PlatformPreference;
  /** Digests that this tag has had, newest first: what still has one of them needs no download. */
  known: readonly string[];
  /** For a lookup that is to say no more than whether anything changed; absent for a whole one. */
  freshness?: Freshness | undefined;
}

/** What somebody who looks at the same reference again and again remembers of it. */
export interface Freshness {
  /** Digests of the reference itself, of an index and not of what was taken from it, for which nothing is to be done. */
  seen: readonly string[];
  /** Told what the reference has now. */
  found(digest: string): void;
}

export interface LookupOptions {
  credentials: CredentialSource;
  /** Asked again when the first ones have a wrong password (image-stream model 4.1). */
  otherCredentials?: CredentialSource | undefined;
  rules: RegistryRuleBook;
  /** Where images may come from; undefined where nothing restricts it. */
  policy?: RegistryPolicy | undefined;
}

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
  const groups = new Map<string, { reference: Reference; insecure: boolean }>();
  const cache = new Map<string, Promise<Outcome>>();
  const meanings = await Promise.all(lookups.map(({ from }) => options.rules.candidates(parseReference(from))));
  const blockedBy = await options.rules.blocks();
  let done = 0;
  context.report({ type: 'import-started', total: lookups.length });

  function lookUpOnce(lookup: ImageLookup, reference: Reference): Promise<Outcome> {
    // The first image of a repository decides how all of them are spelled and reached (image-stream model 4.2).
    const key = repositoryKey(reference);
    const group = groups.get(key) ?? { reference, insecure: lookup.insecure };
    groups.set(key, group);
    const blocked = blockedBy(reference) !== undefined;
    const task = { ...lookup, reference, spelling: group.reference, insecure: group.insecure, blocked };
    const id = JSON.stringify([key, reference.tag, reference.id, lookup.preference, lookup.importMode]);
    const answer = cache.get(id) ?? lookUp(context, task, options);
    // What is remembered is each tag's own.
    if (!lookup.freshness) cache.set(id, answer);
    return answer;
  }

  const results = await inParallel(lookups, WIDTH, async (lookup, index) => {
    const meaning = meanings[index] as Candidates;
    const { missing: _missing, ...status } = await searchInTurn(
      lookup.from,
      meaning,
      (reference) => lookUpOnce(lookup, reference),
      {
        refuses: (reference) => options.policy?.refusesImport(reference, lookup.insecure),
        warn: context.warn,
      },
    );
    done += 1;
    context.report({
      type: 'tag-imported',
      tag: (meaning.references[0] as Reference).tag,
      ok: status.status.status === 'Success',
      done,
      total: lookups.length,
    });
    return status;
  });
  context.report({ type: 'finished' });
  return results;
}

/** A status, and whether it only says that the registry has no such image. */
type Outcome = ImageImportStatus & { missing?: boolean };

interface LookupTask extends ImageLookup {
  reference: Reference;
  /** The reference whose spelling of the repository is recorded. */
  spelling: Reference;
  blocked: boolean;
}

async function lookUp(context: ApiContext, task: LookupTask, options: LookupOptions): Promise<Outcome> {
  const { reference } = task;
  if (task.blocked) {
    return { status: failure('Forbidden', `forbidden: registry ${reference.registry} blocked`), tag: '' };
  }
  const defaulted = dockerClientDefaults(reference);
  const tag = reference.id ? reference.tag && '' : defaulted.tag;
  if (!reference.name) {
    return {
      status: failure(
        'InternalError',
        'Internal error occurred: unable to parse docker reference : invalid reference format',
      ),
      tag: 'latest',
    };
  }
  const attempt = (credentials: CredentialSource) =>
    resolve(context, task, addressOf(task.spelling, task.insecure), credentials);
  try {
    return { ...(await attempt(options.credentials)), tag };
  } catch (first) {
    if (!isImageFailure(first)) throw first;
    const status = {
      status: statusOfFailure(first, exact(defaulted)),
      tag,
      ...(isMissing(first) ? { missing: true } : { advice: adviceFor(first, task.spelling) }),
    };
    if (first.code !== 'REGISTRY_WRONG_PASSWORD' || !options.otherCredentials) return status;
    try {
      return { ...(await attempt(options.otherCredentials)), tag };
    } catch (second) {
      if (!isImageFailure(second)) throw second;
      return status;
    }
  }
}

/** What people are told beside a failure. */
export function adviceFor({ login }: RegistryError, reference: Reference): ImportAdvice {
  const { registry, repository } = addressOf(reference, false);
  return { repository: `${registry}/${repository}`, ...(login === undefined ? {} : { login }) };
}

type Resolved = Pick<ImageImportStatus, 'status' | 'image' | 'manifests'>;

async function resolve(
  context: ApiContext,
  task: LookupTask,
  address: RepositoryAddress,
  credentials: CredentialSource,
): Promise<Resolved> {
  const session = new ImportSession(context, task, address, {
    credentials,
    ...(context.signal ? { signal: context.signal } : {}),
  });
  return session.run();
}

/** The lookup of one image: which manifests it needs, and which of them the store holds already. */
class ImportSession {
  private readonly context: ApiContext;
  private readonly task: LookupTask;
  private readonly address: RepositoryAddress;
  private readonly request: RegistryRequest;

  constructor(context: ApiContext, task: LookupTask, address: RepositoryAddress, request: RegistryRequest) {
    this.context = context;
    this.task = task;
    this.address = address;
    this.request = request;
  }

  async run(): Promise<Resolved> {
    const { reference, freshness } = this.task;
    const wanted = reference.id || dockerClientDefaults(reference).tag;
    if (freshness) return this.refreshed(wanted, freshness);
    const usable = await this.usableKnown();
    const answer = await this.context.registry.getManifest(this.address, wanted, {
      ...this.request,
      known: [...usable.keys()],
    });
    if (answer.unchanged) {
      const image = usable.get(answer.digest);
      if (image) return { status: success, image: this.spelled(image) };
    } else {
      return this.resolved(answer.manifest);
    }
    throw new RegistryError(
      'REGISTRY_CONTENT',
      `the registry says that nothing changed, for a digest that was not asked for`,
    );
  }

  /** Without an image where the reference has what it had: what is recorded is taken to be there. */
  private async refreshed(wanted: string, { seen, found }: Freshness): Promise<Resolved> {
    const answer = await this.context.registry.getManifest(this.address, wanted, { ...this.request, known: seen });
    if (!answer.unchanged) {
      const resolved = await this.resolved(answer.manifest);
      found(answer.manifest.digest);
      return resolved;
    }
    found(answer.digest);
    return { status: success };
  }

  /** Stored Images of digests that this tag has had, and that the import mode would record again. */
  private async usableKnown(): Promise<Map<string, KubeObject & Image>> {
    const usable = new Map<string, KubeObject & Image>();
    for (const digest of this.task.known) {
      const image = await this.stored(digest);
      if (!image) continue;
      const isIndex = image.dockerImageManifests !== undefined;
      if (isIndex !== (this.task.importMode === 'PreserveOriginal') && isIndex) continue;
      // An index whose children are not all there is fetched anew.
      if (isIndex && !(await this.childrenStored(image))) continue;
      usable.set(digest, image);
    }
    return usable;
  }

  private async childrenStored(index: Image): Promise<boolean> {
    for (const child of index.dockerImageManifests ?? []) if (!(await this.stored(child.digest))) return false;
    return true;
  }

  private async resolved(manifest: Manifest): Promise<Resolved> {
    if (manifest.type === 'image') return { status: success, image: await this.imageOf(manifest) };
    if (this.task.importMode === 'PreserveOriginal') return this.preserved(manifest);
    return { status: success, image: await this.legacyImage(manifest, 1) };
  }

  /** The one child that a Legacy import takes; of an index inside an index, the child's choice. */
  private async legacyImage(index: IndexDocument, depth: number): Promise<Image> {
    // Preferences count for tags only (image-stream model 4.3).
    const preference = this.task.reference.id ? {} : this.task.preference;
    const entry = choosePlatform(index.manifests, preference, this.context.settings.platform);
    if (!entry) throw new RegistryError('REGISTRY_CONTENT', 'no manifests in manifest list');
    if (depth > MAX_DEPTH) {
      throw new RegistryError('REGISTRY_LIMIT', `the index is nested more than ${MAX_DEPTH} levels deep`);
    }
    const stored = await this.stored(entry.digest);
    if (stored && !stored.dockerImageManifests) return this.spelled(stored);
    const child = await this.fetchChild(entry);
    return child.type === 'image' ? this.imageOf(child) : this.legacyImage(child, depth + 1);
  }

  private async preserved(index: IndexDocument): Promise<Resolved> {
    const manifests = await inParallel(index.manifests, WIDTH, async (entry) => {
      const stored = await this.stored(entry.digest);
      if (stored) return this.spelled(stored);
      const child = await this.fetchChild(entry);
      return child.type === 'image' ? this.imageOf(child) : this.legacyImage(child, 1);
    });
    const image = imageFromIndex(index, this.pullSpec(index.digest));
    return { status: success, image, manifests };
  }

  private async fetchChild(entry: IndexEntry): Promise<Manifest> {
    const answer = await this.context.registry.getManifest(this.address, entry.digest, this.request);
    if (answer.unchanged)
      throw new RegistryError('REGISTRY_CONTENT', `the registry did not send the manifest ${entry.digest}`);
    return answer.manifest;
  }

  private async imageOf(manifest: ImageManifestDocument): Promise<Image> {
    const stored = await this.stored(manifest.digest);
    if (stored) return this.spelled(stored);
    const config = await this.context.registry.getConfig(this.address, manifest.config, this.request);
    return imageFromManifest(manifest, config, this.pullSpec(manifest.digest));
  }

  private stored(digest: string): Promise<(KubeObject & Image) | undefined> {
    return readableImage(this.context, digest);
  }

  /** A stored Image as this import sees it: under its own pull spec. */
  private spelled(image: Image): Image {
    const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = image.metadata;
    return { ...image, metadata, dockerImageReference: this.pullSpec(image.metadata.name) };
  }

  private pullSpec(digest: string): string {
    return exact({ ...asRepository(this.task.spelling), id: digest });
  }
}

/** Where a reference's repository is, with Docker's defaults; Docker Hub under its one name. */
export function addressOf(reference: Reference, insecure: boolean): RepositoryAddress {
  const { registry, namespace, name } = dockerClientDefaults(reference);
  return {
    registry: isDockerHub(registry) ? 'docker.io' : registry,
    repository: namespace ? `${namespace}/${name}` : name,
    insecure,
  };
}

function repositoryKey(reference: Reference): string {
  const { registry, repository } = addressOf(reference, false);
  return `${registry}/${repository}`;
}
