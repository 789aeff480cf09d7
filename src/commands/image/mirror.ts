import type { OsFilter } from '../../core/images/os-filter.ts';
import { parseOsFilter } from '../../core/images/os-filter.ts';
import { type Phase, planPhases } from '../../core/mirror/phases.ts';
import type { MirrorPlan } from '../../core/mirror/plan.ts';
import type { RegistryChoice } from '../../core/ports/registry-access.ts';
import { type Command, type CommandSpec, type Flag, type Ports, refuse } from '../command.ts';
import { OS_FILTER_FLAG, REGISTRY_FLAGS, registryChoice } from '../flags/registry-flags.ts';
import { executeMirror, type MirrorEvent } from './mirror/execute.ts';
import { expandMappings, type MappingArgument, parseMappingFile, parseMappings } from './mirror/mapping.ts';
import { createMirrorProgress } from './mirror/mirror-progress.ts';
import { readPlan } from './mirror/read-plan.ts';

export interface ImageMirrorRequest {
  mappings: readonly MappingArgument[];
  /** Files of mappings; `-` is standard input. */
  files: readonly string[];
  dryRun: boolean;
  /** Undefined where no filter was given: then the host's platform counts, or everything with `keepList`. */
  filter: OsFilter | undefined;
  keepList: boolean;
  registriesAtATime: number;
  perRegistry: number;
  skipMount: boolean;
  skipMissing: boolean;
  skipMultipleScopes: boolean;
  continueOnError: boolean;
  force: boolean;
  insecure: boolean;
  registries: RegistryChoice;
}

export interface ImageMirrorResult {
  request: ImageMirrorRequest;
  /** What was left out, and why. */
  notes: readonly string[];
  plan: MirrorPlan;
  /** Images that cannot be mirrored. */
  errors: readonly unknown[];
  phases: readonly Phase[];
  /** Milliseconds. */
  planning: number;
  /** The copying, which begins when this is called; absent when there is none. */
  copy?: () => Copying;
}

export interface Copying {
  events: AsyncIterable<MirrorEvent>;
  /** Bytes sent and milliseconds taken so far. */
  done(): { bytes: number; time: number };
}

const NO_IMAGES =
  'you must specify at least one source image to pull and the destination to push to as SRC=DST or SRC DST [DST2 DST3 ...]';

const bool = (name: string, help: string): Flag => ({ name, group: 'how', type: 'bool', help });

const spec: CommandSpec = {
  usage: 'SRC DST [DST ...] | SRC=DST [SRC=DST ...] | -f FILE',
  description: `Copies images from one repository to another, through this machine and without storing anything here. Blobs that the
destination has are left alone, and those that its registry has elsewhere are taken over from there. A tag is written
when all that it needs is there.

A destination without a tag gets the tag of the source. A tag of the source may hold "*". Of an index (manifest list)
only the image of this machine's platform is copied, unless --keep-manifest-list or --filter-by-os says otherwise.

The plan and what is done go to standard error; standard output has a line for each manifest: its digest, and where it is.`,
  flags: [
    {
      name: 'filename',
      group: 'what',
      short: 'f',
      type: 'list',
      value: 'FILE',
      help: 'A file with SRC=DST or SRC DST [DST ...] on each line; - is standard input',
    },
    bool('dry-run', 'Print the plan and copy nothing'),
    OS_FILTER_FLAG,
    bool('keep-manifest-list', 'Copy an index as it is, with all of its images'),
    {
      name: 'max-per-registry',
      group: 'how',
      type: 'int',
      value: 'N',
      default: '6',
      help: 'Requests to one registry at a time',
    },
    { name: 'max-registry', group: 'how', type: 'int', value: 'N', default: '4', help: 'Repositories at a time' },
    bool('skip-mount', 'Send every blob, also where it could be taken over from another repository'),
    bool('skip-missing', 'Leave out images that do not exist'),
    bool('skip-multiple-scopes', 'Ask for tokens of one repository only'),
    bool('continue-on-error', 'Copy what can be copied; the exit code is 1 all the same'),
    bool('force', 'Send blobs and manifests that the destination has already, too'),
    ...REGISTRY_FLAGS,
  ],
  examples: [
    {
      what: 'Copy an image to another registry',
      run: 'imagestream image mirror quay.io/team/app:1 registry.example.com/team/app:1',
    },
    {
      what: 'Copy an image for several platforms as it is',
      run: 'imagestream image mirror --keep-manifest-list docker.io/library/httpd:2.4 registry.example.com/base/httpd',
    },
    {
      what: 'Show what copying all tags that begin with 1. would do',
      run: 'imagestream image mirror "quay.io/team/app:1.*" registry.example.com/team/app --dry-run',
    },
  ],
};

