import { sortedKeys } from '../../core/byte-order.ts';
import { dockerConfig } from '../../core/images/docker-image-config.ts';
import type { DockerConfig, DockerImageMetadata, Image, ImageSignature } from '../../core/objects/image-stream.ts';
import { AppError } from '../../errors.ts';
import { ago } from '../text/human-duration.ts';
import { humanSize } from '../text/human-size.ts';
import { safeText } from '../text/safe-text.ts';
import { DESCRIBE_TABS, tabWriter } from '../text/tab-writer.ts';
import { annotationFields, createdField, field, listField, mapField } from './fields.ts';

/**
 * The text of `oc describe istag|isimage|image` and of each image of `import-image` (oc-cli.md 6.3), ending with a newline.
 * @param options.imageName the value of the row `Image Name`; none, no row (`describe image`)
 * @throws AppError ARGUMENT when the image has no metadata, REGISTRY_CONTENT when its configuration is of wrong types
 */
export function describeImage(image: Image, options: { imageName?: string; now: Date }): string {
  const metadata = image.dockerImageMetadata;
  if (!metadata) throw new AppError('ARGUMENT', 'unable to read image metadata');
  const { labels, annotations, name } = image.metadata;
  const text = [
    options.imageName ? field('Image Name', options.imageName) : '',
    field('Docker Image', image.dockerImageReference),
    field('Name', name),
    createdField(image.metadata, options.now),
    isEmpty(labels) ? '' : mapField('Labels', labels),
    isEmpty(annotations) ? '' : annotationFields(annotations),
    layerFields(image, metadata),
    ...(image.signatures ?? []).map(signatureFields),
    field('Image Created', ago(metadata.Created, options.now)),
    field('Author', metadata.Author ?? ''),
    field('Arch', metadata.Architecture ?? ''),
    manifestFields(image),
    configFields(dockerConfig(metadata, 'Config') ?? {}),
  ].join('');
  return tabWriter(safeText(text), DESCRIBE_TABS);
}

function layerFields(image: Image, metadata: DockerImageMetadata): string {
  const layers = image.dockerImageLayers ?? [];
  const size = humanSize(metadata.Size ?? 0);
  if (layers.length === 0) return field('Layer Size', size);
  return (
    field('Image Size', `${size} in ${layers.length} layers`) +
    listField(
      'Layers',
      layers.map((layer) => `${humanSize(layer.size)}\t${layer.name}`),
    )
  );
}

function signatureFields({ metadata, type, issuedBy, conditions }: ImageSignature): string {
  const head = field('Image Signatures', ' ') + field('\tName', metadata.name) + field('\tType', type);
  if (!issuedBy) return head + field('\tStatus', 'Unverified');
  const verdicts = (conditions ?? []).map((condition) =>
    field('\t', `Signature is ${condition.type} (${condition.message ?? ''} on ${goTime(condition.lastProbeTime)})`),
  );
  return [head, field('\tStatus', 'Verified'), field('\tIssued By', issuedBy.commonName ?? ''), ...verdicts].join('');
}

/** A time as Go prints one, in UTC. */
function goTime(time: string | undefined): string {
  const date = new Date(time ?? '0001-01-01T00:00:00Z');
  if (Number.isNaN(date.getTime())) return '<invalid>';
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

function manifestFields(image: Image): string {
  const manifests = image.dockerImageManifests ?? [];
  return listField(
    'Manifests',
    manifests.map(({ os, architecture, digest }) => `${os}/${architecture}\t${digest}`),
  );
}

function configFields(config: DockerConfig): string {
  const entrypoint = config.Entrypoint ?? [];
  const command = config.Cmd ?? [];
  return [
    entrypoint.length > 0 ? field('Entrypoint', entrypoint.join(' ')) : '',
    command.length > 0 || entrypoint.length === 0 ? field('Command', command.join(' ')) : '',
    field('Working Dir', config.WorkingDir ?? ''),
    field('User', config.User ?? ''),
    field('Exposes Ports', sortedKeys(config.ExposedPorts).join(', ')),
    mapField('Docker Labels', config.Labels),
    listField('Environment', config.Env ?? []),
    listField('Volumes', sortedKeys(config.Volumes)),
  ].join('');
}

const isEmpty = (object: Record<string, unknown> | null | undefined) => Object.keys(object ?? {}).length === 0;
