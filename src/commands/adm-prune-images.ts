import { IMAGE, IMAGE_STREAM } from '../core/kind-names.ts';
import type { Image, ImageStream } from '../core/objects/image-stream.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { inParallel } from '../core/parallel.ts';
import { parseDuration } from '../core/prune/duration.ts';
import { type Images, type PrunedStream, type PruneOptions, pruneHistory, unusedImages } from '../core/prune/plan.ts';
import { imageSizeLimits, LIMIT_RANGE } from '../core/prune/size-limit.ts';
import { REFERRING_KINDS, type UsedReferences, usedReferences } from '../core/prune/used-references.ts';
import { isStatusError } from '../core/status.ts';
import { AppError, interrupted, isAppError } from '../errors.ts';
import { type Command, type CommandSpec, type FlagValues, type Ports, usageError } from './command.ts';

export interface PruneRequest {
  confirm: boolean;
  /** Only streams of the current namespace, and no Image objects. */
  oneNamespace: boolean;
  /** Milliseconds. */
  keepYoungerThan: number;
  keepTagRevisions: number;
  overSizeLimit: boolean;
  allImages: boolean;
  ignoreInvalidRefs: boolean;
  workers: number;
}

export interface PruneResult {
  request: PruneRequest;
  /** References that cannot be read. With any, nothing was done. */
  invalid: readonly string[];
  /** What was taken on, in this order; it is done unless a failure says otherwise. */
  streams: readonly { namespace: string; name: string; dropped: number; failure?: AppError }[];
  images: readonly { name: string; failure?: AppError }[];
  /** Set when a signal ended the command early. */
  interrupted: boolean;
}

/** How often the history of a stream is looked at again because somebody else wrote it in between. */
const ATTEMPTS = 100;
const DEFAULT_WORKERS = 5;

const spec: CommandSpec = {
  path: ['adm', 'prune', 'images'],
  usage: '',
  summary: 'Remove old images from the histories of tags, and Image objects that nothing needs',
  description: `Shortens the histories of tags in every namespace, and then deletes the Image objects that no history names any more.
Without --confirm it shows what it would do. Only objects of the store are removed: images in registries are left alone.

An entry of a history is kept while it is younger than --keep-younger-than, while it is among the newest of its tag
(--keep-tag-revisions), and while a pod, a workload or a build of the store uses it; a stream that is younger is left
alone. Entries without an Image object, as those of --reference tags, are removed once they are old enough, unless their
tag is in use. With -n only streams of that namespace are looked at, and no Image object is deleted.`,
  flags: [
    { name: 'confirm', type: 'bool', help: 'Remove, instead of showing what would be removed' },
    {
      name: 'keep-younger-than',
      type: 'string',
      value: 'DURATION',
      default: '60m',
      help: 'Keep what is younger than this, such as 90m or 96h',
    },
    {
      name: 'keep-tag-revisions',
      type: 'int',
      value: 'N',
      default: '3',
      help: "Keep this many of each tag's newest images",
    },
    {
      name: 'all',
      type: 'bool',
      default: 'true',
      help: 'With --all=false, delete only Image objects that were pushed to an integrated registry',
    },
    {
      name: 'prune-over-size-limit',
      type: 'bool',
      help: "Remove the images that are larger than their namespace's LimitRange allows, instead of the old ones",
    },
    {
      name: 'ignore-invalid-refs',
      type: 'bool',
      help: 'Pass over image references that cannot be read, at the risk of removing what they mean',
    },
    {
      name: 'num-workers',
      type: 'int',
      value: 'N',
      default: '5',
      help: 'How many objects are written at the same time',
    },
    {
      name: 'prune-registry',
      type: 'bool',
      default: 'true',
      help: 'Accepted; registries are never changed',
      hidden: true,
    },
    { name: 'registry-url', type: 'string', help: 'Accepted; registries are never changed', hidden: true },
    { name: 'force-insecure', type: 'bool', help: 'Accepted; registries are never changed', hidden: true },
  ],
  examples: [
    { what: 'See what could go', run: 'imagestream adm prune images --keep-tag-revisions=3 --keep-younger-than=60m' },
    { what: 'Remove it', run: 'imagestream adm prune images --keep-tag-revisions=3 --keep-younger-than=60m --confirm' },
    {
      what: 'Shorten the histories of one namespace',
      run: 'imagestream adm prune images -n toms-project --keep-younger-than=96h --confirm',
    },
  ],
};