export const command: Command<ImageMirrorRequest, ImageMirrorResult> = {
  spec,

  parse({ args, flags }) {
    const filter = parseOsFilter(flags.string('filter-by-os'));
    const mappings = parseMappings(args);
    const files = flags.list('filename').flatMap((list) => list.split(','));
    if (mappings.length === 0 && files.length === 0) refuse(NO_IMAGES);
    const atLeastOne = (name: string) => {
      const value = flags.int(name);
      if (value < 1) refuse(`--${name} must be at least 1`);
      return value;
    };
    return {
      mappings,
      files,
      dryRun: flags.bool('dry-run'),
      filter,
      keepList: flags.bool('keep-manifest-list'),
      registriesAtATime: atLeastOne('max-registry'),
      perRegistry: atLeastOne('max-per-registry'),
      skipMount: flags.bool('skip-mount'),
      skipMissing: flags.bool('skip-missing'),
      skipMultipleScopes: flags.bool('skip-multiple-scopes'),
      continueOnError: flags.bool('continue-on-error'),
      force: flags.bool('force'),
      insecure: flags.bool('insecure'),
      registries: registryChoice(flags),
    };
  },

  async run(request, ports) {
    const started = ports.now().getTime();
    const access = ports.registries(request.registries);
    const { signal } = ports;
    const { insecure, force, skipMissing, keepList } = request;
    ports.report({ type: 'note', text: 'planning' });
    const mappings = await expandMappings([...request.mappings, ...(await readFiles(request.files, ports))], {
      ...{ access, insecure, signal },
    });
    if (mappings.length === 0) refuse(NO_IMAGES);
    const transfer = await access.transfer();
    const { plan, notes, errors } = await readPlan(mappings, {
      ...{ access, insecure, signal, force, skipMissing, keepList, transfer },
      filter: filterOf(request, ports),
      width: request.perRegistry,
      registries: request.registriesAtATime,
    });
    const phases = planPhases(plan);
    const planning = ports.now().getTime() - started;
    const result = { request, notes, plan, errors, phases, planning };
    if (request.dryRun || (errors.length > 0 && !request.continueOnError)) return result;
    return {
      ...result,
      copy: () => {
        const progress = createMirrorProgress(phases, ports, 'binary');
        const events = executeMirror(phases, {
          transfer,
          request: { credentials: access.credentials, signal },
          registries: request.registriesAtATime,
          perRegistry: request.perRegistry,
          force,
          skipMount: request.skipMount,
          skipMultipleScopes: request.skipMultipleScopes,
          continueOnError: request.continueOnError,
          onBytes: progress.add,
          onSpared: progress.spare,
        });
        return { events, done: progress.done };
      },
    };
  },
};

async function readFiles(files: readonly string[], ports: Ports): Promise<MappingArgument[]> {
  const mappings: MappingArgument[] = [];
  for (const file of files) {
    const bytes = file === '-' ? await ports.files.readStdin() : await ports.files.read(file);
    mappings.push(...parseMappingFile(new TextDecoder().decode(bytes), file));
  }
  return mappings;
}

function filterOf({ filter, keepList }: ImageMirrorRequest, { platform }: Ports): OsFilter {
  if (filter) return filter;
  if (keepList) return () => true;
  return (entry) => entry.platform?.os === platform.os && entry.platform.architecture === platform.architecture;
}
