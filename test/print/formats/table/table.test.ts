import { describe, expect, test } from '@jest/globals';
import { findKind, type ResourceKind } from '../../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../../src/core/objects/meta.ts';
import { printTable, printTables, type Table, tablePrinter } from '../../../../src/print/formats/table/table.ts';

const object = (name: string, labels?: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name, namespace: 'demo', ...(labels ? { labels } : {}) },
});

const table = (word: string, ...rows: [KubeObject, string, string][]): Table => ({
  kind: findKind(word) as ResourceKind,
  columns: [{ name: 'Name' }, { name: 'Image Reference' }, { name: 'Image Name', wide: true }],
  rows: rows.map(([owner, reference, name]) => ({ cells: [owner.metadata.name, reference, name], object: owner })),
});

const web = object('web', { tier: 'front', 'example.com/team': 'mars' });
const one = table('is', [web, 'quay.io/a', 'sha256:1'], [object('longer-name'), '', 'sha256:2']);

describe('printTable', () => {
  test('three spaces between columns, the last one not padded', () => {
    expect(printTable(one)).toBe('NAME          IMAGE REFERENCE\nweb           quay.io/a\nlonger-name   \n');
  });

  test('nothing without rows, not even headers', () => {
    expect(printTable({ ...one, rows: [] })).toBe('');
  });

  test.each<[string, object, string]>([
    [
      'wide',
      { wide: true, noHeaders: true },
      'web           quay.io/a   sha256:1\nlonger-name               sha256:2\n',
    ],
    ['no headers', { noHeaders: true }, 'web           quay.io/a\nlonger-name   \n'],
    [
      'namespaces',
      { withNamespace: true },
      'NAMESPACE   NAME          IMAGE REFERENCE\ndemo        web           quay.io/a\ndemo        longer-name   \n',
    ],
    [
      'kinds',
      { withKind: true, noHeaders: true },
      'imagestream.image.openshift.io/web           quay.io/a\nimagestream.image.openshift.io/longer-name   \n',
    ],
    [
      'labels',
      { showLabels: true, noHeaders: true },
      'web           quay.io/a   example.com/team=mars,tier=front\nlonger-name               <none>\n',
    ],
    [
      'label columns',
      { labelColumns: ['example.com/team', 'tier'] },
      'NAME          IMAGE REFERENCE   TEAM     TIER\nweb           quay.io/a         mars     front\nlonger-name                     <none>   <none>\n',
    ],
  ])('with %s', (_, options, text) => {
    expect(printTable(one, options)).toBe(text);
  });

  test('a cluster-scoped kind has no namespace column', () => {
    expect(printTable(table('images', [web, 'x', 'y']), { withNamespace: true, noHeaders: true })).toBe('web   x\n');
  });

  test('a cell ends at its first line break, and steers no terminal', () => {
    expect(printTable(table('is', [web, 'first\nsecond', '']), { noHeaders: true })).toBe('web   first...\n');
    expect(printTable(table('is', [web, '\u001b[2Jx', '']), { noHeaders: true })).toBe('web   ^[[2Jx\n');
  });
});

describe('printTables', () => {
  const secrets = table('secrets', [object('pull'), 'x', '']);

  test('one table has plain names', () => {
    expect(printTables([secrets], { noHeaders: true })).toBe('pull   x\n');
  });

  test('several have their kinds in front, and an empty line between them', () => {
    expect(printTables([secrets, table('is', [web, 'y', ''])])).toBe(
      'NAME          IMAGE REFERENCE\nsecret/pull   x\n\nNAME                                 IMAGE REFERENCE\nimagestream.image.openshift.io/web   y\n',
    );
  });

  test('an empty table counts for the names, and is not shown', () => {
    expect(printTables([{ ...one, rows: [] }, secrets], { noHeaders: true })).toBe('secret/pull   x\n');
  });

  test('without headers there is no empty line', () => {
    expect(printTables([secrets, secrets], { noHeaders: true })).toBe('secret/pull   x\nsecret/pull   x\n');
  });
});

test('rows that come later keep the columns of those before, and bring no headers', () => {
  const print = tablePrinter();
  expect(print(table('is', [object('longer-name'), 'quay.io/a', '']))).toBe(
    'NAME          IMAGE REFERENCE\nlonger-name   quay.io/a\n',
  );
  expect(print(table('is', [web, 'quay.io/b', '']))).toBe('web           quay.io/b\n');
  expect(print({ ...one, rows: [] })).toBe('');
});
