import { labelValueProblems, qualifiedNameProblems } from '../../core/selection/labels.ts';
import { refuse } from '../command.ts';

/** What `label` and `annotate` do to a map of an object's metadata. */
export interface MetadataChanges {
  set: Readonly<Record<string, string>>;
  remove: readonly string[];
}

/** Takes `RESOURCE ... KEY=VALUE ... KEY-` apart, as kubectl does. Fails with ARGUMENT. */
export function splitChanges(
  args: readonly string[],
  what: 'label' | 'annotation' | 'image',
): { resources: string[]; changes: string[] } {
  const isChange = (arg: string) => arg.indexOf('=') > 0 || (arg.endsWith('-') && arg !== '-');
  const first = args.findIndex(isChange);
  if (first < 0) return { resources: [...args], changes: [] };
  const changes = args.slice(first);
  const stray = changes.find((arg) => !isChange(arg));
  if (stray !== undefined) refuse(`all resources must be specified before ${what} changes: ${stray}`);
  return { resources: args.slice(0, first), changes };
}

/** Reads changes of labels. Fails with ARGUMENT, in kubectl's words. */
export function parseLabelChanges(changes: readonly string[]): MetadataChanges {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const change of changes) {
    const [key = '', value, ...more] = change.split('=');
    if (value === undefined) {
      remove.push(change.slice(0, -1));
      continue;
    }
    if (more.length > 0) refuse(`invalid label spec: ${change}`);
    const problems = labelValueProblems(value);
    if (problems.length > 0) refuse(`invalid label value: ${JSON.stringify(change)}: ${problems.join(';')}`);
    checkKey(key, 'label');
    set.set(key, value);
  }
  if (remove.some((key) => set.has(key))) refuse('can not both modify and remove a label in the same command');
  return { set: Object.fromEntries(set), remove };
}

/** Reads changes of annotations; a value may hold `=`. Fails with ARGUMENT, in kubectl's words. */
export function parseAnnotationChanges(changes: readonly string[]): MetadataChanges {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const change of changes) {
    const equals = change.indexOf('=');
    if (equals < 0) {
      remove.push(change.slice(0, -1));
      continue;
    }
    checkKey(change.slice(0, equals), 'annotation');
    set.set(change.slice(0, equals), change.slice(equals + 1));
  }
  const both = remove.filter((key) => set.has(key));
  if (both.length > 0) {
    refuse(`can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`);
  }
  return { set: Object.fromEntries(set), remove };
}

/** On a cluster the server says this, after the fact. */
function checkKey(key: string, what: string): void {
  const problems = qualifiedNameProblems(what === 'annotation' ? key.toLowerCase() : key);
  if (problems.length > 0) refuse(`invalid ${what} key ${JSON.stringify(key)}: ${problems.join('; ')}`);
}
