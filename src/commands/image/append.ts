import { appendedImage } from '../../core/append/appended-image.ts';
import { type ConfigChange, patchedConfig } from '../../core/append/patched-config.ts';
import { imageConfig } from '../../core/images/image-config.ts';
import type { Descriptor, ImageManifestDocument } from '../../core/images/manifest.ts';
import { type OsFilter, parseOsFilter } from '../../core/images/os-filter.ts';
import { stringifyExactJson } from '../../core/json/exact-json.ts';
import { isJsonObject, type JsonObject } from '../../core/json/json-object.ts';
import { parseJson } from '../../core/json/json-syntax.ts';
import type { BlobContent, BlobTransfer } from '../../core/ports/blob-transfer.ts';
import type { LayerInput } from '../../core/ports/layer-input.ts';
import type { RepositoryAddress } from '../../core/ports/registry.ts';
import type { RegistryAccess, RegistryChoice } from '../../core/ports/registry-access.ts';
import { exact, type Reference } from '../../core/references/reference.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { isAppError } from '../../errors.ts';
import { parseImage } from '../arguments/image-source.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { OS_FILTER_FLAG, REGISTRY_FLAGS, registryChoice } from '../flags/registry-flags.ts';
import { acceptedFlag } from '../flags/write-flags.ts';
import { type FoundImage, readImage } from '../objects/image-of-platform.ts';

export interface ImageAppendRequest {
  /** Undefined for an image that begins with nothing. */
  from: Reference | undefined;
  to: Reference;
  /** Archives; `-` is standard input. */
  files: readonly string[];
  change: Omit<ConfigChange, 'created'>;
  /** RFC 3339; empty for now. */
  created: string;
  filter: OsFilter | undefined;
  dryRun: boolean;
  /** Sends what the destination has, too. */
  force: boolean;
  insecure: boolean;
  registries: RegistryChoice;
}

export interface ImageAppendResult {
  request: ImageAppendRequest;
  digest: string;
  /** The place, as it was named. */
  to: string;
  config: JsonObject;
  layers: readonly Descriptor[];
}

const spec: CommandSpec = {
  usage: '--to=IMAGE [--from=IMAGE] [FILE ...]',
  description: `Puts layers on top of an image, changes its configuration, and pushes the result. Each file is a tar archive, compressed by gzip
or not at all; a file .wh.NAME in it hides NAME of the layers below. What the image has already goes from registry to registry,
and is taken over where both are one.

--image changes what a container is run with (Env, Cmd, Entrypoint, Labels, ...), --meta what is said of the image (author,
architecture, ...), both as JSON: objects are merged, and null removes a field. Without --from the image begins with nothing.`,
  flags: [
    { name: 'from', group: 'what', type: 'string', value: 'IMAGE', help: 'The image to begin with' },
    { name: 'to', group: 'what', type: 'string', value: 'IMAGE', help: 'Where the result goes' },
    OS_FILTER_FLAG,
    { name: 'image', group: 'how', type: 'string', value: 'JSON', help: 'Changes of what containers are run with' },
    { name: 'meta', group: 'how', type: 'string', value: 'JSON', help: 'Changes of what is said of the image' },
    { name: 'drop-history', group: 'how', type: 'bool', help: 'Say nothing of how the base was built' },
    {
      name: 'created-at',
      group: 'how',
      type: 'string',
      value: 'TIME',
      help: 'When it was made: RFC 3339, or milliseconds since 1970',
    },
    { name: 'dry-run', group: 'how', type: 'bool', help: 'Print the configuration as it would be, and push nothing' },
    { name: 'force', group: 'how', type: 'bool', help: 'Send layers that the destination has already, too' },
    { name: 'keep-manifest-list', type: 'bool', help: 'Not supported', hidden: true },
    ...REGISTRY_FLAGS,
    acceptedFlag('max-per-registry', 'int'),
  ],
  examples: [
    {
      what: 'Put files into an image',
      run: 'imagestream image append --from docker.io/library/httpd:2.4 --to registry.example.com/team/site:1 site.tar.gz',
    },
    {
      what: 'Change what it runs, and its labels',
      run: `imagestream image append --from quay.io/acme/web:1 --to quay.io/acme/web:1-debug --image '{"Cmd":["sleep","1d"],"Labels":{"team":"web"}}'`,
    },
    {
      what: 'Make an image of one folder',
      run: 'tar -cz -C site . | imagestream image append --to registry.example.com/team/files:1 -',
    },
  ],
};

