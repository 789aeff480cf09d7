import { printYaml } from '../codec/yaml.ts';
import type { ResolveRequest, ResolveResult } from '../commands/resolve.ts';
import { printJson } from './formats/document.ts';
import type { Printed } from './printed.ts';
import { safeText } from './text/safe-text.ts';

/** `resolve`: one pull spec a line; with `-o` one object for one name, a list for several. */
export async function prepare(request: ResolveRequest): Promise<(result: ResolveResult) => Printed> {
  return ({ resolutions, errors, warnings }) => {
    const stderr = safeText(warnings.map((warning) => `warning: ${warning}\n`).join(''));
    if (request.output === 'text') {
      return { stdout: resolutions.map((r) => `${r.reference}\n`).join(''), stderr, errors };
    }
    const value = request.names.length === 1 ? resolutions[0] : resolutions;
    if (value === undefined) return { stdout: '', stderr, errors };
    return { stdout: request.output === 'json' ? printJson(value) : printYaml(value), data: true, stderr, errors };
  };
}
