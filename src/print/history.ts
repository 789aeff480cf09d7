import { printYaml } from '../codec/yaml.ts';
import type { HistoryRequest } from '../commands/history/request.ts';
import type { HistoryResult, TagHistory } from '../commands/history.ts';
import { shortDigest } from '../core/history/choose-revision.ts';
import type { ChangeNote } from '../core/objects/image-stream-history.ts';
import { printJson } from './formats/document.ts';
import { printChanges } from './history/changes.ts';
import type { PrintContext, Printed } from './printed.ts';
import { age } from './text/human-duration.ts';
import { safeLine } from './text/safe-text.ts';
import { GET_TABS, tabWriter } from './text/tab-writer.ts';

/** `history`: a line for each image or change, newest first; or all of it as a document. */
export async function prepare(
  request: HistoryRequest,
  context: PrintContext,
): Promise<(result: HistoryResult) => Printed> {
  const { output } = request;
  return (result) => {
    const document = result.type === 'tag' ? result.history : result.changes;
    if (output === 'json') return { stdout: printJson(document), data: true };
    if (output === 'yaml') return { stdout: printYaml(document), data: true };
    if (result.type === 'changes') return printChanges(result, context.now());
    const { history } = result;
    const isFiltered = request.filter.since !== '' || request.filter.by !== '';
    const rows = rowsOf(history, context.now(), output === 'wide');
    const { stream, tag } = history;
    if (rows.length === 0)
      return { stdout: '', stderr: safeLine(nothing(`${stream}:${tag}`, isFiltered)).concat('\n') };
    const header = [
      '',
      'REVISION',
      'IMAGE',
      'SEEN',
      'BY',
      'CAUSE',
      'REASON',
      ...(output === 'wide' ? ['PULL SPEC'] : []),
    ];
    const lines = [header, ...rows.map(({ cells }) => cells.map(safeLine))].map((cells) => cells.join('\t'));
    const [first = '', ...others] = tabWriter(`${lines.join('\n')}\n`, HISTORY_TABS).split('\n');
    return { stdout: [first, ...others].map((line) => line.trimEnd()).join('\n'), look: 'table' as const };
  };
}

const nothing = (name: string, isFiltered: boolean) =>
  isFiltered ? `No such changes found of the tag ${name}.` : `The tag ${name} has had no image.`;

/** The tables of `get`, with a first column no wider than its mark. */
const HISTORY_TABS = { ...GET_TABS, minWidth: 0, padding: 2 };

interface Row {
  /** When it happened. */
  at: string;
  cells: string[];
}

/** Newest first: what waits, then the images and, between them, pins that brought none. */
function rowsOf({ revisions, pins = [], waiting = [] }: TagHistory, now: Date, wide: boolean): Row[] {
  const digest = (image: string) => (wide ? image || '-' : shortDigest(image));
  const row = (at: string, cells: string[], note: ChangeNote, cause: string, reference: string): Row => ({
    at,
    cells: [...cells, note.by ?? '-', cause || '-', note.reason ?? '-', ...(wide ? [reference] : [])],
  });
  const waits = waiting.map(({ image, seen, dockerImageReference }) =>
    row(seen, ['', '-', digest(image), age(seen, now)], {}, 'waiting', dockerImageReference),
  );
  const images = revisions.map(({ revision, current, image, since, seen, dockerImageReference, ...note }) =>
    row(
      since,
      [current ? '*' : '', `${revision}`, digest(image), age(seen ?? since, now)],
      note,
      note.cause ?? '',
      dockerImageReference,
    ),
  );
  const acts = pins.map(({ at, action, image, ...note }) =>
    row(at, ['', '-', digest(image), age(at, now)], note, action, ''),
  );
  // Revisions keep their order, whatever their times say.
  return [...waits, ...merged(images, acts)];
}

function merged(images: readonly Row[], acts: readonly Row[]): Row[] {
  const rows: Row[] = [];
  let next = 0;
  for (const image of images) {
    while (next < acts.length && Date.parse((acts[next] as Row).at) >= Date.parse(image.at))
      rows.push(acts[next++] as Row);
    rows.push(image);
  }
  return [...rows, ...acts.slice(next)];
}
