import { printYaml } from '../codec/yaml.ts';
import type { DiffedImage, DiffRequest, DiffResult, ImagesDiff } from '../commands/diff.ts';
import type { Change, ImageDiff, LayerChange, NamedChanges, SetChange } from '../core/diff/image-diff.ts';
import type { PlatformDiff } from '../core/diff/platform-pairs.ts';
import { printJson } from './formats/document.ts';
import type { Printed } from './printed.ts';
import { humanSize } from './text/human-size.ts';
import { safeLine } from './text/safe-text.ts';
import { KUBECTL_DESCRIBE_TABS, tabWriter } from './text/tab-writer.ts';

/** `diff`: rows of what differs, as `describe` lays them out, or all of it as a document; of files what the program said. */
export async function prepare(request: DiffRequest): Promise<(result: DiffResult) => Printed> {
  const output = request.type === 'images' ? request.output : 'text';
  return (result) => {
    if (result.type === 'files') {
      const warnings = result.warnings.map((text) => `Warning: ${text}\n`).join('');
      return {
        stdout: result.stdout,
        data: true,
        stderr: warnings + result.stderr,
        exitCode: result.different ? 1 : 0,
      };
    }
    const { type: _type, ...images } = result;
    if (output === 'json') return { stdout: printJson(images), data: true };
    if (output === 'yaml') return { stdout: printYaml(images), data: true };
    return { stdout: diffText(result), look: 'fields' as const };
  };
}

function diffText({ from, to, platforms }: ImagesDiff): string {
  const [before, after] = [nameOf(from), nameOf(to)];
  if (!platforms) return `${safeLine(`${before} and ${after} are the same image, ${to.image}.`)}\n`;
  const head = [
    row('From', [`${before}, since ${from.since}`]),
    row('', [from.image]),
    row('To', [`${after}, since ${to.since}`]),
    row('', [to.image]),
  ].join('');
  const [only] = platforms;
  const isIndex = platforms.length !== 1 || only?.from !== from.image || only.to !== to.image;
  const parts = platforms.map((platform) => (isIndex ? platformText(platform) : differencesText(platform)));
  return [head, ...parts].map((text) => tabWriter(text, KUBECTL_DESCRIBE_TABS)).join('\n');
}

const nameOf = ({ tag, revision }: DiffedImage) => `${tag} revision ${revision}`;

function platformText(platform: PlatformDiff): string {
  const { from, to } = platform;
  const what = !from ? 'new' : !to ? 'removed' : from === to ? 'the same' : 'changed';
  const digests = from && to && from !== to ? row('Image', [arrow({ from, to })]) : row('Image', [from ?? to ?? '']);
  const rest = what === 'changed' ? differencesText(platform) : '';
  return `${row('Platform', [`${platform.platform} (${what})`])}${digests}${rest}`;
}

function differencesText({ differences }: PlatformDiff): string {
  if (!differences) return row('Differences', ['<unknown: an Image object is not in the store>']);
  const text = rowsOf(differences);
  return text || row('Differences', ['<none that is recorded>']);
}

function rowsOf(diff: ImageDiff): string {
  return [
    changeRow('Built', diff.created),
    changeRow('Architecture', diff.architecture),
    changeRow('Source', diff.source),
    changeRow('Revision', diff.revision),
    diff.compare ? row('Compare', [diff.compare]) : '',
    changeRow('Size', diff.size && sizes(diff.size)),
    diff.layers ? row('Layers', layerLines(diff.layers)) : '',
    changeRow('Entrypoint', diff.entrypoint && words(diff.entrypoint)),
    changeRow('Command', diff.command && words(diff.command)),
    changeRow('User', diff.user),
    changeRow('Working Dir', diff.workingDir),
    diff.ports ? row('Ports', setLines(diff.ports)) : '',
    diff.volumes ? row('Volumes', setLines(diff.volumes)) : '',
    diff.environment ? row('Environment', namedLines(diff.environment)) : '',
    diff.labels ? row('Labels', namedLines(diff.labels)) : '',
  ].join('');
}

/** The first value beside the name, the others below it. */
function row(name: string, values: readonly string[]): string {
  return values.map((value, i) => `${i === 0 && name ? `${name}:` : ''}\t${safeLine(value)}\n`).join('');
}

function changeRow(name: string, change: Change<string> | undefined): string {
  return change ? row(name, [arrow(change)]) : '';
}

const arrow = ({ from, to }: Change<string>) => `${from || '<none>'} -> ${to || '<none>'}`;

const words = ({ from, to }: Change<readonly string[]>): Change<string> => ({
  from: from?.join(' ') ?? '',
  to: to?.join(' ') ?? '',
});

function sizes({ from = 0, to = 0 }: Change<number>): Change<string> {
  const sign = to < from ? '-' : '+';
  return { from: humanSize(from), to: `${humanSize(to)} (${sign}${humanSize(Math.abs(to - from))})` };
}

function layerLines({ shared, added, removed }: LayerChange): string[] {
  const sum = (layers: readonly { size: number }[]) => humanSize(layers.reduce((all, { size }) => all + size, 0));
  const counts = [
    `${shared.count} shared (${humanSize(shared.size)})`,
    `${removed.length} removed (${sum(removed)})`,
    `${added.length} new (${sum(added)})`,
  ];
  return [
    counts.join(', '),
    ...removed.map(({ digest, size }) => `- ${digest} ${humanSize(size)}`),
    ...added.map(({ digest, size }) => `+ ${digest} ${humanSize(size)}`),
  ];
}

function setLines({ added, removed }: SetChange): string[] {
  return [...removed.map((name) => `- ${name}`), ...added.map((name) => `+ ${name}`)];
}

function namedLines(changes: NamedChanges): string[] {
  return Object.entries(changes).map(([name, { from, to }]) => {
    if (from === undefined) return `+ ${name}=${to}`;
    return to === undefined ? `- ${name}=${from}` : `~ ${name}=${from} -> ${to}`;
  });
}