export const command: Command<ImageAppendRequest, ImageAppendResult> = {
  spec,

  parse({ args, flags }) {
    if (flags.bool('keep-manifest-list')) {
      refuse('the images of an index are appended to one by one here', {
        hint: 'Choose one by --filter-by-os, append to each, and put the index together with another tool',
      });
    }
    const from = flags.string('from') === '' ? undefined : parseImage(flags.string('from'));
    if (from && from.tag === '' && from.id === '') refuse('--from must point to an image ID or image tag');
    if (flags.string('to') === '') refuse('you must say where the image goes by --to');
    const to = parseImage(flags.string('to'));
    if (to.id !== '') refuse('--to may not point to an image by ID');
    return {
      from,
      to: to.tag === '' ? { ...to, tag: 'latest' } : to,
      files: args,
      change: { image: flags.string('image'), meta: flags.string('meta'), dropHistory: flags.bool('drop-history') },
      created: createdOf(flags.string('created-at')),
      filter: parseOsFilter(flags.string('filter-by-os')),
      dryRun: flags.bool('dry-run'),
      force: flags.bool('force'),
      insecure: flags.bool('insecure'),
      registries: registryChoice(flags),
    };
  },

  async run(request, ports) {
    const access = ports.registries(request.registries);
    const inputs = ports.layerInputs();
    try {
      const base =
        request.from &&
        (await readImage(
          request.from,
          { ...request, access, address: addressOf(request.from, request.insecure) },
          ports,
        ));
      const begun = base
        ? await configOf(base, access, ports)
        : { architecture: ports.platform.architecture, os: ports.platform.os };
      const change = { ...request.change, created: request.created || ports.now().toISOString() };
      const changed = patchedConfig(begun, change);
      const added: LayerInput[] = [];
      for (const file of request.files) added.push(await inputs.open(file));
      if (added.length === 0 && !base?.manifest.layers.length) added.push(await emptyLayer());
      const { config, ...image } = appendedImage(base?.manifest, changed, added);
      const configBlob = await describedBlob(Buffer.from(stringifyExactJson(config)), image.configType);
      const manifestBytes = Buffer.from(
        stringifyExactJson({
          schemaVersion: 2,
          mediaType: image.mediaType,
          config: configBlob.blob,
          layers: image.layers,
          ...(image.annotations ? { annotations: image.annotations } : {}),
        }),
      );
      const { digest } = (await describedBlob(manifestBytes, image.mediaType)).blob;
      checkConfig(configBlob.bytes, { base, layers: image.layers, blob: configBlob.blob });
      const result = { request, digest, to: exact(request.to), config, layers: image.layers };
      if (request.dryRun) return result;
      const transfer = await access.transfer();
      await push({ base, added: [...added.map(putOf), configBlob], transfer, access }, request, ports);
      const manifest = { bytes: manifestBytes, digest, mediaType: image.mediaType };
      const target = addressOf(request.to, request.insecure);
      await transfer.putManifest(target, request.to.tag, manifest, {
        credentials: access.credentials,
        signal: ports.signal,
      });
      return result;
    } finally {
      await inputs.close();
    }
  },
};

