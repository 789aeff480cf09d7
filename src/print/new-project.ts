import type { NewProjectResult } from '../commands/new-project.ts';
import type { Printed } from './printed.ts';
import { prepare as prepareProject } from './project.ts';

/** `new-project`: what is used now, as `project` says it, and what to do next. */
export async function prepare(): Promise<(result: NewProjectResult) => Printed> {
  const project = await prepareProject();
  return ({ name, store, program, used }) => {
    if (!used) {
      const switching = `To switch to this project and start adding applications, use:\n\n    ${program} project ${name}\n`;
      return { stdout: `Project ${JSON.stringify(name)} created on server ${JSON.stringify(store)}.\n\n${switching}` };
    }
    const said = project(used);
    const next = `Record an image in it. For example, try:\n\n    ${program} import-image httpd:2.4 --from=docker.io/library/httpd:2.4 --confirm\n\n`;
    return { ...said, stdout: `${said.stdout}\n${next}` };
  };
}
