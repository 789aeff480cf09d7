import { type Revision, sinceOf } from '../core/history/revisions.ts';
import type { ChangeNote, PinRecord, TagRecord, WaitingImage } from '../core/objects/image-stream-history.ts';
import { parseTagArgument, readTag } from './arguments/tag.ts';
import { type Arguments, type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { parseOutputChoice } from './flags/output-format.ts';
import type { Changes } from './history/changes.ts';
import { wantedBy } from './history/filter.ts';
import type { ChangesRequest, HistoryRequest, TagHistoryRequest } from './history/request.ts';

/** One image that a tag has or had. */
export interface RevisionEntry extends ChangeNote {
  revision: number;
  current: boolean;
  image: string;
  dockerImageReference: string;
  /** When the tag got it: RFC 3339 in UTC. */
  since: string;
  /** When it was first seen, where that is known. */
  seen?: string;
  cause?: string;
}

export interface TagHistory {
  namespace: string;
  stream: string;
  tag: string;
  /** Newest first. */
  revisions: readonly RevisionEntry[];
  /** Pins and unpins that brought no image, newest first. */
  pins?: readonly PinRecord[];
  /** Images that are not old enough yet, newest first. */
  waiting?: readonly WaitingImage[];
}

export type HistoryResult =
  | { type: 'tag'; history: TagHistory }
  | ({ type: 'changes'; request: ChangesRequest; namespace: string } & Changes);

const spec: CommandSpec = {
  needsStore: true,
  usage: '[STREAM[:TAG]]',
  description: `Lists what a tag has had, newest first, and marks what it has now. With a stream alone, what happened to all of its tags;
without one, to all tags of the namespace: what changed here, when, and who did it. Revisions are counted from the oldest,
and keep their number when older ones are pruned. SEEN is how long ago an image was first seen here, AGE how long ago
something happened; who and why is known of what was done with this program, from the user and machine, or the pipeline,
and --reason. What was deleted is not told.

Who and why are kept beside the stream, in an object of kind ImageStreamHistory with the same name.`,
  flags: [
    {
      name: 'since',
      type: 'string',
      value: 'TIME',
      help: 'Only what happened since 2026-03-01T10:00:00Z or 2026-03-01, or in the last 36h or 7d',
    },
    { name: 'by', type: 'string', value: 'TEXT', help: 'Only what was done by whoever has this in the name' },
    { name: 'tag', type: 'string', value: 'TAG', help: 'Without a STREAM:TAG: only tags of this name' },
    { name: 'all-namespaces', short: 'A', type: 'bool', help: 'In every namespace' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      value: 'json|yaml|wide',
      help: 'Print all that is known, or whole digests and pull specs',
    },
  ],
  examples: [
    { what: 'Who moved this tag?', run: 'imagestream history marsview:latest' },
    { what: 'What has changed in the last week?', run: 'imagestream history --since=7d' },
    { what: 'What went to production, and who brought it?', run: 'imagestream history -A --tag=prod' },
    { what: 'The digests alone', run: "imagestream history marsview:latest -o json | jq -r '.revisions[].image'" },
  ],
};

export const command: Command<HistoryRequest, HistoryResult> = {
  spec,

  parse,

  async run(request, ports) {
    if (request.type === 'tag') return { type: 'tag', history: await readHistory(request, ports) };
    const { readChanges } = await import('./history/changes.ts');
    return { type: 'changes', request, namespace: ports.namespace, ...(await readChanges(request, ports)) };
  },
};

/** Fails with USAGE and ARGUMENT. */
function parse({ args, flags, usage }: Arguments): HistoryRequest {
  if (args.length > 1) throw usage(`one STREAM or STREAM:TAG is taken, got ${args.length}`);
  const [name] = args;
  const output = parseOutputChoice(flags, ['json', 'wide', 'yaml']) || 'text';
  const filter = { since: flags.string('since'), by: flags.string('by') };
  const [tag, allNamespaces] = [flags.string('tag'), flags.bool('all-namespaces')];
  if (name !== undefined && allNamespaces) refuse('a resource cannot be retrieved by name across all namespaces');
  if (name?.includes(':')) {
    if (tag) refuse(`--tag is for the tags of a whole stream, and "${name}" is one tag`);
    return { type: 'tag', at: parseTagArgument(name), filter, output };
  }
  if (name !== undefined) parseTagArgument(name);
  return { type: 'changes', stream: name, allNamespaces, tag, filter, output };
}

async function readHistory({ at, filter }: TagHistoryRequest, ports: Ports): Promise<TagHistory> {
  const isWanted = wantedBy(filter, ports.now());
  const { stream, record, revisions } = await readTag(ports, at);
  const { name, namespace = '' } = stream.metadata;
  return { namespace, stream: name, tag: at.tag, ...entriesOf(revisions, record, isWanted) };
}

function entriesOf(
  revisions: readonly Revision[],
  record: TagRecord | undefined,
  isWanted: ReturnType<typeof wantedBy>,
): Pick<TagHistory, 'revisions' | 'pins' | 'waiting'> {
  const entries = revisions.map((revision, at) => entryOf(revision, at === 0));
  const pins = (record?.pins ?? []).filter(({ at, by }) => isWanted(at, by));
  const waiting = (record?.waiting ?? []).filter(({ seen }) => isWanted(seen, undefined));
  return {
    revisions: entries.filter(({ since, by }) => isWanted(since, by)),
    ...(pins.length > 0 ? { pins } : {}),
    ...(waiting.length > 0 ? { waiting } : {}),
  };
}

function entryOf(revision: Revision, current: boolean): RevisionEntry {
  const { image, dockerImageReference } = revision.event;
  const { seen, cause, by, job, reason } = revision.record ?? {};
  const known = Object.entries({ seen, cause, by, job, reason }).filter(([, value]) => typeof value === 'string');
  return {
    revision: revision.number,
    current,
    image,
    dockerImageReference,
    since: sinceOf(revision),
    ...Object.fromEntries(known),
  };
}
