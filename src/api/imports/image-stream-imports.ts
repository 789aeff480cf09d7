import { MIN_AGE_ANNOTATION, parseMinAge } from '../../core/history/min-age.ts';
import type { Image, ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import type { CredentialSource } from '../../core/ports/credential-source.ts';
import { conflict, isStatusError, notFound, refuseInvalid } from '../../core/status.ts';
import { ripeFollowers } from '../../core/stream/followers.ts';
import { applyImport } from '../../core/stream/import-apply.ts';
import { pinOf } from '../../core/stream/pin.ts';
import { specTag } from '../../core/stream/tag-history.ts';
import { validateImageStreamImport } from '../../core/validation/image-stream-import.ts';
import { type ApiContext, timestamp } from '../context.ts';
import type { ClusterImageSettings } from '../registries/cluster-image-config.ts';
import { namespaceCredentials, secretCredentials } from '../registries/namespace-credentials.ts';
import type { RegistryRuleBook } from '../registries/registry-rules.ts';
import { emptyImageStream, type ImageStreamStorage } from '../storage/image-streams.ts';
import { storeFound } from '../storage/stored-images.ts';
import type { StreamHistories } from '../storage/stream-histories.ts';
import type { Freshness, ImageLookup } from './image-lookup.ts';
import { type LookupOptions, lookUpImages } from './image-lookups.ts';
import { ImportAnswers } from './import-answers.ts';
import type { HeldImage } from './import-cooldown.ts';
import { importRepository } from './repository-import.ts';
import { lookupOf, tagsOf } from './tag-lookups.ts';

export interface ImportOptions {
  /** The name of the only secret to log in with. Fails with Status NotFound, and BadRequest where it holds no logins. */
  secret?: string | undefined;
  /**
   * By tag, what is remembered of it. Where the reference still has that, the answer is a success without an image, and
   * nothing is written of it: the cheap way to look again at what was imported before.
   */
  freshness?: ReadonlyMap<string, Freshness> | undefined;
  /** The stream as it was read a moment ago, with its resourceVersion; read now when absent. */
  stream?: ImageStream | undefined;
  /** What the tags are to wait from now on, as `imagestream.dev/min-age` says it; `0` for nothing. */
  minAge?: string | undefined;
  /** Told what is held back because of its age; a warning when absent. */
  held?: ((image: HeldImage) => void) | undefined;
  /** What was found by an attempt before this one; see `ImportAnswers`. Not together with `freshness`. */
  answers?: ImportAnswers | undefined;
  /** Called with the images that were found, before anything is written; where it fails, nothing is. */
  beforeWrite?: ((found: FoundImages) => Promise<void>) | undefined;
}

/** What an import found, for who wants to do something with it before it counts. */
export interface FoundImages {
  images: readonly { tag: string; image: Image; insecure: boolean }[];
  /** The logins that the images were looked up with. */
  credentials: CredentialSource;
  /** The stream's repository in the integrated registry; absent without such a registry. */
  repository?: string;
}

export interface ImageStreamImports {
  /**
   * Carries out an import: looks the images up and, unless `spec.import` is false, writes the stream and the Images
   * (image-stream model section 4). Failed images are statuses in the answer. Fails with Status Invalid, Forbidden,
   * Conflict (the stream was written since `metadata.resourceVersion`), NotFound.
   */
  create(namespace: string, request: ImageStreamImport, options?: ImportOptions): Promise<ImageStreamImport>;
}

export function createImageStreamImports(
  context: ApiContext,
  streams: ImageStreamStorage,
  cluster: ClusterImageSettings,
  rules: RegistryRuleBook,
  histories: StreamHistories,
): ImageStreamImports {
  async function optionsFor(namespace: string, { secret }: ImportOptions): Promise<LookupOptions> {
    const logins =
      secret === undefined
        ? { credentials: namespaceCredentials(context, namespace), otherCredentials: context.credentials }
        : { credentials: await secretCredentials(context, namespace, secret) };
    return { ...logins, rules, policy: await cluster.policy() };
  }

  async function create(
    namespace: string,
    request: ImageStreamImport,
    importOptions: ImportOptions = {},
  ): Promise<ImageStreamImport> {
    const { name } = request.metadata;
    const causes = validateImageStreamImport(request, await cluster.policy());
    refuseInvalid('ImageStreamImport.image.openshift.io', name, causes);
    const stream = importOptions.stream ?? (await streams.find(namespace, name));
    checkPreconditions(request, stream);
    const options = await optionsFor(namespace, importOptions);
    const done: ImageStreamImport = { ...request, status: {} };
    const tags = tagsOf(stream);
    const cooldown = await cooldownOf(request, stream ?? emptyImageStream(namespace, name), importOptions);
    const freshness = cooldown ? cooldown.freshness(importOptions.freshness) : importOptions.freshness;
    const { answers = new ImportAnswers() } = importOptions;
    if (request.spec.images) {
      const lookups = request.spec.images.map((spec) => lookupOf(spec, tags, freshness?.get(spec.to?.name ?? '')));
      const ask = (missing: readonly ImageLookup[]) => lookUpImages(context, missing, options);
      done.status.images = await (freshness ? ask(lookups) : answers.images(lookups, ask));
    }
    const { repository } = request.spec;
    if (repository) {
      done.status.repository = await answers.repository(repository, () =>
        importRepository(context, repository, stream, options),
      );
    }
    for (const held of (await cooldown?.hold(done)) ?? []) {
      if (importOptions.held) importOptions.held(held);
      else context.warn(held.message);
    }
    if (importOptions.beforeWrite) {
      const { internal } = await cluster.hosts();
      await importOptions.beforeWrite({
        images: foundImages(done),
        credentials: options.credentials,
        ...(internal ? { repository: `${internal}/${namespace}/${name}` } : {}),
      });
    }
    if (!request.spec.import) return done;
    const news = importOptions.freshness ? withoutUnchanged(done) : done;
    if (!news) {
      // Time may have passed for an alias.
      const isRipe = stream !== undefined && ripeFollowers(stream, context.now().getTime()).length > 0;
      if (isRipe) done.status.import = await streams.updateInternal(stream, stream);
      return done;
    }
    // Images are written before the stream that names them.
    const storeAgain = await storeFound(context, [
      ...(news.status.images ?? []),
      ...(news.status.repository?.images ?? []),
    ]);
    done.status.import = await writeStream(namespace, news, stream, importOptions.minAge);
    // A pruner may have seen images that no stream named yet.
    await storeAgain();
    await cooldown?.remember(done.status.import);
    return done;
  }

  /** Loaded for tags with a minimal age alone. */
  async function cooldownOf(request: ImageStreamImport, stream: ImageStream, { minAge }: ImportOptions) {
    const hasAge = minAge !== undefined || stream.spec.tags?.some((tag) => tag.annotations?.[MIN_AGE_ANNOTATION]);
    if (!request.spec.import || !hasAge) return undefined;
    const { ImportCooldown } = await import('./import-cooldown.ts');
    return ImportCooldown.open(context, histories, stream, minAge);
  }

  async function writeStream(
    namespace: string,
    done: ImageStreamImport,
    stream: ImageStream | undefined,
    minAge: string | undefined,
  ): Promise<ImageStream> {
    const next = stream ? structuredClone(stream) : emptyImageStream(namespace, done.metadata.name);
    applyImport(next, done, timestamp(context.now()), !stream);
    if (minAge !== undefined) setMinAge(next, done, minAge);
    try {
      return await (stream ? streams.updateInternal(stream, next) : streams.createInternal(next));
    } catch (error) {
      if (!isStatusError(error, 'Conflict') && !isStatusError(error, 'AlreadyExists')) throw error;
      const now = await streams.find(namespace, done.metadata.name);
      throw updatedMeanwhile(done.metadata.name, stream, now);
    }
  }

  return { create };
}

/** Writes the minimal age beside the tags of an import, of which zero is none. Changes `stream`. */
function setMinAge(stream: ImageStream, { spec, status }: ImageStreamImport, minAge: string): void {
  const names = [
    ...(spec.images ?? []).map(({ to }) => to?.name),
    ...(status.repository?.images ?? []).map((i) => i.tag),
  ];
  for (const name of names) {
    const tag = specTag(stream, name ?? '');
    if (!tag || pinOf(tag)) continue;
    const { [MIN_AGE_ANNOTATION]: _old, ...others } = tag.annotations ?? {};
    const annotations = parseMinAge(minAge) > 0 ? { ...others, [MIN_AGE_ANNOTATION]: minAge } : others;
    tag.annotations = Object.keys(annotations).length > 0 ? annotations : null;
  }
}

/** The part of an import that has something to write; undefined where nothing has. */
function withoutUnchanged(done: ImageStreamImport): ImageStreamImport | undefined {
  const outcomes = done.status.images ?? [];
  const hasNews = (_: unknown, index: number) =>
    outcomes[index]?.status.status !== 'Success' || outcomes[index].image !== undefined;
  const images = (done.spec.images ?? []).filter(hasNews);
  if (images.length === 0 && !done.spec.repository) return undefined;
  return { ...done, spec: { ...done.spec, images }, status: { ...done.status, images: outcomes.filter(hasNews) } };
}

function foundImages({ spec, status }: ImageStreamImport): FoundImages['images'] {
  const single = (status.images ?? []).map((found, index) => {
    const asked = spec.images?.[index];
    return { found, tag: asked?.to?.name ?? '', policy: asked?.importPolicy };
  });
  const listed = (status.repository?.images ?? []).map((found) => {
    return { found, tag: found.tag ?? '', policy: spec.repository?.importPolicy };
  });
  return [...single, ...listed].flatMap(({ found: { image }, tag, policy }) =>
    image ? [{ tag, image, insecure: policy?.insecure === true }] : [],
  );
}

function checkPreconditions(request: ImageStreamImport, stream: ImageStream | undefined): void {
  const { name, resourceVersion, uid } = request.metadata;
  if ((resourceVersion || uid) && !stream) throw notFound('imagestreams.image.openshift.io', name);
  if (uid && stream && stream.metadata.uid !== uid) throw notFound('imagestreams.image.openshift.io', name);
  if (resourceVersion && stream && stream.metadata.resourceVersion !== resourceVersion) {
    throw updatedMeanwhile(name, { metadata: { name, resourceVersion } }, stream);
  }
}

function updatedMeanwhile(
  name: string,
  before: { metadata: { name: string; resourceVersion?: string } } | undefined,
  after: ImageStream | undefined,
) {
  const [from, to] = [before?.metadata.resourceVersion ?? '', after?.metadata.resourceVersion ?? ''];
  return conflict('imagestream.image.openshift.io', name, `the image stream was updated from "${from}" to "${to}"`);
}
