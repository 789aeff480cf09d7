import { IMAGE_STREAM, PROJECT } from '../core/kinds/kind-names.ts';
import { buildPipelines } from '../core/project-status/build-pipelines.ts';
import type { Concern } from '../core/project-status/concern.ts';
import { findConcerns } from '../core/project-status/concerns.ts';
import { type Follower, findFollowers } from '../core/project-status/followers.ts';
import { type Arrangement, arrange } from '../core/project-status/groups.ts';
import { keyOfObject, type ProjectObjects } from '../core/project-status/project-objects.ts';
import { tagConcerns } from '../core/project-status/tag-concerns.ts';
import type { TagState } from '../core/project-status/tag-state.ts';
import { tagStates } from '../core/project-status/tag-states.ts';
import { parseInterval } from '../core/schedule/rhythm.ts';
import { ifFound } from '../core/status.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { readProject, readWaiting } from './status/read-project.ts';
import type { StatusRequest } from './status/request.ts';

export interface StatusResult {
  /** Undefined for all. */
  namespace: string | undefined;
  /** The project's name for people; empty for none. */
  displayName: string;
  store: string;
  objects: ProjectObjects;
  arrangement: Arrangement;
  /** Errors, warnings and infos, those of `oc` first. */
  concerns: readonly Concern[];
  /** Every tag; none as `oc`. */
  tags: readonly TagState[];
  followers: readonly Follower[];
  /** Where nothing is stored here: the projects that have streams. */
  elsewhere: readonly string[];
}

/** As often as `watch` looks unless it is told otherwise. */
const USUAL_INTERVAL = parseInterval('15m');

const spec: CommandSpec = {
  needsStore: true,
  usage: '[-o dot|json|yaml | --suggest]',
  description: `Shows a project at a glance. Services, deployments, jobs and builds come first, as "oc status" draws them, with their
images; then every tag with the image that it has, since when, and where from, and below it what follows it: tags, and
objects with image triggers; of very many tags those that changed last, and those that there is something to say of. A tag says when it is looked up next, whether it is pinned, fails, waits, or is behind what
its source is known to have. Errors come last; warnings, and what helps, with --suggest.

Nothing is asked of registries or of a cluster: it is what the store knows. Called as "oc" it prints what oc prints.`,
  flags: [
    { name: 'suggest', type: 'bool', help: 'Show warnings too, and what helps' },
    { name: 'all-namespaces', short: 'A', type: 'bool', help: 'Show every project of the store' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      value: 'dot|json|yaml',
      help: 'Print it for programs, or as a graph for "dot"',
    },
  ],
  examples: [
    { what: 'How does everything stand?', run: 'imagestream status' },
    { what: 'What is wrong, and what helps?', run: 'imagestream status --suggest' },
    {
      what: 'The tags whose import fails',
      run: "imagestream status -A -o json | jq -r '.tags[] | select(.failure) | .name'",
    },
    { what: 'Draw what follows what', run: 'imagestream status -o dot | dot -T svg -o project.svg' },
  ],
};

export const command: Command<StatusRequest, StatusResult> = {
  spec,

  parse({ args, flags, program, usage }) {
    if (args.length > 0) throw usage('no arguments should be provided');
    const output = outputOf(flags.string('output'), program);
    const suggest = flags.bool('suggest');
    if (output !== 'text' && suggest) refuse(`cannot provide suggestions when output format is ${output}`);
    return { output, suggest, allNamespaces: flags.bool('all-namespaces'), asOc: program === 'oc' };
  },

  async run({ allNamespaces, asOc, output }, ports) {
    const namespace = allNamespaces ? undefined : ports.namespace;
    const objects = await readProject(ports, namespace);
    const streams = new Map([...objects.others, ...objects.streams].map((stream) => [keyOfObject(stream), stream]));
    const own = new Map(objects.streams.map((stream) => [keyOfObject(stream), stream]));
    // `oc` sees no other project than the one that it shows.
    const pipelines = buildPipelines(objects, asOc ? own : streams);
    const known = findConcerns(objects, pipelines, own);
    const arrangement = arrange(objects, pipelines);
    const displayName = namespace === undefined ? '' : await displayNameOf(namespace, ports);
    const shown = { namespace, displayName, store: ports.project.store, objects, arrangement };
    if (asOc && output === 'text') return { ...shown, concerns: known, tags: [], followers: [], elsewhere: [] };
    const tags = await readTags(objects, ports);
    const { followers, mistakes } = findFollowers(objects);
    const concerns = [
      ...(asOc ? known : known.map(withoutClusterAdvice)),
      ...tagConcerns(tags, followers, { namespace, now: ports.now().getTime() }),
      ...mistakes.map((message): Concern => ({ severity: 'error', message })),
    ];
    return { ...shown, concerns, tags, followers, elsewhere: await projectsElsewhere(objects, ports) };
  },
};

/** Fails with ARGUMENT, in the words of `oc`. */
function outputOf(text: string, program: string): StatusRequest['output'] {
  if (text === '') return 'text';
  if (text === 'dot' || text === 'json' || text === 'yaml') return text;
  const hint = program === 'oc' ? {} : { hint: 'The formats are: dot, json, yaml' };
  return refuse(`invalid output format provided: ${text}`, hint);
}

/** What `oc` advises with its own commands needs a cluster; the rest is true here as well. */
function withoutClusterAdvice({ suggestion, ...concern }: Concern): Concern {
  return suggestion && !/(^|['` ])oc /.test(suggestion) ? { ...concern, suggestion } : concern;
}

async function displayNameOf(namespace: string, { api }: Ports): Promise<string> {
  const project = await ifFound(api.get(PROJECT, '', namespace));
  return project?.metadata.annotations?.['openshift.io/display-name'] ?? '';
}

async function readTags({ streams, others }: ProjectObjects, ports: Ports): Promise<TagState[]> {
  const histories = await readWaiting(ports, streams);
  return tagStates({ streams, others, histories, due: await ports.nextLooks(streams, USUAL_INTERVAL) });
}

async function projectsElsewhere({ namespace, streams, of }: ProjectObjects, { api }: Ports): Promise<string[]> {
  if (namespace === undefined || streams.length > 0 || Object.values(of).some((list) => list.length > 0)) return [];
  const names = await api.names(IMAGE_STREAM, undefined);
  return [...new Set(names.flatMap(({ namespace: other }) => other ?? []))];
}
