import { EventQueue } from '../../core/concurrency/event-queue.ts';
import type { Descriptor, ImageManifestDocument } from '../../core/images/manifest.ts';
import { type OsFilter, parseOsFilter } from '../../core/images/os-filter.ts';
import type { LayerEntry } from '../../core/ports/layer-files.ts';
import type { RepositoryAddress } from '../../core/ports/registry.ts';
import type { RegistryAccess, RegistryChoice } from '../../core/ports/registry-access.ts';
import { exact } from '../../core/references/reference.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { inOtherWords, isRegistryError } from '../../errors.ts';
import type { Command, CommandSpec, Ports } from '../command.ts';
import { OS_FILTER_FLAG, REGISTRY_FLAGS, registryChoice } from '../flags/registry-flags.ts';
import { acceptedFlag } from '../flags/write-flags.ts';
import { readImage } from '../objects/image-of-platform.ts';
import { type Mapping, parseMappings } from './extract/mappings.ts';

export interface ImageExtractRequest {
  mappings: readonly Mapping[];
  filter: OsFilter | undefined;
  confirm: boolean;
  /** What would be extracted is listed. */
  dryRun: boolean;
  onlyFiles: boolean;
  preserve: boolean;
  /** Every entry of every layer is listed, from the lowest on. */
  allLayers: boolean;
  insecure: boolean;
  registries: RegistryChoice;
}

/** What happens, as it happens. */
export type ExtractEvent =
  | { type: 'entry'; layer: number; entry: LayerEntry; folder: string }
  | { type: 'left-out'; entry: LayerEntry; why: string };

const spec: CommandSpec = {
  usage: 'IMAGE[SELECTOR] [...] [--path SRC:DST | --file PATH]',
  description: `Copies files from images to folders, straight from their registries and without an engine. All of an image goes into the current
folder, which has to be empty; --path chooses a folder (/etc/), or what fits a pattern in one (/etc/*.conf), and where it goes.

Behind an image, a selector chooses layers: [0] the first, [-1] the last, [1:3] the second and third, [~DIGEST] the one whose
digest begins so. Files are readable for you and your group, folders for all, with -p as the image has them.

Nothing is written outside of the folder, whatever the image holds: names that lead out of it end the command, links that do are
left out, and so are devices. What was in the folder may be replaced, and is never removed.`,
  flags: [
    {
      name: 'path',
      group: 'what',
      type: 'list',
      value: 'SRC:DST',
      help: 'Only this path of the image, into this folder',
    },
    { name: 'file', group: 'what', type: 'list', value: 'PATH', help: 'Only this file, into the current folder' },
    OS_FILTER_FLAG,
    { name: 'only-files', group: 'what', type: 'bool', help: 'Only files and folders: no links' },
    { name: 'confirm', group: 'how', type: 'bool', help: 'Extract into folders that are not empty' },
    { name: 'dry-run', group: 'how', type: 'bool', help: 'List what would be extracted, and write nothing' },
    { name: 'all-layers', group: 'how', type: 'bool', help: 'With --dry-run: list each layer, also what others hide' },
    {
      name: 'preserve-ownership',
      group: 'how',
      short: 'p',
      type: 'bool',
      help: 'Keep the owners and permissions of the image',
    },
    ...REGISTRY_FLAGS,
    acceptedFlag('max-per-registry', 'int'),
    acceptedFlag('dir'),
  ],
  examples: [
    {
      what: 'Copy one file into the current folder',
      run: 'imagestream image extract docker.io/library/httpd:2.4 --file /usr/local/apache2/conf/httpd.conf',
    },
    {
      what: 'Copy a folder',
      run: 'imagestream image extract docker.io/library/httpd:2.4 --path /usr/local/apache2/htdocs/:./htdocs',
    },
    { what: 'List the last layer', run: "imagestream image extract 'docker.io/library/httpd:2.4[-1]' --dry-run" },
    {
      what: 'Copy what a tag of a stream has now',
      run: 'imagestream image extract $(imagestream resolve web:prod) --path /etc/:./etc',
    },
  ],
};

