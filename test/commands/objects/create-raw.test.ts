import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const STREAMS = '/apis/image.openshift.io/v1/namespaces/demo/imagestreams';
const raw = (path: string, body: unknown) => {
  site.files.set('f.json', typeof body === 'string' ? body : JSON.stringify(body));
  return site.run('create', '--raw', path, '-f', 'f.json');
};
const stream = (more: object = {}) => ({
  kind: 'ImageStream',
  apiVersion: 'image.openshift.io/v1',
  metadata: { name: 'web' },
  ...more,
});

describe('create --raw', () => {
  test('posts a file, and prints what the API answers', async () => {
    const { status, stdout, stderr } = await raw(STREAMS, { metadata: { name: 'web' } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\{"kind":"ImageStream","apiVersion":"image.openshift.io\/v1","metadata":\{.*\n$/);
    expect((await site.api.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'web')).metadata.namespace).toBe('demo');
    expect((await raw('/api/v1/namespaces/other/configmaps?dryRun=All', { metadata: { name: 'c' } })).status).toBe(0);
  });

  const odd = stream({ spec: { nosuch: 1, tags: [{ name: 'a', extra: true }] } });
  const twice = '{"metadata":{"name":"web"},"spec":{"lookupPolicy":{},"lookupPolicy":{"local":true}}}';
  test.each<[string, unknown, string]>([
    ['', odd, 'Warning: unknown field "spec.nosuch"\nWarning: unknown field "spec.tags[0].extra"\n'],
    ['?fieldValidation=Warn', twice, 'Warning: duplicate field "spec.lookupPolicy"\n'],
    ['?fieldValidation=Ignore', odd, ''],
  ])('names with "%s" what is unknown or repeated', async (query, body, warnings) => {
    expect(await raw(`${STREAMS}${query}`, body)).toMatchObject({ status: 0, stderr: warnings });
  });

  const CANNOT = 'Error from server (BadRequest): ImageStream in version "v1" cannot be handled as a ImageStream: ';
  test.each<[string, unknown, string]>([
    [
      '?fieldValidation=Strict',
      odd,
      `${CANNOT}strict decoding error: unknown field "spec.nosuch", unknown field "spec.tags[0].extra"`,
    ],
    ['?fieldValidation=Strict', twice, `${CANNOT}strict decoding error: duplicate field "spec.lookupPolicy"`],
    [
      '',
      stream({ spec: { tags: 1 } }),
      `${CANNOT}json: cannot unmarshal number into Go struct field ImageStreamSpec.spec.tags of type []v1.TagReference`,
    ],
    [
      '?fieldValidation=x',
      odd,
      'The CreateOptions "" is invalid: fieldValidation: Unsupported value: "x": supported values: "", "Ignore", "Strict", "Warn"',
    ],
    [
      '?dryRun=x',
      odd,
      'The CreateOptions "" is invalid: dryRun: Unsupported value: []string{"x"}: supported values: "All"',
    ],
    ['', {}, 'The ImageStream "" is invalid: metadata.name: Required value: name or generateName is required'],
    [
      '',
      stream({ kind: 'Image' }),
      'Error from server (BadRequest): Image in version "v1" cannot be handled as a ImageStream: converting (v1.Image) to (image.ImageStream): unknown conversion',
    ],
    [
      '',
      stream({ metadata: { name: 'a', namespace: 'b' } }),
      'Error from server (BadRequest): the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      '',
      '{"kind": fulse',
      `Error from server (BadRequest): the object provided is unrecognized (must be of type ImageStream): couldn't get version/kind; json parse error: invalid character 'u' in literal false (expecting 'a') ({"kind": fulse)`,
    ],
    [
      '',
      'kind: ImageStream',
      `Error from server (BadRequest): the object provided is unrecognized (must be of type ImageStream): couldn't get version/kind; json parse error: invalid character 'k' looking for beginning of value (6b696e643a20496d61676553747265616d)`,
    ],
    [
      '',
      '{"a": {',
      `Error from server (BadRequest): the object provided is unrecognized (must be of type ImageStream): couldn't get version/kind; json parse error: unexpected end of JSON input ({"a": {)`,
    ],
  ])('%s %j is refused', async (query, body, why) => {
    expect(await raw(`${STREAMS}${query}`, body)).toEqual({ status: 1, stdout: '', stderr: `${why}\n` });
    await expect(site.api.api.get(IMAGE_STREAM, 'demo', 'web')).rejects.toThrow('not found');
  });

  test.each([['/apis/x/v1/namespaces/demo/imagestreams'], ['/apis/image.openshift.io/v1/imagestreams'], ['/healthz']])(
    'the path %s leads nowhere',
    async (path) => {
      expect((await raw(path, {})).stderr).toBe(
        'Error from server (NotFound): the server could not find the requested resource\n',
      );
    },
  );

  test.each([
    [['-f', 'f.json', '-f', 'g.json'], 'error: --raw can only use a single local file or stdin'],
    [['-f', 'https://x.example/a'], 'error: --raw cannot read from a url'],
    [['-f', 'f.json', '-R'], 'error: --raw and --recursive are mutually exclusive'],
    [['-f', 'f.json', '-l', 'a=b'], 'error: --raw and --selector (-l) are mutually exclusive'],
    [['-f', 'f.json', '-o', 'name'], 'error: --raw and --output are mutually exclusive'],
  ])('%j does not fit', async (args, why) => {
    const { status, stderr } = await site.run('create', '--raw', STREAMS, ...args);
    expect({ status, stderr: stderr.slice(0, why.length) }).toEqual({ status: 1, stderr: why });
  });
});
