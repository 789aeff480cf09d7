import { sortedKeys } from '../../../core/byte-order.ts';
import { type EnvironmentChange, type Variable, variableName } from '../../../core/containers/environment.ts';
import { isJsonObject } from '../../../core/json/json-object.ts';
import { CONFIG_MAP, SECRET } from '../../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import { envNameProblems } from '../../../core/secrets/config-keys.ts';
import type { ParsedResources } from '../../arguments/resources.ts';
import { type Ports, refuse } from '../../command.ts';

/** What is to become of environments, as the command line says it. */
export interface WantedEnvironment {
  /** `NAME=VALUE`, `NAME-`, and `-` for lines of standard input. */
  words: readonly string[];
  /** The Secrets and ConfigMaps whose keys become variables. */
  from: ParsedResources | undefined;
  /** Only these keys of them; none for all. */
  keys: readonly string[];
  /** Stands before every name that is set. */
  prefix: string;
}

/** Takes `RESOURCE ... NAME=VALUE ... NAME-` apart, as `oc` does; undefined where a resource comes after a change. */
export function splitEnvironment(args: readonly string[]): { resources: string[]; words: string[] } | undefined {
  const isChange = (arg: string) => arg.indexOf('=', 1) > 0 || arg.endsWith('-');
  const first = args.findIndex(isChange);
  if (first < 0) return { resources: [...args], words: [] };
  const words = args.slice(first);
  return words.every(isChange) ? { resources: args.slice(0, first), words } : undefined;
}

/** Fails with ARGUMENT for what is no change, or contradicts another. Values are not quoted: they may be passwords. */
export async function readChange(wanted: WantedEnvironment, ports: Ports): Promise<EnvironmentChange> {
  const set: Variable[] = [];
  const remove: string[] = [];
  const named = new Set<string>();
  for (const word of wanted.words) {
    if (word === '-') set.push(...linesOf(await ports.files.readStdin()).map(assignment));
    else if (word.includes('=')) {
      const variable = assignment(word);
      named.add(variable.name);
      set.push(variable);
    } else if (word.endsWith('-')) remove.push(word.slice(0, -1));
    else refuse(`unknown environment variable: ${word}`);
  }
  if (remove.some((name) => named.has(name))) {
    refuse('can not both modify and remove the same environment variable in the same command');
  }
  set.push(...(await importedVariables(wanted, ports)));
  return { set: set.map((variable) => ({ ...variable, name: `${wanted.prefix}${variable.name}` })), remove };
}

function assignment(text: string): Variable {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  const problems = envNameProblems(name);
  if (problems.length > 0) refuse(`${JSON.stringify(name)} is not a valid key name: ${problems.join(';')}`);
  const value = text.slice(equals + 1);
  return { name, ...(value ? { value } : {}) };
}

/** The lines that assign something, without what stands behind `#`. */
function linesOf(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.map((line) => line.replace(/\r$/, '').replace(/#.*$/, '')).filter((line) => line.includes('='));
}

async function importedVariables({ from, keys }: WantedEnvironment, ports: Ports): Promise<Variable[]> {
  const variables: Variable[] = [];
  for (const { kind, names } of from?.selections ?? []) {
    if (kind !== SECRET && kind !== CONFIG_MAP) {
      refuse(`unsupported resource specified in --from: *${kind.version}.${kind.kind}`);
    }
    const field = kind === SECRET ? 'secretKeyRef' : 'configMapKeyRef';
    for (const name of names) {
      const { data } = await ports.api.get<KubeObject>(kind, ports.namespace, name);
      const all = isJsonObject(data) ? sortedKeys(data) : [];
      const wanted = all.filter((key) => keys.length === 0 || keys.includes(key));
      variables.push(...wanted.map((key) => ({ name: variableName(key), valueFrom: { [field]: { key, name } } })));
    }
  }
  return variables;
}
