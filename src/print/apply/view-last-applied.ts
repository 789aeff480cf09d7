import { goJson } from '../../codec/go-json.ts';
import { printYaml } from '../../codec/yaml.ts';
import type { LastApplied, ViewLastAppliedRequest } from '../../commands/apply/view-last-applied.ts';
import type { Printed } from '../printed.ts';

/** `apply view-last-applied`: the configurations as they were recorded. */
export async function prepare({ output }: ViewLastAppliedRequest): Promise<(found: LastApplied) => Printed> {
  const print =
    output === 'yaml' ? printYaml : (value: unknown) => `${goJson(value, { keys: Object.keys, indent: '  ' })}\n`;
  return (found) => ({ stdout: found.map(print).join(''), data: true });
}