/** RFC 3339, or milliseconds since 1970. Fails with ARGUMENT. */
function createdOf(text: string): string {
  if (text === '') return '';
  const time = /^-?\d{1,15}$/.test(text) ? new Date(Number(text)) : new Date(text);
  const isTime = /^-?\d{1,15}$|^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  if (!isTime || Number.isNaN(time.getTime())) {
    refuse('--created-at must be an RFC3339 formatted date, or milliseconds since 1970');
  }
  return time.toISOString().replace('.000Z', 'Z');
}

async function configOf(
  { address, manifest }: FoundImage,
  access: RegistryAccess,
  { signal }: Ports,
): Promise<JsonObject> {
  const bytes = await access.registry.getConfig(address, manifest.config, { credentials: access.credentials, signal });
  const parsed = parseJson(new TextDecoder().decode(bytes));
  if (!parsed.ok || !isJsonObject(parsed.value)) refuse('the configuration of the image is not readable');
  return parsed.value;
}

/** What an image has to be read as an image again. Fails with ARGUMENT for changes that make it none. */
function checkConfig(
  bytes: Uint8Array,
  { base, layers, blob }: { base: FoundImage | undefined; layers: Descriptor[]; blob: Descriptor },
): void {
  const empty: ImageManifestDocument = { type: 'image', digest: '', mediaType: '', bytes, config: blob, layers };
  try {
    imageConfig({ ...(base?.manifest ?? empty), config: blob, layers }, bytes);
  } catch (error) {
    if (!isAppError(error)) throw error;
    refuse(`unable to patch image: ${error.message}`);
  }
}

interface SmallBlob {
  blob: Descriptor;
  bytes: Uint8Array;
  content: BlobContent;
}

async function describedBlob(bytes: Uint8Array, mediaType: string): Promise<SmallBlob> {
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  const digest = `sha256:${Buffer.from(hash).toString('hex')}`;
  async function* from(start: number) {
    yield bytes.subarray(start);
  }
  return { blob: { mediaType, digest, size: bytes.length }, bytes, content: { from } };
}

const putOf = ({ digest, size, content }: LayerInput) => ({ blob: { mediaType: '', digest, size }, content });

/** The archive that holds nothing, as all tools that need one write it. */
const EMPTY = '1f8b080000096e8800ff621805a360148c5800080000ffff2eafb5ef00040000';
const EMPTY_DIFF = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

async function emptyLayer(): Promise<LayerInput> {
  const { blob, content } = await describedBlob(Buffer.from(EMPTY, 'hex'), '');
  return { compression: 'gzip', digest: blob.digest, size: blob.size, diffId: EMPTY_DIFF, content };
}

/** Brings all blobs to where the image goes: those of the base from there, the others from here. */
async function push(
  {
    base,
    added,
    transfer,
    access,
  }: {
    base: FoundImage | undefined;
    added: readonly { blob: Descriptor; content: BlobContent }[];
    transfer: BlobTransfer;
    access: RegistryAccess;
  },
  { to, insecure, force }: ImageAppendRequest,
  ports: Ports,
): Promise<void> {
  const target = addressOf(to, insecure);
  const request = { credentials: access.credentials, signal: ports.signal };
  const blobs = [...(base?.manifest.layers ?? []), ...added.map(({ blob }) => blob)];
  const total = blobs.reduce((sum, { size }) => sum + size, 0);
  const started = ports.now().getTime();
  let bytes = 0;
  const onBytes = (more: number) => {
    bytes += more;
    ports.report({ type: 'bytes-copied', bytes, total, time: ports.now().getTime() - started, scale: 'decimal' });
  };
  for (const blob of base?.manifest.layers ?? []) {
    const source = base?.address as RepositoryAddress;
    const mountFrom =
      source.registry === target.registry && source.repository !== target.repository
        ? { mountFrom: source.repository }
        : {};
    await transfer.copyBlob({ source, target, blob, force, onBytes, ...mountFrom }, request);
  }
  for (const { blob, content } of added) await transfer.putBlob({ target, blob, content, force, onBytes }, request);
}
