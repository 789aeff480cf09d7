import { newestGeneration } from '../../core/objects/generation.ts';
import type {
  ImageStream,
  NamedTagEventList,
  TagEvent,
  TagEventCondition,
  TagReference,
} from '../../core/objects/image-stream.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import { followedTag } from '../../core/stream/followers.ts';
import { type Pin, pinOf } from '../../core/stream/pin.ts';
import { IMPORT_SUCCESS, specTags, statusTags } from '../../core/stream/tag-history.ts';
import { ago } from '../text/human-duration.ts';
import { safeLine, safeText } from '../text/safe-text.ts';
import { DESCRIBE_TABS, tabWriter } from '../text/tab-writer.ts';
import { field, metadataFields } from './fields.ts';

/** The text of `oc describe is` (oc-cli.md 6.1 and 6.2), ending with a newline. */
export function describeImageStream(stream: ImageStream, now: Date): string {
  const { status } = stream;
  const text =
    metadataFields(stream.metadata, now) +
    field('Image Repository', status.publicDockerImageRepository || status.dockerImageRepository) +
    field('Image Lookup', `local=${stream.spec.lookupPolicy?.local === true}`) +
    tagSections(stream, now);
  return tabWriter(safeText(text), DESCRIBE_TABS);
}

function tagSections(stream: ImageStream, now: Date): string {
  const specs = specTags(stream);
  const histories = statusTags(stream);
  const names = [...new Set([...histories.keys(), ...specs.keys()])];
  if (names.length === 0) return 'Tags:\t<none>\n';

  const targets = aliasTargets(stream, specs);
  const aliases = new Map<string, string[]>();
  for (const [alias, target] of targets) aliases.set(target, [...(aliases.get(target) ?? []), alias]);
  const sections = orderTags(names.filter((name) => !targets.has(name))).map((name) =>
    tagSection(
      stream,
      { name, aliases: aliases.get(name) ?? [], spec: specs.get(name), history: histories.get(name) },
      now,
    ),
  );
  const counts = field('Unique Images', uniqueImages(stream)) + field('Tags', names.length);
  return `${counts}\n${sections.join('\n')}`;
}

/** The tags that are shown at another tag of the same stream: aliases whose chain ends at a spec tag with its own source. */
function aliasTargets(stream: ImageStream, specs: ReadonlyMap<string, TagReference>): Map<string, string> {
  const targets = new Map<string, string>();
  const ends = new Map<string, string | undefined>();
  for (const start of specs.keys()) {
    const chain = new Set<string>();
    let name: string | undefined = start;
    while (name !== undefined && !ends.has(name) && !chain.has(name)) {
      chain.add(name);
      const tag = specs.get(name);
      if (tag && tag.from?.kind !== 'ImageStreamTag') ends.set(name, name);
      else name = tag ? followedTag(tag, stream) : undefined;
    }
    const end = name === undefined ? undefined : ends.get(name);
    for (const member of chain) ends.set(member, end);
    if (end !== undefined && end !== start) targets.set(start, end);
  }
  return targets;
}

/** Distinct images of all histories; events without one count as one image together. */
function uniqueImages(stream: ImageStream): number {
  const images = new Set<string>();
  for (const { items } of stream.status.tags ?? []) {
    for (const { image, dockerImageReference } of items ?? []) {
      if (image || dockerImageReference) images.add(image ?? '');
    }
  }
  return images.size;
}

interface TagSection {
  name: string;
  aliases: string[];
  spec: TagReference | undefined;
  history: NamedTagEventList | undefined;
}

