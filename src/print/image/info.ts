import { goJson, type KeyOrder } from '../../codec/go-json.ts';
import {
  type ImageInfo,
  type ImageInfoRequest,
  type ImageInfoResult,
  SeveralPlatforms,
} from '../../commands/image/info.ts';
import { sortedEntries, sortedKeys } from '../../core/byte-order.ts';
import type { DockerConfig } from '../../core/objects/image-stream.ts';
import { AppError } from '../../errors.ts';
import type { PrintContext, Printed } from '../printed.ts';
import { elapsedSince, isZeroTime, shortHumanDuration } from '../text/human-duration.ts';
import { humanSize } from '../text/human-size.ts';
import { safeText } from '../text/safe-text.ts';
import { IMAGE_INFO_TABS, PLAN_TABS, tabWriter } from '../text/tab-writer.ts';

/** `image info`: a block of rows for each image with an empty line after it, or JSON without a newline at its end. */
export async function prepare(
  { output }: ImageInfoRequest,
  context: PrintContext,
): Promise<(result: ImageInfoResult) => Printed> {
  return ({ images, error }) => {
    const stdout =
      output === 'json' ? imagesJson(images) : images.map((image) => imageText(image, context.now())).join('');
    return {
      stdout,
      ...(output === 'json' ? { data: true } : { look: 'fields' }),
      ...(error === undefined ? {} : { errors: [withTable(error)] }),
    };
  };
}

/** The rows of one image (oc-cli.md 12); what is empty is left out. */
export function imageText(image: ImageInfo, now: Date): string {
  const rows: string[] = [];
  const row = (name: string, ...values: readonly string[]) => {
    for (const [at, value] of values.entries()) rows.push(`${at === 0 ? name : ''}\t${value}\n`);
  };
  const { config } = image;
  row('Name:', image.name);
  if (image.asked !== image.digest) row('Digest:', image.digest);
  if (image.listDigest) row('Manifest List:', image.listDigest);
  row('Media Type:', image.mediaType);
  const age = elapsedSince(config.created, now);
  row('Created:', isZeroTime(config.created) ? '<unknown>' : `${shortHumanDuration(age)} ago`);
  layerRows(image, row);
  row('OS:', config.os ?? '');
  row('Arch:', config.architecture ?? '');
  if (config.author) row('Author:', config.author);
  if (config.config) runtimeRows(config.config, row);
  return safeText(`${tabWriter(rows.join(''), IMAGE_INFO_TABS)}\n`);
}

type Row = (name: string, ...values: readonly string[]) => void;

function layerRows({ layers, config: { size = 0 } }: ImageInfo, row: Row): void {
  if (layers.length === 0) {
    row('Layer Size:', humanSize(size));
    return;
  }
  const count = `${layers.length} layers`;
  row('Image Size:', size === 0 ? `${count} (size unavailable)` : `${humanSize(size)} in ${count}`);
  row('Layers:', ...layers.map((layer) => `${layer.size === 0 ? '--' : humanSize(layer.size)}\t${layer.digest}`));
}

function runtimeRows(config: DockerConfig, row: Row): void {
  const { Entrypoint: entrypoint, Cmd: command } = config;
  if (entrypoint?.length) row('Entrypoint:', entrypoint.join(' '));
  if (command?.length) row('Command:', command.join(' '));
  if (!entrypoint?.length && !command?.length) row('Command:', '<none>');
  if (config.WorkingDir) row('Working Dir:', config.WorkingDir);
  if (config.User) row('User:', config.User);
  const ports = sortedKeys(config.ExposedPorts);
  if (ports.length > 0) row('Exposes Ports:', ports.join(', '));
  row('Environment:', ...(config.Env ?? []));
  row('Labels:', ...sortedEntries(config.Labels).map(([name, value]) => `${name}=${value}`));
  row('Volumes:', ...sortedKeys(config.Volumes));
}

/** Go maps; everything else is a struct, whose fields are in order already. */
const MAPS = new Set(['Labels', 'ExposedPorts', 'Volumes', 'annotations']);
const inOrder: KeyOrder = (object, field) => (MAPS.has(field) ? sortedKeys(object) : Object.keys(object));

function imagesJson(images: readonly ImageInfo[]): string {
  const documents = images.map(({ name, digest, listDigest, mediaType, layers, config }) => ({
    name,
    digest,
    contentDigest: digest,
    listDigest,
    mediaType,
    layers: layers.map((layer) => ({
      mediaType: layer.mediaType || undefined,
      size: layer.size || undefined,
      digest: layer.digest,
      annotations: layer.annotations,
    })),
    config,
  }));
  if (documents.length === 0) return '';
  return goJson(documents.length === 1 ? documents[0] : documents, { keys: inOrder, indent: '  ' });
}

/** The images to choose from, below the sentence that asks to choose. */
function withTable(error: unknown): unknown {
  if (!(error instanceof SeveralPlatforms)) return error;
  const rows = error.entries.map(({ platform, digest }) => `  ${platform}\t${digest}\n`);
  const table = tabWriter(`  OS\tDIGEST\n${rows.join('')}`, PLAN_TABS);
  return new AppError('ARGUMENT', `${error.message}\n\n${table}`);
}
