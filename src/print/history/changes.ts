import type { ChangesRequest } from '../../commands/history/request.ts';
import type { HistoryResult } from '../../commands/history.ts';
import { shortDigest } from '../../core/history/choose-revision.ts';
import type { TagChange } from '../../core/history/tag-changes.ts';
import type { Printed } from '../printed.ts';
import { age } from '../text/human-duration.ts';
import { safeLine } from '../text/safe-text.ts';
import { GET_TABS, tabWriter } from '../text/tab-writer.ts';

/** What happened to many tags: a line for each change, newest first, with the place that the request leaves open. */
export function printChanges(
  { request, changes, forgotten, namespace }: Extract<HistoryResult, { type: 'changes' }>,
  now: Date,
): Printed {
  if (changes.length === 0) return { stdout: '', stderr: `${safeLine(nothing(request, namespace))}\n` };
  const columns = COLUMNS.filter(({ isShown }) => isShown?.(request) ?? true);
  const isWide = request.output === 'wide';
  const lines = [
    columns.map(({ header }) => header),
    ...changes.map((change) => columns.map(({ cell }) => safeLine(cell(change, { now, isWide })))),
  ].map((cells) => cells.join('\t'));
  const aligned = tabWriter(`${lines.join('\n')}\n`, CHANGES_TABS).split('\n');
  const older = forgotten > 0 ? `note: ${forgotten} older changes are left out; --since and --tag choose\n` : '';
  return { stdout: aligned.map((line) => line.trimEnd()).join('\n'), look: 'table', stderr: older };
}

/** The tables of `get`, with a first column no wider than its mark. */
const CHANGES_TABS = { ...GET_TABS, minWidth: 0, padding: 2 };

interface Column {
  header: string;
  isShown?(request: ChangesRequest): boolean;
  cell(change: TagChange, print: { now: Date; isWide: boolean }): string;
}

const COLUMNS: readonly Column[] = [
  { header: '', cell: ({ current }) => (current ? '*' : '') },
  { header: 'NAMESPACE', isShown: ({ allNamespaces }) => allNamespaces, cell: ({ namespace }) => namespace },
  { header: 'STREAM', isShown: ({ stream }) => stream === undefined, cell: ({ stream }) => stream },
  { header: 'TAG', cell: ({ tag }) => tag },
  { header: 'REVISION', cell: ({ revision }) => (revision === undefined ? '-' : `${revision}`) },
  { header: 'IMAGE', cell: ({ image }, { isWide }) => (isWide ? image || '-' : shortDigest(image)) },
  { header: 'AGE', cell: ({ at }, { now }) => age(at, now) },
  { header: 'BY', cell: ({ by }) => by ?? '-' },
  { header: 'CAUSE', cell: ({ type, cause }) => (type === 'image' ? cause || '-' : type) },
  { header: 'REASON', cell: ({ reason }) => reason ?? '-' },
  {
    header: 'PULL SPEC',
    isShown: ({ output }) => output === 'wide',
    cell: ({ dockerImageReference }) => dockerImageReference ?? '',
  },
];

function nothing({ stream, allNamespaces, tag, filter }: ChangesRequest, namespace: string): string {
  const isFiltered = filter.since !== '' || filter.by !== '' || tag !== '';
  const where = stream !== undefined ? `of the stream ${stream}` : allNamespaces ? '' : `in ${namespace} namespace`;
  return `No ${isFiltered ? 'such ' : ''}changes found${where && ` ${where}`}.`;
}