function tagSection(stream: ImageStream, { name, aliases, spec, history }: TagSection, now: Date): string {
  const head = aliases.length > 0 ? `${name} (${orderTags(aliases).join(', ')})` : name;
  const conditions = (history?.conditions ?? []).filter((c) => c.type === IMPORT_SUCCESS && c.status === 'False');
  return [
    `${head}\n`,
    `  ${sourceLine(spec, stream.metadata.namespace)}\n`,
    spec?.from && spec.importPolicy?.insecure ? '    will use insecure HTTPS or HTTP connections\n' : '',
    spec?.referencePolicy?.type === 'Local' ? '    prefer registry pullthrough when referencing this tag\n' : '',
    pinLine(pinOf(spec), now),
    '\n',
    annotationLines(spec?.annotations ?? {}),
    spec && isImporting(spec, history) ? '  ~ importing latest image ...\n' : '',
    ...conditions.map((condition) => failureLines(condition, now)),
    ...(history?.items ?? []).map((event, i) => eventLines(event, i === 0 ? '*' : ' ', now)),
  ].join('');
}

function sourceLine(spec: TagReference | undefined, namespace: string | undefined): string {
  if (!spec) return 'no spec tag';
  const { from, reference } = spec;
  if (!from) return 'tag without source image';
  const name = from.namespace && from.namespace !== namespace ? `${from.namespace}/${from.name}` : from.name;
  const scheduled = spec.importPolicy?.scheduled === true;
  switch (from.kind) {
    case 'ImageStreamTag':
      return reference
        ? `reference to ${name}`
        : scheduled
          ? `updates automatically from ${name}`
          : `tagged from ${name}`;
    case 'DockerImage':
      if (reference) return `reference to registry ${name}`;
      return scheduled ? `updates automatically from registry ${name}` : `tagged from ${name}`;
    case 'ImageStreamImage':
      return reference ? `reference to image ${name}` : `tagged from ${name}`;
    default:
      return reference ? `reference to ${from.kind} ${name}` : `updates from ${from.kind} ${name}`;
  }
}

/** Only where the annotation is: a line that `oc` does not have. */
function pinLine(pin: Pin | undefined, now: Date): string {
  if (!pin) return '';
  const since = pin.at ? ` since ${ago(pin.at, now)}` : '';
  const by = pin.by ? ` by ${safeLine(pin.by)}` : '';
  const reason = pin.reason ? `: ${safeLine(pin.reason)}` : '';
  const from = pin.followed?.from?.name;
  const follows = from ? `    followed ${safeLine(from)} before\n` : '';
  return `    pinned${since}${by}${reason}\n${follows}`;
}

function annotationLines(annotations: Record<string, string>): string {
  const listed = (text: string) => text.split(',').join(', ');
  const { description, tags, supports, sampleRepo } = annotations;
  const lines =
    (description ? `  ${description}\n` : '') +
    (tags ? `  Tags: ${listed(tags)}\n` : '') +
    (supports ? `  Supports: ${listed(supports)}\n` : '') +
    (sampleRepo ? `  Example Repo: ${sampleRepo}\n` : '');
  return lines && `${lines}\n`;
}

/** Whether the spec tag is newer than what any import has answered, whatever its kind. */
function isImporting(spec: TagReference, history: NamedTagEventList | undefined): boolean {
  if (!spec.from || spec.reference || spec.generation === null || spec.generation === undefined) return false;
  const condition = history?.conditions?.find(({ type }) => type === IMPORT_SUCCESS);
  return spec.generation > newestGeneration(history?.items?.[0]?.generation ?? 0, condition?.generation ?? 0);
}

function failureLines({ reason, message, lastTransitionTime }: TagEventCondition, now: Date): string {
  return `  ! error: Import failed (${reason}): ${message}\n      ${ago(lastTransitionTime, now)}\n`;
}

/** The pull spec and its age; the image's digest too, when the pull spec does not hold it. */
function eventLines({ dockerImageReference, image, created }: TagEvent, mark: string, now: Date): string {
  const id = image && !dockerImageReference.endsWith(`@${image}`) ? `\t${image}` : '';
  return `  ${mark} ${dockerImageReference}\n      ${ago(created, now)}${id}\n`;
}