export const admPruneImages: Command<PruneRequest, PruneResult> = {
  spec,

  parse({ args, flags, program }) {
    const keepYoungerThan = durationFlag(flags, 'keep-younger-than', program);
    if (args.length > 0) throw usageError(spec, program, 'no arguments are allowed to this command');
    const request: PruneRequest = {
      confirm: flags.bool('confirm'),
      oneNamespace: flags.changed('namespace'),
      keepYoungerThan,
      keepTagRevisions: flags.int('keep-tag-revisions'),
      overSizeLimit: flags.bool('prune-over-size-limit'),
      allImages: flags.bool('all'),
      ignoreInvalidRefs: flags.bool('ignore-invalid-refs'),
      workers: flags.int('num-workers') < 1 ? DEFAULT_WORKERS : flags.int('num-workers'),
    };
    validate(request, flags);
    return request;
  },

  async run(request, ports) {
    // Streams before images: whoever records an image stores the image first.
    const streams = await listStreams(request, ports);
    const used = usedReferences(await listReferrers(ports), ports.now().getTime() - request.keepYoungerThan);
    const result = { request, streams: [], images: [], interrupted: false };
    if (used.invalid.length > 0 && !request.ignoreInvalidRefs) return { ...result, invalid: used.invalid };
    const pruning: Pruning = {
      request,
      ports,
      used,
      options: await pruneOptions(request, ports),
      images: await listImages(ports),
    };
    const outcomes = await inParallel(streams, request.workers, (stream) => pruneStream(stream, pruning));
    const images = request.oneNamespace
      ? []
      : await pruneImages(
          outcomes.map((outcome) => outcome.stream),
          pruning,
        );
    return {
      ...result,
      invalid: [],
      streams: outcomes.flatMap(({ stream, dropped, failure }) => {
        const { name, namespace = '' } = stream.metadata;
        return dropped > 0 ? [{ namespace, name, dropped, ...(failure ? { failure } : {}) }] : [];
      }),
      images,
      interrupted: ports.signal.aborted,
    };
  },
};

function durationFlag(flags: FlagValues, name: string, program: string): number {
  const text = flags.string(name);
  try {
    return parseDuration(text);
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    const usage = `See '${[program, ...spec.path].join(' ')} --help' for usage.`;
    throw new AppError(
      'FLAG',
      `invalid argument ${JSON.stringify(text)} for "--${name}" flag: ${error.message}\n${usage}`,
    );
  }
}

/** oc CLI 13: the first rule that matches decides. */
function validate(request: PruneRequest, flags: FlagValues): void {
  const refuse = (message: string): never => {
    throw new AppError('ARGUMENT', message);
  };
  if (
    flags.changed('prune-over-size-limit') &&
    (flags.changed('keep-younger-than') || flags.changed('keep-tag-revisions'))
  ) {
    refuse('--prune-over-size-limit cannot be specified with --keep-tag-revisions nor --keep-younger-than');
  }
  if (request.keepYoungerThan < 0) refuse('--keep-younger-than must be greater than or equal to 0');
  if (request.keepTagRevisions < 0) refuse('--keep-tag-revisions must be greater than or equal to 0');
  const url = flags.string('registry-url');
  const problem = url && registryUrlProblem(url);
  if (problem) refuse(`invalid --registry-url flag: ${problem}`);
  if (!flags.string('certificate-authority')) return;
  if (flags.bool('force-insecure')) refuse('--certificate-authority cannot be specified with --force-insecure');
  if (url.startsWith('http://')) refuse('--certificate-authority cannot be specified for insecure http protocol');
}

