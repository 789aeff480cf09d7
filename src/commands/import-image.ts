import type { FoundImages } from '../api/imports/image-stream-imports.ts';
import { ImportAnswers } from '../api/imports/import-answers.ts';
import { untilNoRace } from '../core/concurrency/races.ts';
import { MIN_AGE_ANNOTATION } from '../core/history/min-age.ts';
import { IMAGE_STREAM } from '../core/kinds/kind-names.ts';
import type { ImageStream } from '../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../core/objects/image-stream-import.ts';
import { checkResourceName } from '../core/references/names.ts';
import { referenceIn } from '../core/references/reference.ts';
import { ifFound, isStatusError } from '../core/status.ts';
import { stillPinned } from '../core/stream/pin.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { EVENT_FLAGS, parseEventFlags } from './flags/event-flags.ts';
import { IMPORT_MODE_FLAG, parseImportMode } from './flags/import-mode.ts';
import { MIN_AGE_FLAG, parseMinAgeFlag } from './flags/min-age.ts';
import { MIRROR_FLAG } from './flags/mirror.ts';
import { PRINT_FLAGS, parseOutputFormat } from './flags/output-format.ts';
import { REASON_FLAG } from './flags/reason.ts';
import { INSECURE_FLAG, REFERENCE_POLICY_FLAG, SCHEDULED_FLAG } from './flags/tag-flags.ts';
import { type ImportPlan, planImport, withPlannedTags } from './import-image/import-plan.ts';
import type { ImportImageRequest } from './import-image/request.ts';

export interface ImportImageResult {
  request: ImportImageRequest;
  /** The stream after the import; absent for a dry run. */
  stream: ImageStream | undefined;
  /** The stream before the import. */
  before: ImageStream;
  /** What would be written, for `-o` with a dry run. */
  planned: ImageStream;
  import: ImageStreamImport;
  withErrors: boolean;
  /** Sentences about tags that were passed over, or held back. */
  notes: readonly string[];
  /** Which tags the registry has, where it has not the one that was asked for. */
  tagsThere: string | undefined;
}

const spec: CommandSpec = {
  usage: 'IMAGESTREAM[:TAG]',
  description: `Looks up what a tag points at in its registry and records the image's digest and metadata in the stream, on top of the
tag's history. No layers are downloaded. Without a tag, "latest" is meant.

A stream or a repository that is new needs --confirm. A tag that exists is looked up again where it points; --from may
name the same place, and "imagestream tag" points it elsewhere. A lookup that fails is recorded as a condition of the tag
and keeps the history; the exit code is 1.

A tag with --min-age (the annotation ${MIN_AGE_ANNOTATION}) takes a new image only when it was seen so long ago; until
then "history" lists it as waiting. The first image of a tag, and that of another source, is taken at once.

On a terminal, --all prints a line for each tag, and an import that fails what failed; -v prints the whole page, as a pipe
gets it.`,
  flags: [
    { name: 'from', group: 'what', type: 'string', value: 'PULLSPEC', help: 'The image or repository to import' },
    {
      name: 'confirm',
      group: 'how',
      type: 'bool',
      help: 'Create the stream, or import another repository than before',
    },
    {
      name: 'all',
      group: 'what',
      type: 'bool',
      help: 'Import every tag of the repository, or look every tag of the stream up again',
    },
    { ...SCHEDULED_FLAG, help: 'Look the tag up again from time to time ("imagestream watch")' },
    INSECURE_FLAG,
    {
      ...REFERENCE_POLICY_FLAG,
      default: 'source',
      help: 'What a new tag gives out: the image where it came from, or its place in the integrated registry',
    },
    IMPORT_MODE_FLAG,
    {
      name: 'secret',
      group: 'registry',
      type: 'string',
      value: 'NAME',
      help: 'Log in with this secret of the namespace, and with no other login',
    },
    MIRROR_FLAG,
    MIN_AGE_FLAG,
    REASON_FLAG,
    { name: 'dry-run', group: 'writing', type: 'bool', help: 'Look up and show, write nothing' },
    ...EVENT_FLAGS,
    ...PRINT_FLAGS,
  ],
  examples: [
    {
      what: 'Create a stream with one tag',
      run: 'imagestream import-image httpd:2.4 --from=docker.io/library/httpd:2.4 --confirm',
    },
    { what: 'Look the tag up again', run: 'imagestream import-image httpd:2.4' },
    {
      what: 'Create a stream whose tag is kept fresh',
      run: 'imagestream import-image marsview --from=registry.marsrover.space/engine/marsview --scheduled --confirm',
    },
    {
      what: 'Keep a copy in the integrated registry, and give that out',
      run: 'imagestream import-image httpd:2.4 --from=docker.io/library/httpd:2.4 --reference-policy=local --mirror --confirm',
    },
    {
      what: 'Take new images only when they have been there for a week',
      run: 'imagestream import-image httpd:2.4 --min-age=7d --scheduled',
    },
    { what: 'Look every tag of a stream up again', run: 'imagestream import-image httpd --all' },
    {
      what: 'Deploy what changed',
      run: "imagestream import-image marsview --exec='kubectl apply -f -' --exec-input=object --events=objects",
    },
  ],
};

