import { describe, expect, test } from '@jest/globals';
import { KINDS, resourceName } from '../../src/core/kinds/kinds.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const run = (...argv: string[]) => runInProcess(anImageApi(), ['explain', ...argv]);
/** What is not a sentence: the heads, and the fields with their types. */
const shape = (text: string) => text.split('\n').filter((line) => /^\S|\t/.test(line));

describe('explain', () => {
  test('a kind', async () => {
    const { status, stdout, stderr } = await run('is');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`KIND:     ImageStream
VERSION:  image.openshift.io/v1

DESCRIPTION:
     A named set of tags, each of which points at an image and remembers those
     that it has had.

FIELDS:
   apiVersion\t<string>
     The group and version of the type, such as image.openshift.io/v1.

   kind\t<string>
     The name of the type, such as ImageStream.

   metadata\t<Object>
     The name of the object, its labels and annotations, and what the API
     records about it.

   spec\t<Object>
     What the tags are to follow.

   status\t<Object>
     What the tags point at, and have pointed at before.

`);
  });

  test.each<[string[], string[]]>([
    [
      ['is.spec.tags'],
      [
        'RESOURCE: tags <[]Object>',
        'DESCRIPTION:',
        'FIELDS:',
        '   annotations\t<map[string]string>',
        '   from\t<Object>',
        '   generation\t<integer>',
        '   importPolicy\t<Object>',
        '   name\t<string> -required-',
        '   reference\t<boolean>',
        '   referencePolicy\t<Object>',
      ],
    ],
    [['is.spec.tags.importPolicy.scheduled'], ['FIELD:    scheduled <boolean>', 'DESCRIPTION:']],
    [['imagestream.metadata.labels.'], ['FIELD:    labels <map[string]string>', 'DESCRIPTION:']],
    [
      ['is.spec.tags.importPolicy', '--recursive'],
      [
        'RESOURCE: importPolicy <Object>',
        'DESCRIPTION:',
        'FIELDS:',
        '   importMode\t<string>',
        '   insecure\t<boolean>',
        '   scheduled\t<boolean>',
      ],
    ],
    [
      ['is.status', '--recursive', '--api-version=image.openshift.io/v1'],
      [
        'RESOURCE: status <Object>',
        'DESCRIPTION:',
        'FIELDS:',
        '   dockerImageRepository\t<string>',
        '   publicDockerImageRepository\t<string>',
        '   tags\t<[]Object>',
        '      conditions\t<[]Object>',
        '         generation\t<integer>',
        '         lastTransitionTime\t<string>',
        '         message\t<string>',
        '         reason\t<string>',
        '         status\t<string>',
        '         type\t<string>',
        '      items\t<[]Object>',
        '         created\t<string>',
        '         dockerImageReference\t<string>',
        '         generation\t<integer>',
        '         image\t<string>',
        '      tag\t<string>',
      ],
    ],
  ])('%j', async (argv, lines) => {
    const { status, stdout } = await run(...argv);
    expect(status).toBe(0);
    expect(shape(stdout)).toEqual(['KIND:     ImageStream', 'VERSION:  image.openshift.io/v1', ...lines]);
  });

  test.each([
    ['images', 'image.openshift.io/v1'],
    ['image.config.openshift.io', 'config.openshift.io/v1'],
    ['images.config.openshift.io.spec.registrySources', 'config.openshift.io/v1'],
  ])('%s is of %s', async (word, version) => {
    expect(shape((await run(word)).stdout).slice(0, 2)).toEqual(['KIND:     Image', `VERSION:  ${version}`]);
  });

  test.each(KINDS.map(resourceName))(
    '%s: every level of it is listed, no line is longer than 80 cells',
    async (word) => {
      const { status, stdout } = await run(word);
      expect(status).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      const [plain, recursive] = [shape(stdout), shape((await run(word, '--recursive')).stdout)];
      expect(recursive).toEqual(expect.arrayContaining(plain.filter((line) => !line.endsWith('-required-'))));
    },
  );

  test.each<[string[], string]>([
    [
      [],
      'error: You must specify the type of resource to explain. Use "imagestream api-resources" for a complete list of supported resources.\n',
    ],
    [['is', 'a'], 'error: We accept only this format: explain RESOURCE\n'],
    [
      ['nosuch'],
      `the server doesn't have a resource type "nosuch"\nhint: "imagestream api-resources" lists the types\n`,
    ],
    [['imagestreem.spec'], `the server doesn't have a resource type "imagestreem"\nhint: Did you mean imagestream?\n`],
    [['is.spec.nosuch'], 'error: field "nosuch" does not exist\n'],
    [['is.spec.tag'], 'error: field "tag" does not exist\nhint: Did you mean tags?\n'],
    [['is.metadata.name.x'], 'error: field "x" does not exist\n'],
    [['is', '--api-version=nosuch/v1'], `error: couldn't find resource for "nosuch/v1, Kind=ImageStream"\n`],
    [['is', '--api-version=v1'], `error: couldn't find resource for "/v1, Kind=ImageStream"\n`],
    [
      ['nodes'],
      'error: nodes: only a cluster has these, they need machines; a store holds files, and nothing runs in it\n',
    ],
    [['is', '--output=json'], 'error: unrecognized format: json\nhint: There is one format, plaintext\n'],
  ])('%j is refused', async (argv, stderr) => {
    expect(await run(...argv)).toEqual({ status: 1, stdout: '', stderr });
  });
});
