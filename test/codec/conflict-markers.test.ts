import { describe, expect, test } from '@jest/globals';
import { conflictMarkerLine } from '../../src/codec/conflict-markers.ts';
import { parseYaml, parseYamlDocuments } from '../../src/codec/parse-yaml.ts';

const text = ['a: 1', '<<<<<<< HEAD', 'b: 2', '=======', 'b: 3', '>>>>>>> theirs', ''].join('\n');

describe('conflict markers', () => {
  test.each([
    ['of a merge', text, 2],
    ['with the base', 'a: 1\nb: 2\n||||||| base\n', 3],
    ['of which one is left', 'a: 1\n>>>>>>> 1234567 (a commit)\n', 2],
    ['with the line ends of Windows', 'a: 1\r\n<<<<<<< HEAD\r\n', 2],
  ])('%s are found with their line', (_, given, line) => {
    expect(conflictMarkerLine(given)).toBe(line);
  });

  test.each(['a: 1\n', 'a: |\n  <<<<<<< HEAD\n', 'a: <<<<<<< HEAD\n', '<<<<<<<<\n'])('%j has none', (given) => {
    expect(conflictMarkerLine(given)).toBeUndefined();
  });

  test('are called conflict markers wherever YAML is read', async () => {
    const message = 'web.yaml:2:1: holds unresolved git conflict markers (line 2): finish the merge';
    await expect(parseYaml(text, 'web.yaml')).rejects.toMatchObject({ code: 'STORE_BROKEN', message });
    await expect(parseYamlDocuments(text, 'web.yaml')).rejects.toMatchObject({ message });
  });
});