/** The registry's address is `[http://|https://]host[:port]` and nothing after it. */
function registryUrlProblem(text: string): string | undefined {
  const [, scheme, rest = ''] = /^(?:([^:/?#]*):\/\/)?(.*)$/s.exec(text) ?? [];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return `unsupported scheme: ${scheme}`;
  const [, host, path = '', query] = /^([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? [];
  if (path !== '' && path !== '/') return 'no path after <host>[:<port>] is allowed';
  if (query) return 'no query arguments are allowed after <host>[:<port>]';
  return host ? undefined : 'no host name specified';
}

interface Pruning {
  request: PruneRequest;
  ports: Ports;
  used: UsedReferences;
  options: PruneOptions;
  images: Images;
}

async function listStreams({ oneNamespace }: PruneRequest, { api, namespace }: Ports): Promise<ImageStream[]> {
  return (await api.list<ImageStream>(IMAGE_STREAM, oneNamespace ? namespace : undefined)).items;
}

async function listImages({ api }: Ports): Promise<Images> {
  const { items } = await api.list<Image & KubeObject>(IMAGE, undefined);
  return new Map(items.map((image) => [image.metadata.name, image]));
}

/** Of every namespace, also with `-n`: a workload may use another namespace's stream. */
async function listReferrers({ api }: Ports) {
  const lists = await Promise.all(REFERRING_KINDS.map((kind) => api.list(kind, undefined)));
  return REFERRING_KINDS.map((kind, i) => ({ kind, objects: lists[i]?.items ?? [] }));
}

async function pruneOptions(request: PruneRequest, { api, now }: Ports): Promise<PruneOptions> {
  return {
    keepAfter: now().getTime() - request.keepYoungerThan,
    keepTagRevisions: request.keepTagRevisions,
    allImages: request.allImages,
    sizeLimits: request.overSizeLimit ? imageSizeLimits((await api.list(LIMIT_RANGE, undefined)).items) : undefined,
  };
}

interface StreamOutcome extends PrunedStream {
  failure?: AppError;
}

/** Writes the shorter history. When somebody else wrote meanwhile, what they wrote is looked at anew. */
async function pruneStream(
  listed: ImageStream,
  { request, ports, used, options, images }: Pruning,
): Promise<StreamOutcome> {
  const { name, namespace = '' } = listed.metadata;
  const nothing = { stream: listed, dropped: 0 };
  let pruned = pruneHistory(listed, images, used, options);
  if (!request.confirm || pruned.dropped === 0) return pruned;
  for (let attempt = 1; ; attempt++) {
    if (ports.signal.aborted) return nothing;
    try {
      if (attempt > 1) {
        const latest = await ports.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
        pruned = pruneHistory(latest, await listImages(ports), used, options);
        if (pruned.dropped === 0) return pruned;
      }
      return { ...pruned, stream: await ports.api.updateStatus(namespace, pruned.stream) };
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return nothing;
      if (isStatusError(error, 'Conflict') && attempt < ATTEMPTS) continue;
      return { ...pruned, failure: failureOf(error, `imagestream ${namespace}/${name}`) };
    }
  }
}

async function pruneImages(planned: readonly ImageStream[], pruning: Pruning): Promise<PruneResult['images']> {
  const { request, ports, options, images } = pruning;
  if (ports.signal.aborted) return [];
  const candidates = unusedImages(planned, images, options);
  if (!request.confirm || candidates.length === 0) return candidates.map((name) => ({ name }));
  // What the histories are now decides: some could not be shortened, others may have got an image meanwhile.
  const unused = unusedImages(await listStreams(request, ports), images, options);
  const outcomes = await inParallel(unused, request.workers, async (name) => {
    if (ports.signal.aborted) return [];
    try {
      await ports.api.delete(IMAGE, '', name);
      return [{ name }];
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return [];
      return [{ name, failure: failureOf(error, `image ${name}: failed to delete image ${name}`) }];
    }
  });
  return outcomes.flat();
}

/** What went wrong with one object, so that the others go on. What is no error of ours ends the command. */
function failureOf(error: unknown, what: string): AppError {
  if (!isAppError(error)) throw error;
  if (error.code === 'INTERRUPTED') return interrupted();
  const code = error.code === 'STATUS' ? 'ARGUMENT' : error.code;
  return new AppError(code, `${what}: ${error.message}`, { ...(error.hint ? { hint: error.hint } : {}), cause: error });
}
