import type { StructType } from '../schema/types.ts';
import { APPS } from './sentences/apps.ts';
import { BATCH } from './sentences/batch.ts';
import { BUILD } from './sentences/build.ts';
import { CONFIG } from './sentences/config.ts';
import { CORE } from './sentences/core.ts';
import { DEPLOY } from './sentences/deploy.ts';
import { IMAGE } from './sentences/image.ts';
import { META } from './sentences/meta.ts';
import { OWN } from './sentences/own.ts';
import { PODS } from './sentences/pods.ts';
import { VOLUMES } from './sentences/volumes.ts';

/**
 * The sentences by table. A line that begins with a capital begins a type: `Type`, `Type: what its objects are` for a kind,
 * or `Type = Other` for one whose fields mean what those of another mean. The lines below are `field: sentence`.
 */
export const SENTENCES: Readonly<Record<string, string>> = {
  meta: META,
  core: CORE + PODS + VOLUMES,
  apps: APPS,
  batch: BATCH,
  image: IMAGE,
  build: BUILD,
  deploy: DEPLOY,
  ...CONFIG,
  own: OWN,
};

/** What the fields mean that every kind has. */
const OF_KINDS: ReadonlyMap<string, string> = new Map([
  ['kind', 'The name of the type, such as ImageStream.'],
  ['apiVersion', 'The group and version of the type, such as image.openshift.io/v1.'],
  ['metadata', 'The name of the object, its labels and annotations, and what the API records about it.'],
]);

const read = new Map<string, ReadonlyMap<string, ReadonlyMap<string, string>>>();

/** The sentence of each field of a type, and of the type itself under the empty name where it is a kind. */
export function sentencesOf({ table, name, fields }: StructType): ReadonlyMap<string, string> {
  const own = typesOf(table).get(name) ?? new Map<string, string>();
  return fields.has('kind') && fields.has('metadata') ? new Map([...OF_KINDS, ...own]) : own;
}

/** The types of a table, each with its sentences. */
export function typesOf(table: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  let types = read.get(table);
  if (!types) {
    types = readTypes(SENTENCES[table] ?? '');
    read.set(table, types);
  }
  return types;
}

function readTypes(text: string): Map<string, Map<string, string>> {
  const types = new Map<string, Map<string, string>>();
  let fields = new Map<string, string>();
  for (const line of text.split('\n').filter(Boolean)) {
    const [, name = '', sentence = ''] = /^([^:=]+?)(?:: (.*))?$/.exec(line.split(' = ', 1)[0] as string) ?? [];
    if (!/^[A-Z]/.test(line)) fields.set(name, sentence);
    else {
      const [, other] = line.split(' = ');
      fields = new Map(other === undefined ? [] : [...(types.get(other) ?? [])].filter(([field]) => field !== ''));
      if (sentence) fields.set('', sentence);
      types.set(name, fields);
    }
  }
  return types;
}
