import { inParallel } from '../../core/concurrency/parallel.ts';
import { type ImageConfig, imageConfig } from '../../core/images/image-config.ts';
import type { Descriptor, ImageManifestDocument, IndexDocument, Manifest } from '../../core/images/manifest.ts';
import { type OsFilter, parseOsFilter, platformName } from '../../core/images/os-filter.ts';
import { isAttestation } from '../../core/images/platform.ts';
import type { RepositoryAddress } from '../../core/ports/registry.ts';
import type { RegistryAccess, RegistryChoice } from '../../core/ports/registry-access.ts';
import { exact, type Reference } from '../../core/references/reference.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { AppError, RegistryError } from '../../errors.ts';
import { expandSource, type ImageSource, parseImageSource, unreadable } from '../arguments/image-source.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { OS_FILTER_FLAG, REGISTRY_FLAGS, registryChoice } from '../flags/registry-flags.ts';

export interface ImageInfoRequest {
  sources: readonly ImageSource[];
  output: 'text' | 'json';
  filter: OsFilter | undefined;
  /** Every image of an index instead of an error. */
  multiarch: boolean;
  insecure: boolean;
  registries: RegistryChoice;
}

/** One image. */
export interface ImageInfo {
  /** As it was asked for. */
  name: string;
  /** The digest that was asked for; empty for a tag. */
  asked: string;
  digest: string;
  /** Of the index that the image was found in; empty without one. */
  listDigest: string;
  mediaType: string;
  layers: readonly Descriptor[];
  config: ImageConfig;
}

export interface ImageInfoResult {
  images: readonly ImageInfo[];
  /** What ended the command before all images were read. */
  error?: unknown;
}

const spec: CommandSpec = {
  usage: 'IMAGE [...]',
  description: `Prints digest, size, layers, platform and configuration of images, straight from their registries: nothing is stored, and
layers are not fetched. A tag may hold "*"; without a tag or digest every tag of the repository is shown.

An index (manifest list) has one image per platform: --filter-by-os chooses one, --show-multiarch shows them all.`,
  flags: [
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'json',
      help: 'Print JSON; an array for several images',
    },
    OS_FILTER_FLAG,
    { name: 'show-multiarch', group: 'how', type: 'bool', help: 'Show every image of an index' },
    ...REGISTRY_FLAGS,
  ],
  examples: [
    { what: 'Show an image', run: 'imagestream image info quay.io/openshift/cli:latest' },
    {
      what: 'One platform of an image for several',
      run: 'imagestream image info library/busybox:latest --filter-by-os=linux/arm64',
    },
    { what: 'All tags that begin with 4.', run: 'imagestream image info "quay.io/openshift/cli:4.*"' },
  ],
};

export const command: Command<ImageInfoRequest, ImageInfoResult> = {
  spec,

  parse({ args, flags }) {
    if (args.length === 0) refuse('info expects at least one argument, an image pull spec');
    const filter = parseOsFilter(flags.string('filter-by-os'));
    const output = flags.string('output');
    if (output !== '' && output !== 'json') refuse("unrecognized --output, only 'json' is supported");
    return {
      sources: args.map(parseImageSource),
      output: output || 'text',
      filter,
      multiarch: flags.bool('show-multiarch'),
      insecure: flags.bool('insecure'),
      registries: registryChoice(flags),
    };
  },

  async run(request, ports) {
    const access = ports.registries(request.registries);
    const images: ImageInfo[] = [];
    try {
      for (const source of request.sources) {
        const references = await expandSource(source, { access, insecure: request.insecure, signal: ports.signal });
        const found = inParallel(references, WIDTH, (reference) => readImages(reference, request, access, ports));
        images.push(...(await found).flat());
      }
    } catch (error) {
      if (ports.signal.aborted) throw error;
      return { images, error };
    }
    return { images };
  },
};

/** Images that are read at a time. */
const WIDTH = 8;

async function readImages(
  reference: Reference,
  request: ImageInfoRequest,
  access: RegistryAccess,
  { signal }: Ports,
): Promise<ImageInfo[]> {
  const address = addressOf(reference, request.insecure);
  const reader = new ImageReader(address, access, signal);
  const image = exact(reference);
  try {
    const manifest = await reader.manifest(reference.id || reference.tag);
    const about = { name: image, asked: reference.id };
    if (manifest.type === 'image') return [{ ...about, listDigest: '', ...(await reader.describe(manifest)) }];
    const chosen = chooseEntries(manifest, request);
    return await inParallel(chosen, WIDTH, async ({ digest }) => {
      const child = await reader.manifest(digest);
      if (child.type === 'index') {
        throw new RegistryError('REGISTRY_UNSUPPORTED', `the manifest ${digest} is an index inside an index`);
      }
      return { ...about, listDigest: manifest.digest, ...(await reader.describe(child)) };
    });
  } catch (error) {
    throw unreadable(image, error);
  }
}

/** Which images of an index are shown. Attestations are no images: they count only where a filter asks for them. */
function chooseEntries(index: IndexDocument, { filter, multiarch }: ImageInfoRequest) {
  const images = index.manifests.filter((entry) => !isAttestation(entry));
  const chosen = filter ? index.manifests.filter(filter) : images.length > 0 ? images : index.manifests;
  if (chosen.length === 1 || (multiarch && chosen.length > 0)) return chosen;
  throw new SeveralPlatforms(index.manifests.map((entry) => ({ platform: platformName(entry), digest: entry.digest })));
}

/** An index of which not exactly one image was chosen. The table of its images is the printer's business. */
export class SeveralPlatforms extends AppError {
  override readonly name = 'SeveralPlatformsError';
  readonly entries: readonly { platform: string; digest: string }[];

  constructor(entries: SeveralPlatforms['entries']) {
    super('ARGUMENT', 'the image is a manifest list and contains multiple images - use --filter-by-os to select from:');
    this.entries = entries;
  }
}

/** Reads what an image consists of, apart from its layers. */
class ImageReader {
  readonly #address: RepositoryAddress;
  readonly #access: RegistryAccess;
  readonly #signal: AbortSignal;

  constructor(address: RepositoryAddress, access: RegistryAccess, signal: AbortSignal) {
    this.#address = address;
    this.#access = access;
    this.#signal = signal;
  }

  async manifest(reference: string): Promise<Manifest> {
    const { registry, credentials } = this.#access;
    const answer = await registry.getManifest(this.#address, reference, { credentials, signal: this.#signal });
    if (answer.unchanged) throw new Error('nothing was known');
    return answer.manifest;
  }

  async describe(manifest: ImageManifestDocument) {
    const { registry, credentials } = this.#access;
    const { digest, mediaType, layers, config } = manifest;
    const bytes = await registry.getConfig(this.#address, config, { credentials, signal: this.#signal });
    return { digest, mediaType, layers, config: imageConfig(manifest, bytes) };
  }
}
