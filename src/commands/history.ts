import { type Revision, sinceOf } from '../core/history/revisions.ts';
import type { ChangeNote, PinRecord, TagRecord, WaitingImage } from '../core/objects/image-stream-history.ts';
import { parseTagArgument, readTag, type TagArgument } from './arguments/tag.ts';
import type { Command, CommandSpec } from './command.ts';
import { parseOutputChoice } from './flags/output-format.ts';

export interface HistoryRequest {
  at: TagArgument;
  output: 'text' | 'wide' | 'json' | 'yaml';
}

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

export interface HistoryResult {
  request: HistoryRequest;
  history: TagHistory;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'STREAM:TAG',
  description: `Lists what a tag has had, newest first, and marks what it has now. Revisions are counted from the oldest, and keep their
number when older ones are pruned. SEEN is how long ago an image was first seen here; who and why is known of what was
done with this program, from the user and machine, or the pipeline, and --reason.

Who and why are kept beside the stream, in an object of kind ImageStreamHistory with the same name.`,
  flags: [
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
    { what: 'The digests alone', run: "imagestream history marsview:latest -o json | jq -r '.revisions[].image'" },
  ],
};

export const command: Command<HistoryRequest, HistoryResult> = {
  spec,

  parse({ args, flags, usage }) {
    if (args.length !== 1) throw usage(`exactly one STREAM:TAG is required, got ${args.length}`);
    return {
      at: parseTagArgument(args[0] as string),
      output: parseOutputChoice(flags, ['json', 'wide', 'yaml']) || 'text',
    };
  },

  async run(request, ports) {
    const { stream, record, revisions } = await readTag(ports, request.at);
    const { name, namespace = '' } = stream.metadata;
    return { request, history: { namespace, stream: name, tag: request.at.tag, ...entriesOf(revisions, record) } };
  },
};

function entriesOf(
  revisions: readonly Revision[],
  record: TagRecord | undefined,
): Pick<TagHistory, 'revisions' | 'pins' | 'waiting'> {
  return {
    revisions: revisions.map((revision, at) => entryOf(revision, at === 0)),
    ...(record?.pins?.length ? { pins: record.pins } : {}),
    ...(record?.waiting?.length ? { waiting: record.waiting } : {}),
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
