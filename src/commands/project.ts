import type { CurrentProject } from '../core/ports/current-project.ts';
import { namespaceProblems } from '../core/selection/labels.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';

export interface ProjectRequest {
  /** Undefined to show the current one. */
  name: string | undefined;
  short: boolean;
}

export interface ProjectResult {
  name: string;
  store: string;
  /** What decided about the project of before. */
  origin: CurrentProject['origin'];
  change: 'none' | 'same' | 'changed';
  short: boolean;
  /** The variable that goes before what was saved, where there is one. */
  overriddenBy?: string;
}

const spec: CommandSpec = {
  usage: '[NAME]',
  description: `Saves NAME in the store as the namespace of commands without -n; without NAME it shows the current one. A namespace
exists as soon as something is written to it. IMAGESTREAM_NAMESPACE goes before what is saved, and -n before that.`,
  flags: [{ name: 'short', short: 'q', type: 'bool', help: 'Print only the name' }],
  examples: [
    { what: 'Work in another namespace from now on', run: 'imagestream project toms-project' },
    { what: 'Show the current one', run: 'imagestream project -q' },
  ],
};

export const command: Command<ProjectRequest, ProjectResult> = {
  spec,

  parse({ args, flags }) {
    const [name] = args;
    if (args.length > 1) refuse('Only one argument is supported (project name or context name).');
    if (name !== undefined) {
      const problems = namespaceProblems(name);
      if (problems.length > 0) refuse(`${JSON.stringify(name)} cannot name a project: ${problems.join('; ')}`);
    }
    return { name, short: flags.bool('short') };
  },

  async run({ name, short }, ports) {
    if (name !== undefined) return useProject(name, short, ports);
    const { store, origin, look } = ports.project;
    look();
    return { name: ports.namespace, store, origin, short, change: 'none' };
  },
};

/** Saves the namespace that commands work in from now on. Fails with STORE_IO. */
export async function useProject(name: string, short: boolean, ports: Ports): Promise<ProjectResult> {
  const { namespace, project } = ports;
  const { store, origin, save } = project;
  await save(name);
  const overridden = origin === 'environment' && namespace !== name;
  return {
    name,
    store,
    origin,
    short,
    change: namespace === name ? 'same' : 'changed',
    ...(overridden ? { overriddenBy: `IMAGESTREAM_NAMESPACE=${namespace}` } : {}),
  };
}
