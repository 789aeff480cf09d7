import type { ProjectResult } from '../commands/project.ts';
import type { Printed } from './printed.ts';

const SENTENCES = { none: 'Using', same: 'Already on', changed: 'Now using' } as const;

/** `project`: one sentence, or the name alone. */
export async function prepare(): Promise<(result: ProjectResult) => Printed> {
  return ({ name, store, change, short, overriddenBy }) => ({
    stdout: short
      ? `${name}\n`
      : `${SENTENCES[change]} project ${JSON.stringify(name)} in store ${JSON.stringify(store)}.\n`,
    stderr: overriddenBy ? `warning: ${overriddenBy} is set and goes before the saved project\n` : '',
  });
}