const BAD_TARGET =
  'the image name must be a valid container image pull spec or reference to an image stream (e.g. myregistry/myteam/image:tag)';

export const command: Command<ImportImageRequest, ImportImageResult> = {
  spec,

  /** Checks in the order of oc CLI 3.1. */
  parse({ args, flags, program }) {
    const output = parseOutputFormat(flags, { tables: false });
    const target = args[0] ?? '';
    const { stream, tag } = parseTarget(target, flags.bool('all'));
    return {
      program,
      target,
      stream,
      tag,
      from: flags.string('from'),
      confirm: flags.bool('confirm'),
      all: flags.bool('all'),
      scheduled: flags.bool('scheduled'),
      insecure: flags.changed('insecure') ? flags.bool('insecure') : undefined,
      referencePolicy: parseReferencePolicy(flags.changed('reference-policy') ? flags.string('reference-policy') : ''),
      importMode: parseImportMode(flags.string('import-mode')),
      dryRun: flags.bool('dry-run'),
      output,
      secret: flags.string('secret') || undefined,
      mirror: flags.bool('mirror'),
      events: parseEventFlags(flags),
      minAge: parseMinAgeFlag(flags),
    };
  },

  async run(request, ports) {
    const { plan, done, notes } = await importAtLast(request, ports);
    const images = done.status.images ?? [];
    const repository = done.status.repository;
    const withErrors =
      images.some((image) => image.status.status === 'Failure') || repository?.status.status === 'Failure';
    return {
      request,
      stream: done.status.import,
      before: plan.stream,
      planned: withPlannedTags(plan),
      import: done,
      notes,
      withErrors,
      tagsThere: withErrors ? await tagsThereFor(request, done, ports) : undefined,
    };
  },
};

interface DoneImport {
  plan: ImportPlan;
  done: ImageStreamImport;
  notes: string[];
}

/** Reads the stream, plans and imports; all of it again where somebody else wrote in between, but for what was fetched. */
async function importAtLast(request: ImportImageRequest, ports: Ports): Promise<DoneImport> {
  const answers = new ImportAnswers();
  const copied = new Set<string>();
  const attempt = async () => {
    const stream = await ifFound(ports.api.get<ImageStream>(IMAGE_STREAM, ports.namespace, request.stream));
    const plan = planImport(request, stream, ports.namespace);
    const notes = [...(plan.pinned ?? [])].map(([tag, image]) => `warning: ${stillPinned(plan.stream, tag, image)}`);
    const done = await ports.api.importImages(ports.namespace, plan.import, {
      secret: request.secret,
      minAge: request.minAge,
      answers,
      held: ({ message }) => void notes.push(`note: ${message}`),
      beforeWrite: request.mirror && !request.dryRun ? (found) => copyOnce(found, ports, copied) : undefined,
    });
    return { plan, done, notes };
  };
  return untilNoRace(attempt, (error) => isStatusError(error, 'Conflict'));
}

/** Whoever calls this `oc` is told what `oc` tells, and a login that is the only one is used for what it was given for. */
async function tagsThereFor(
  request: ImportImageRequest,
  done: ImageStreamImport,
  ports: Ports,
): Promise<string | undefined> {
  if (request.program === 'oc' || request.secret !== undefined) return undefined;
  return (await import('./import-image/tags-there.ts')).tagsThere(done, ports);
}

async function copyOnce(found: FoundImages, ports: Ports, copied: Set<string>): Promise<void> {
  const idOf = ({ tag, image }: FoundImages['images'][number]) => JSON.stringify([tag, image.dockerImageReference]);
  const images = found.images.filter((image) => !copied.has(idOf(image)));
  if (images.length === 0) return;
  await copyImages({ ...found, images }, ports);
  for (const image of images) copied.add(idOf(image));
}

async function copyImages(found: FoundImages, ports: Ports): Promise<void> {
  const { copyToIntegratedRegistry } = await import('./image/mirror/integrated-registry.ts');
  await copyToIntegratedRegistry(found, ports);
}

/** The stream is the last part of the name alone: registry and namespace of the target do not count (oc CLI 3.1). */
function parseTarget(target: string, all: boolean): { stream: string; tag: string } {
  const reference = referenceIn(target) ?? refuse(BAD_TARGET);
  if (reference.id) refuse("to import images by ID, use the 'tag' command");
  if (reference.tag && all) refuse(`cannot specify a tag "${target}" as well as --all`);
  checkResourceName(reference.name);
  return { stream: reference.name, tag: all ? '' : reference.tag || 'latest' };
}

function parseReferencePolicy(value: string): 'Source' | 'Local' {
  const lower = value.toLowerCase();
  if (lower === 'local') return 'Local';
  if (lower === 'source' || lower === '') return 'Source';
  refuse('valid reference policy values are source or local');
}
