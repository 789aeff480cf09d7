import { printYaml } from '../codec/yaml.ts';
import type { ResolveRequest } from '../commands/resolve/request.ts';
import type { ResolveResult } from '../commands/resolve.ts';
import { printJson } from './formats/document.ts';
import type { Printed } from './printed.ts';
import { safeText } from './text/safe-text.ts';

/** `resolve`: one pull spec or variable a line; as a document one object for one name, a list for several and for all. */
export async function prepare(request: ResolveRequest): Promise<(result: ResolveResult) => Printed> {
  return ({ resolutions, variables, errors, warnings }) => {
    const stderr = safeText(warnings.map((warning) => `warning: ${warning}\n`).join(''));
    if (request.output === 'text') {
      return { stdout: resolutions.map((r) => `${r.reference}\n`).join(''), stderr, errors };
    }
    if (request.output === 'env') {
      return { stdout: variables.map(({ name, value }) => `${name}=${value}\n`).join(''), stderr, errors };
    }
    const isList = request.all ? errors.length === 0 : request.names.length > 1;
    const value = isList ? resolutions : resolutions[0];
    if (value === undefined) return { stdout: '', stderr, errors };
    return { stdout: request.output === 'json' ? printJson(value) : printYaml(value), data: true, stderr, errors };
  };
}
