import type { ProjectResult } from '../commands/project.ts';
import type { CurrentProject } from '../core/ports/current-project.ts';
import type { Printed } from './printed.ts';

const SENTENCES = { none: 'Using', same: 'Already on', changed: 'Now using' } as const;

/** `project`: one sentence, or the name alone. */
export async function prepare(): Promise<(result: ProjectResult) => Printed> {
  return (result) => ({
    stdout: result.short ? `${result.name}\n` : `${sentenceOf(result)}\n`,
    stderr: result.overriddenBy ? `warning: ${result.overriddenBy} is set and goes before the saved project\n` : '',
  });
}

function sentenceOf({ name, store, origin, change }: ProjectResult): string {
  const place = change === 'none' ? placeOfProject({ store, origin }) : ` on server ${JSON.stringify(store)}`;
  return `${SENTENCES[change]} project ${JSON.stringify(name)}${place}.`;
}

/**
 * Where a project is, in the words of `oc`: the server is the store, and what goes before the project that is saved in it
 * is the context.
 */
export function placeOfProject({ store, origin }: Pick<CurrentProject, 'store' | 'origin'>): string {
  const context = { flag: '--namespace', environment: 'IMAGESTREAM_NAMESPACE', saved: '', default: '' }[origin];
  return `${context ? ` from context named ${JSON.stringify(context)}` : ''} on server ${JSON.stringify(store)}`;
}