export const command: Command<ImageExtractRequest, AsyncIterable<ExtractEvent>> = {
  spec,

  parse({ args, flags }) {
    const split = (name: string) => flags.list(name).flatMap((value) => value.split(','));
    return {
      filter: parseOsFilter(flags.string('filter-by-os')),
      mappings: parseMappings(args, { files: split('file'), paths: split('path') }),
      confirm: flags.bool('confirm'),
      dryRun: flags.bool('dry-run'),
      onlyFiles: flags.bool('only-files'),
      preserve: flags.bool('preserve-ownership'),
      allLayers: flags.bool('all-layers'),
      insecure: flags.bool('insecure'),
      registries: registryChoice(flags),
    };
  },

  async run(request, ports) {
    const empty = !request.confirm && !request.dryRun;
    const folders: string[] = [];
    for (const { to, checked } of request.mappings) {
      folders.push(checked ? await ports.layers.checkFolder(to, { empty }) : to);
    }
    const events = new EventQueue<ExtractEvent>();
    extractAll(request, folders, ports, (event) => events.push(event)).then(
      () => events.end(),
      (error: unknown) => events.end({ error }),
    );
    return events;
  },
};

type Emit = (event: ExtractEvent) => void;

async function extractAll(
  request: ImageExtractRequest,
  folders: readonly string[],
  ports: Ports,
  emit: Emit,
): Promise<void> {
  const access = ports.registries(request.registries);
  for (const [at, mapping] of request.mappings.entries()) {
    await extractOne({ mapping, folder: folders[at] as string, access }, request, ports, emit);
  }
}

async function extractOne(
  { mapping, folder, access }: { mapping: Mapping; folder: string; access: RegistryAccess },
  request: ImageExtractRequest,
  ports: Ports,
  emit: Emit,
): Promise<void> {
  const { reference } = mapping;
  const address = addressOf(reference, request.insecure);
  const { manifest } = await readImage(reference, { access, address, filter: request.filter }, ports);
  const layers = mapping.layers(manifest.layers).map((layer, index) => ({ layer, index }));
  const tree = request.dryRun ? undefined : await ports.layers.openTree(folder, { preserve: request.preserve });
  // What a higher layer has hides what lower ones have under the name.
  if (!tree && !request.allLayers) layers.reverse();
  const seen = request.allLayers ? undefined : new Set<string>();
  const progress = progressOf(manifest.layers, ports);
  for (const { layer, index } of layers) {
    const take = async (found: LayerEntry, bytes: AsyncIterable<Uint8Array>) => {
      const entry = chosenEntry(found, mapping, request);
      if (!entry) return;
      if (tree) {
        const why = await tree.put(entry, bytes);
        if (why !== undefined) emit({ type: 'left-out', entry, why });
      } else if (entry.name !== '' && !seen?.has(entry.name)) {
        seen?.add(entry.name);
        emit({ type: 'entry', layer: index, entry, folder });
      }
    };
    try {
      const content = progress(await openBlob(address, layer, access, ports));
      await ports.layers.read({ content, size: layer.size }, take);
    } catch (error) {
      throw about(`unable to extract layer ${layer.digest} from ${exact(reference)}`, error);
    }
    await tree?.endLayer();
  }
}

function chosenEntry(
  entry: LayerEntry,
  { paths }: Mapping,
  { onlyFiles, preserve }: ImageExtractRequest,
): LayerEntry | undefined {
  if (onlyFiles && entry.type !== 'file' && entry.type !== 'directory') return undefined;
  const chosen = paths(entry);
  if (!chosen || preserve) return chosen;
  return { ...chosen, mode: entry.type === 'file' ? 0o640 : 0o755 };
}

async function openBlob(
  address: RepositoryAddress,
  layer: Descriptor,
  access: RegistryAccess,
  { signal }: Ports,
): Promise<AsyncIterable<Uint8Array>> {
  const transfer = await access.transfer();
  return transfer.readBlob(address, layer, { credentials: access.credentials, signal });
}

/** Tells of the bytes that have come of all layers together. */
function progressOf(
  layers: ImageManifestDocument['layers'],
  ports: Ports,
): (content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> {
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const started = ports.now().getTime();
  let bytes = 0;
  return async function* (content) {
    for await (const piece of content) {
      bytes += piece.length;
      const time = ports.now().getTime() - started;
      ports.report({ type: 'bytes-copied', bytes, total, time, scale: 'decimal' });
      yield piece;
    }
  };
}

function about(doing: string, error: unknown): unknown {
  return isRegistryError(error) ? inOtherWords(error, `${doing}: ${error.message}`) : error;
}
