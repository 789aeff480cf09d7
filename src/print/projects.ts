import type { ProjectsResult } from '../commands/projects.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { Printed } from './printed.ts';
import { placeOfProject } from './project.ts';
import { safeLine } from './text/safe-text.ts';

/** `projects`: a list with a star at the current one, in the words of `oc`; or names alone. */
export async function prepare(): Promise<(result: ProjectsResult) => Printed> {
  return (result) => {
    const { projects, short } = result;
    if (short) return { stdout: projects.map(({ metadata }) => `${metadata.name}\n`).join('') };
    return { stdout: `${listOf(result)}\nUsing project ${JSON.stringify(result.current)}${placeOfProject(result)}.\n` };
  };
}

function listOf({ projects, current, program }: ProjectsResult): string {
  const [only] = projects;
  if (projects.length === 1 && only) {
    const display = displayName(only);
    const name = display ? `${display} (${only.metadata.name})` : only.metadata.name;
    return `You have one project on this server: ${JSON.stringify(name)}.\n`;
  }
  const lines = projects.map((project) => {
    const { name } = project.metadata;
    const display = displayName(project);
    return `${name === current ? '  * ' : '    '}${name}${display ? ` - ${display}` : ''}\n`;
  });
  const head = 'You have access to the following projects and can switch between them with';
  return `${head} '${program} project <projectname>':\n\n${lines.join('')}`;
}

/** What a project is called by people; empty where that is its name. */
export function displayName({ metadata }: KubeObject): string {
  const { 'openshift.io/display-name': own, displayName: old } = metadata.annotations ?? {};
  const display = safeLine(own || old || '');
  return display === metadata.name ? '' : display;
}
