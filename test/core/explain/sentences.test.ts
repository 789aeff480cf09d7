import { describe, expect, test } from '@jest/globals';
import { SENTENCES, sentencesOf, typesOf } from '../../../src/core/explain/sentences.ts';
import { KINDS } from '../../../src/core/kinds/kinds.ts';
import { REQUIRED } from '../../../src/core/schema/required.ts';
import { TABLES } from '../../../src/core/schema/tables.ts';
import { type SchemaType, type StructType, schemaOf } from '../../../src/core/schema/types.ts';

/** The fields of every struct of a table, by the name of the struct. */
function structs(text: string): Map<string, string[]> {
  const lines = text.trim().split('\n');
  return new Map(
    lines.flatMap((line): [string, string[]][] => {
      const [name = '', fields = ''] = line.split(/: ?(.*)/s);
      if (fields.startsWith('= ')) return [];
      return [[name, fields === '' ? [] : fields.split(', ').map((field) => field.split(' ', 1)[0] as string)]];
    }),
  );
}

const ofKinds = ['kind', 'apiVersion', 'metadata'];
const isKind = (fields: readonly string[]) => fields.includes('kind') && fields.includes('metadata');

describe.each(Object.entries(TABLES))('the types of %s', (table, text) => {
  const known = structs(text);
  const told = typesOf(table);

  test('every field has a sentence', () => {
    const silent = [...known].flatMap(([type, fields]) =>
      fields
        .filter((field) => !told.get(type)?.has(field) && !(isKind(fields) && ofKinds.includes(field)))
        .map((field) => `${type}.${field}`),
    );
    expect(silent).toEqual([]);
  });

  test('no sentence is without its field, and none is said twice', () => {
    const lines = (SENTENCES[table] ?? '').split('\n').filter((line) => /^[A-Z]/.test(line));
    const types = lines.map((line) => line.split(/[: ]/, 1)[0] as string);
    expect(new Set(types).size).toBe(types.length);
    const lost = [...told].flatMap(([type, sentences]) =>
      [...sentences.keys()]
        .filter((field) => (field === '' ? !isKind(known.get(type) ?? []) : !known.get(type)?.includes(field)))
        .map((field) => `${type}.${field}`),
    );
    expect(lost).toEqual([]);
  });

  test('what must be there is a field', () => {
    const required = (REQUIRED as Readonly<Record<string, string>>)[table] ?? '';
    const lost = [...structs(required)].flatMap(([type, fields]) =>
      fields.filter((field) => !known.get(type)?.includes(field)).map((field) => `${type}.${field}`),
    );
    expect(lost).toEqual([]);
  });
});

test('every sentence is one', () => {
  const sentences = Object.values(SENTENCES).flatMap((text) =>
    text.split('\n').flatMap((line) => (line.includes(': ') ? [line.slice(line.indexOf(': ') + 2)] : [])),
  );
  expect(sentences.length).toBeGreaterThan(1300);
  expect(sentences.filter((sentence) => !/^[A-Za-z$].*[^.]\.$/.test(sentence))).toEqual([]);
  expect(sentences.filter((sentence) => /\. [A-Z]/.test(sentence.replace(/\*\. /g, '')))).toEqual([]);
});

test.each(KINDS.map((kind) => [`${kind.group}/${kind.kind}`, kind] as const))(
  '%s: all of it is told',
  (_name, kind) => {
    const schema = schemaOf(kind) as StructType;
    expect(sentencesOf(schema).get('')).toBeTruthy();
    const seen = new Set<StructType>();
    const silent: string[] = [];
    const walk = (type: SchemaType): void => {
      if (type.is === 'list' || type.is === 'map') walk(type.of);
      if (type.is !== 'struct' || seen.has(type)) return;
      seen.add(type);
      for (const [name, field] of type.fields) {
        if (!sentencesOf(type).get(name)) silent.push(`${type.table}.${type.name}.${name}`);
        walk(field);
      }
    };
    walk(schema);
    expect(silent).toEqual([]);
  },
);
