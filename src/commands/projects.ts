import { PROJECT } from '../core/kinds/kind-names.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { CurrentProject } from '../core/ports/current-project.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';

export interface ProjectsRequest {
  short: boolean;
  /** How the program was called. */
  program: string;
}

export interface ProjectsResult extends ProjectsRequest {
  /** In the order of their names. */
  projects: readonly KubeObject[];
  current: string;
  store: string;
  /** What decides which one is the current one. */
  origin: CurrentProject['origin'];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '',
  description: `Lists the projects of the store, which are its namespaces: those that hold something, those that "new-project" made, and the one
to work in, with a star.`,
  flags: [{ name: 'short', short: 'q', type: 'bool', help: 'Print only the names' }],
  examples: [
    { what: 'List the projects', run: 'imagestream projects' },
    {
      what: 'Count the streams of each',
      run: 'for p in $(imagestream projects -q); do imagestream get is -n "$p" -o name | wc -l; done',
    },
  ],
};

/** `projects`: the namespaces that there are. */
export const command: Command<ProjectsRequest, ProjectsResult> = {
  spec,

  parse({ args, flags, program }) {
    if (args.length > 0) refuse('no arguments should be passed');
    return { short: flags.bool('short'), program };
  },

  async run(request, { api, namespace, project: { store, origin } }) {
    const { items } = await api.list(PROJECT, undefined);
    return { ...request, projects: items, current: namespace, store, origin };
  },
};
