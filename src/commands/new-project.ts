import { PROJECT } from '../core/kinds/kind-names.ts';
import { apiVersionOf } from '../core/kinds/kinds.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';
import { type ProjectResult, useProject } from './project.ts';

export interface NewProjectRequest {
  name: string;
  displayName: string;
  description: string;
  /** The project that commands work in stays as it is. */
  skipConfigWrite: boolean;
  program: string;
}

export interface NewProjectResult {
  name: string;
  store: string;
  program: string;
  /** How it became the current project; absent where it did not. */
  used?: ProjectResult;
}

const spec: CommandSpec = {
  usage: 'NAME',
  description: `Makes a project, with what people call it and what it is for, and works in it from now on. Nobody needs one to begin: a
namespace is there as soon as something is written to it. The project is kept as the Namespace of that name.`,
  flags: [
    { name: 'display-name', type: 'string', value: 'TEXT', help: 'What people call it' },
    { name: 'description', type: 'string', value: 'TEXT', help: 'What it is for' },
    { name: 'skip-config-write', type: 'bool', help: 'Go on working in the project of before' },
  ],
  examples: [
    { what: 'Make a project and work in it', run: 'imagestream new-project mars-base' },
    {
      what: 'Make one for others, and say what it is for',
      run: 'imagestream new-project mars-lab --display-name="Mars laboratory" --description="What is tried out" --skip-config-write',
    },
  ],
};

/** `new-project`: a namespace with a name for people. Fails with Status AlreadyExists and Invalid. */
export const command: Command<NewProjectRequest, NewProjectResult> = {
  spec,

  parse({ args, flags, program }) {
    const [name = ''] = args;
    if (args.length !== 1) refuse('must have exactly one argument');
    return {
      name,
      displayName: flags.string('display-name'),
      description: flags.string('description'),
      skipConfigWrite: flags.bool('skip-config-write'),
      program,
    };
  },

  async run(request, ports) {
    const { name, skipConfigWrite, program } = request;
    const { by } = await ports.author();
    await ports.api.create(PROJECT, '', projectOf(request, by));
    const { store } = ports.project;
    return { name, store, program, ...(skipConfigWrite ? {} : { used: await useProject(name, false, ports) }) };
  },
};

function projectOf({ name, displayName, description }: NewProjectRequest, by: string | undefined): KubeObject {
  const annotations = {
    ...(description ? { 'openshift.io/description': description } : {}),
    ...(displayName ? { 'openshift.io/display-name': displayName } : {}),
    ...(by ? { 'openshift.io/requester': by } : {}),
  };
  return { apiVersion: apiVersionOf(PROJECT), kind: PROJECT.kind, metadata: { name, annotations } };
}
