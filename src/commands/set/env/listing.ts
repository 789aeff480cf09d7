import { type EnvironmentHolder, referenceText, variablesOf } from '../../../core/containers/environment.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import { isAppError } from '../../../errors.ts';
import type { ResolveReference } from './resolve.ts';

/** Lines of `--list`, and sentences about references that could not be resolved. */
export interface Listing {
  lines: string[];
  problems: string[];
}

/**
 * The environment of one container or build, in the standard form. References are comments.
 * @param name of the object, in front of the lines
 * @param resolve makes values of the references; undefined to show them as such
 */
export async function listEnvironment(
  name: string,
  object: KubeObject,
  holder: EnvironmentHolder,
  resolve: ResolveReference | undefined,
): Promise<Listing> {
  const isBuild = holder.container === undefined;
  const lines = [isBuild ? `# ${name}` : `# ${name}, container ${holder.container}`];
  const failed = new Map<string, string[]>();
  for (const { name: variable, value = '', valueFrom } of variablesOf(holder)) {
    // Builds have no other values in oc's eyes.
    let shown: string | undefined = !valueFrom || isBuild ? value : undefined;
    if (shown === undefined && resolve) {
      try {
        shown = await resolve(valueFrom, object);
      } catch (error) {
        if (!isAppError(error)) throw error;
        failed.set(error.message, [...(failed.get(error.message) ?? []), variable]);
      }
    }
    lines.push(shown === undefined ? `# ${variable} from ${referenceText(valueFrom)}` : `${variable}=${shown}`);
  }
  const problems = [...failed].map(
    ([why, names]) => `error retrieving reference for ${names.sort().join(', ')}: ${why}`,
  );
  return { lines, problems: problems.sort() };
}
