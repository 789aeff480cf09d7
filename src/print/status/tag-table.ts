import { compareBytes } from '../../core/byte-order.ts';
import type { Follower } from '../../core/project-status/followers.ts';
import { lineName } from '../../core/project-status/project-objects.ts';
import { shortKey, tagLabel } from '../../core/project-status/tag-concerns.ts';
import type { TagState } from '../../core/project-status/tag-state.ts';
import { type TreeRow, tagTree } from '../../core/project-status/tag-tree.ts';
import { age, ageDuration } from '../text/human-duration.ts';
import { safeLine } from '../text/safe-text.ts';
import { tabWriter } from '../text/tab-writer.ts';
import type { StatusView } from './view.ts';

/** Rows that are shown at most: a screen, not a store. */
const SHOWN = 40;
/** Of very many, how many of those that changed last are among them. */
const RECENT = 10;
/** Deeper than this nothing is indented any more. */
const DEEPEST = 6;

type TagRow = Extract<TreeRow, { tag: TagState }>;

const TABS = { minWidth: 0, tabWidth: 4, padding: 2, padChar: ' ' } as const;

/**
 * Every tag with its image, and what follows it below; where these are too many, those that there is something to say of.
 * Ends with what was left out. Empty without tags.
 */
export function tagTable(states: readonly TagState[], followers: readonly Follower[], view: StatusView): string[] {
  if (states.length === 0) return [];
  const rows = chosenRows(tagTree(states, followers));
  const images = new Map(states.map((state) => [state.reference, state.image]));
  const text = ['TAG\tIMAGE\tSINCE\tSTATE AND SOURCE', ...rows.map((row) => rowText(row, view, images))].join('\n');
  const lines = tabWriter(text, TABS)
    .split('\n')
    .map((line) => line.trimEnd());
  const left = states.length - rows.filter((row) => 'tag' in row).length;
  return left === 0 ? lines : [...lines, `and ${left} more tag${left === 1 ? '' : 's'}: imagestream get istag`];
}

/** All rows of a screen; of very many those that there is something to say of, and what has changed last. */
function chosenRows(all: readonly TreeRow[]): readonly TreeRow[] {
  if (all.length <= SHOWN) return all;
  const tags = all.flatMap((row) => ('tag' in row ? [row] : []));
  const chosen = new Set<TreeRow>(tags.filter(isTelling).slice(0, SHOWN));
  const sinceOf = ({ tag }: TagRow) => tag.since ?? '';
  const recent = [...tags].sort((a, b) => compareBytes(sinceOf(b), sinceOf(a)));
  for (const row of recent.slice(0, RECENT)) if (chosen.size < SHOWN) chosen.add(row);
  // What stood below another one stands alone now, and says what it follows.
  return tags.filter((row) => chosen.has(row)).map((row) => ({ ...row, depth: 0 }));
}

function isTelling({ tag, circle }: TagRow): boolean {
  const { pin, failure, behind, pending, waiting, from } = tag;
  const isLost = from.type === 'unknown' || (from.type === 'tag' && !from.found);
  return Boolean(pin || failure || behind || pending || waiting || isLost || circle);
}

function rowText(row: TreeRow, view: StatusView, images: ReadonlyMap<string, string>): string {
  const indent = row.depth === 0 ? '' : `${'   '.repeat(Math.min(row.depth, DEEPEST) - 1)}-> `;
  if ('follower' in row) {
    const { name, image, notes } = followerCells(row.follower, view, images);
    return [`${indent}${name}`, image, '', notes].map(safeLine).join('\t');
  }
  const { tag } = row;
  const cells = [
    `${indent}${tagLabel(tag, view.namespace)}`,
    shortImage(tag.image),
    tag.since ? age(tag.since, view.now) : '-',
    [...stateNotes(tag, view), ...sourceNotes(row, view)].join('; '),
  ];
  return cells.map(safeLine).join('\t');
}

/** The first twelve digits of a digest, without its algorithm. */
function shortImage(image: string): string {
  return image === '' ? '-' : image.slice(image.indexOf(':') + 1).slice(0, 12);
}

function sourceNotes(row: TagRow, { namespace }: StatusView): string[] {
  const { from, pin, image } = row.tag;
  if (pin) return [];
  switch (from.type) {
    case 'registry':
      return [from.reference ? `points at ${from.pullSpec}` : from.pullSpec];
    case 'tag':
      if (row.circle) return [`follows ${shortKey(from.key, namespace)}, round about`];
      if (!from.found) return [`follows ${shortKey(from.key, namespace)}, which is missing`];
      return row.depth === 0 ? [`follows ${shortKey(from.key, namespace)}`] : [];
    case 'image': {
      if (!from.of)
        return [`copy of ${shortKey(`${from.namespace}/${from.stream}`, namespace)}@${shortImage(from.image)}`];
      const moved = from.newer ? `, which has ${from.newer} newer` : '';
      return [`copy of ${shortKey(from.of, namespace)}${moved}`];
    }
    case 'push':
      return image === '' ? [] : ['pushed'];
    case 'unknown':
      return [`unreadable source ${from.name}`];
  }
}

function stateNotes(tag: TagState, { namespace, now }: StatusView): string[] {
  const { pin, failure, behind, pending, waiting, due } = tag;
  const notes: string[] = [];
  if (pin) {
    const by = pin.by ? ` by ${pin.by}` : '';
    notes.push(`pinned${pin.at ? ` ${age(pin.at, now)} ago` : ''}${by}${pin.reason ? `: ${pin.reason}` : ''}`);
  }
  if (failure) notes.push(`FAILS since ${age(failure.since, now)}`);
  if (behind) {
    const source = shortKey(behind.knownFrom, namespace);
    notes.push(`behind ${source} (${shortImage(behind.image)})`);
  }
  if (pending && !failure) notes.push('not imported yet');
  if (waiting > 0) notes.push(`${waiting} image${waiting === 1 ? '' : 's'} not old enough`);
  if (due !== undefined) notes.push(dueText(due, now));
  return notes;
}

function dueText(due: number, now: Date): string {
  if (!Number.isFinite(due)) return 'never due';
  const left = due - now.getTime();
  if (left > 0) return `due in ${ageDuration(left)}`;
  return due <= 0 ? 'due' : `due since ${ageDuration(-left)}`;
}

/** The image of a follower is told where it is not what its tag has. */
function followerCells(
  { object, containers, automatic, tag }: Follower,
  { namespace }: StatusView,
  images: ReadonlyMap<string, string>,
): { name: string; image: string; notes: string } {
  const name = lineName(object, namespace);
  const written = [...new Set(containers.map(({ image }) => image.trim()))];
  const manual = automatic ? [] : ['does not follow by itself'];
  const [only = ''] = written;
  const notes = written.length > 1 ? ['several images'] : manual;
  if (containers.length === 0) return { name, image: '', notes: manual.join('; ') };
  if (only === '') return { name, image: '-', notes: [`waits for ${shortKey(tag, namespace)}`, ...notes].join('; ') };
  const digest = images.get(only) ?? /@(sha256:[0-9a-f]{64})$/.exec(only)?.[1];
  if (digest) return { name, image: shortImage(digest), notes: notes.join('; ') };
  return { name, image: '', notes: [`has ${only}`, ...notes].join('; ') };
}
