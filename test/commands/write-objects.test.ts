import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM, SECRET } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const run = (...argv: string[]) => site.run(...argv);
const stream = (name: string, namespace = 'demo') => site.api.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
const isYaml = (name: string, more = '') =>
  `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: ${name}\n${more}`;
const REFERENCE_TAG = `spec:
  tags:
  - name: one
    reference: true
    from: {kind: DockerImage, name: "quay.io/team/app:1"}
`;

describe('create -f', () => {
  test('creates every object of files, of Lists and of standard input', async () => {
    site.files.set('a.yaml', `${isYaml('a')}---\n${isYaml('b')}`);
    site.files.set(
      '-',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }],
      }),
    );
    expect(await run('create', '-f', 'a.yaml', '-f', '-')).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/a created\nimagestream.image.openshift.io/b created\nsecret/s created\n',
      stderr: '',
    });
  });

  test('items of a typed list need no type of their own', async () => {
    site.files.set(
      'l.yaml',
      'apiVersion: image.openshift.io/v1\nkind: ImageStreamList\nitems:\n- metadata: {name: a}\n',
    );
    expect((await run('create', '-f', 'l.yaml')).stdout).toBe('imagestream.image.openshift.io/a created\n');
  });

  test('what cannot be created is an error beside the others, with its file', async () => {
    site.files.set('a.yaml', isYaml('a'));
    await run('create', '-f', 'a.yaml');
    site.files.set('b.yaml', `${isYaml('b')}---\nkind: [\n---\n${isYaml('c')}`);
    expect(await run('create', '-f', 'a.yaml,b.yaml')).toEqual({
      status: 1,
      stdout: 'imagestream.image.openshift.io/b created\nimagestream.image.openshift.io/c created\n',
      stderr: expect.stringMatching(
        /^error: error parsing b\.yaml:\d+:\d+: .*\n(hint: .*\n)?Error from server \(AlreadyExists\): error when creating "a\.yaml": imagestreams\.image\.openshift\.io "a" already exists\n$/,
      ),
    });
  });

  test.each([
    [
      'an unknown kind',
      'apiVersion: v1\nkind: Widget\nmetadata: {name: x}\n',
      'error: resource mapping not found for name: "x" namespace: "" from "f.yaml": no matches for kind "Widget" in version "v1"\nensure CRDs are installed first\n',
    ],
    [
      'the apiVersion of long ago',
      'apiVersion: v1\nkind: ImageStream\nmetadata: {name: x}\n',
      'error: resource mapping not found for name: "x" namespace: "" from "f.yaml": no matches for kind "ImageStream" in version "v1"\nensure CRDs are installed first\nhint: Objects of kind ImageStream have the apiVersion image.openshift.io/v1\n',
    ],
    [
      'no kind',
      'apiVersion: v1\nmetadata: {name: x}\n',
      `error: unable to decode "f.yaml": Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"name":"x"}}'\n`,
    ],
    [
      'a number for a label',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x, labels: {a: 1}}\n`,
      'error: unable to decode "f.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string\n',
    ],
    [
      'no name',
      'apiVersion: v1\nkind: Secret\nmetadata: {}\n',
      'error: error when creating "f.yaml": resource name may not be empty\n',
    ],
    ['nothing', '# empty\n', 'error: no objects passed to create\n'],
  ])('%s is refused', async (_name, text, stderr) => {
    site.files.set('f.yaml', text);
    expect(await run('create', '-f', 'f.yaml')).toEqual({ status: 1, stdout: '', stderr });
  });

  test.each([
    [['replace'], 'error: error when replacing "f.yaml": resource name may not be empty\n'],
    [['replace', '--force'], 'error: error when replacing "f.yaml": resource name may not be empty\n'],
    [['apply', 'set-last-applied', '--create-annotation'], 'error: resource name may not be empty\n'],
  ])('%j wants a name, and takes none that is to be made up', async (words, stderr) => {
    site.files.set('f.yaml', 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {generateName: x}\n');
    expect(await run(...words, '-f', 'f.yaml')).toEqual({ status: 1, stdout: '', stderr });
  });

  test('the namespace of an object counts, unless -n says another one', async () => {
    site.files.set('f.yaml', isYaml('x', '  namespace: a\n'));
    expect(await run('create', '-f', 'f.yaml', '-n', 'b')).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: the namespace from the provided object "a" does not match the namespace "b". You must pass '--namespace=a' to perform this operation.\n`,
    });
    expect((await run('create', '-f', 'f.yaml')).status).toBe(0);
    expect((await stream('x', 'a')).metadata.namespace).toBe('a');
  });

  test.each([
    [['create'], 'error: must specify one of -f and -k\n'],
    [['create', 'widget'], 'error: unknown command "widget"\nSee \'imagestream create -h\' for help and examples\n'],
    [['create', '-f', 'nope.yaml'], 'error: the path "nope.yaml" does not exist\n'],
  ])('%j', async (argv, stderr) => {
    expect(await run(...argv)).toEqual({ status: 1, stdout: '', stderr });
  });

  test('an import that names no policies is made with those that count then', async () => {
    const digest = site.api.registry.push('quay.io/team/app:1');
    const images = '  images:\n  - from: {kind: DockerImage, name: "quay.io/team/app:1"}\n    to: {name: "1"}\n';
    const head = 'apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\n';
    site.files.set('f.yaml', `${head}spec:\n  import: true\n${images}`);
    const { status, stderr } = await run('create', '-f', 'f.yaml');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { spec, status: found } = await stream('app');
    expect(found.tags?.[0]?.items?.[0]?.image).toBe(digest);
    expect(spec.tags?.[0]).toMatchObject({ name: '1', referencePolicy: { type: 'Source' } });
  });

  test('a dry run writes nothing', async () => {
    site.files.set('f.yaml', isYaml('x'));
    expect((await run('create', '-f', 'f.yaml', '--dry-run=client')).stdout).toBe(
      'imagestream.image.openshift.io/x created (dry run)\n',
    );
    expect((await run('create', '-f', 'f.yaml', '--dry-run=server')).stdout).toBe(
      'imagestream.image.openshift.io/x created (server dry run)\n',
    );
    expect((await run('create', '-f', 'f.yaml', '--dry-run', '-o', 'name')).stderr).toBe(
      'Warning: --dry-run is deprecated and can be replaced with --dry-run=client.\n',
    );
    await expect(stream('x')).rejects.toMatchObject({ status: { reason: 'NotFound' } });
    expect((await run('create', '-f', 'f.yaml', '--dry-run=maybe')).stderr).toBe(
      'error: Invalid dry-run value (maybe). Must be "none", "server", or "client".\n',
    );
  });
});

describe('apply', () => {
  test('creates, does nothing, and changes; a second apply changes no byte', async () => {
    site.files.set('f.yaml', isYaml('x', REFERENCE_TAG));
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/x created\n');
    const first = await stream('x');
    expect(first.metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration']).toBe(
      '{"apiVersion":"image.openshift.io/v1","kind":"ImageStream","metadata":{"annotations":{},"name":"x","namespace":"demo"},"spec":{"tags":[{"from":{"kind":"DockerImage","name":"quay.io/team/app:1"},"name":"one","reference":true}]}}\n',
    );
    site.api.pass(60);
    expect(await run('apply', '-f', 'f.yaml')).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/x unchanged\n',
      stderr: '',
    });
    expect(await stream('x')).toEqual(first);
    site.files.set('f.yaml', isYaml('x', REFERENCE_TAG.replace('app:1', 'app:2')));
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/x configured\n');
    expect((await stream('x')).status.tags?.[0]?.items?.[0]?.dockerImageReference).toBe('quay.io/team/app:2');
  });

  test('imports tags that point at images elsewhere, once', async () => {
    const digest = site.api.registry.push('quay.io/team/app:1');
    site.files.set('f.yaml', isYaml('x', REFERENCE_TAG.replace('    reference: true\n', '')));
    await run('apply', '-f', 'f.yaml');
    expect((await stream('x')).status.tags?.[0]?.items?.[0]?.image).toBe(digest);
    const asked = site.api.registry.asked.length;
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/x unchanged\n');
    expect(site.api.registry.asked.length).toBe(asked);
  });

  test('removes a tag that the file says no more, and keeps those of others', async () => {
    site.files.set('f.yaml', isYaml('x', REFERENCE_TAG));
    await run('apply', '-f', 'f.yaml');
    await run('tag', '--reference', 'quay.io/other/app:3', 'x:theirs');
    site.files.set(
      'f.yaml',
      isYaml('x', REFERENCE_TAG.replace('one', 'two').replace('spec:', 'spec:\n  lookupPolicy: {local: true}')),
    );
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/x configured\n');
    const { spec } = await stream('x');
    expect(spec.tags?.map(({ name }) => name)).toEqual(['theirs', 'two']);
    expect(spec.lookupPolicy.local).toBe(true);
  });

  test('what an export says about status, times and generations counts for nothing', async () => {
    site.files.set(
      'f.yaml',
      isYaml('x', '  creationTimestamp: null\n  generation: 7\nstatus: {dockerImageRepository: elsewhere}\n'),
    );
    await run('apply', '-f', 'f.yaml');
    const first = await stream('x');
    expect(first.metadata.generation).toBe(1);
    expect(first.status.dockerImageRepository).toBe('');
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/x configured\n');
    expect(await stream('x')).toEqual(first);
  });

  test('an object that was made otherwise gets the record, with a warning', async () => {
    await run('create', 'is', 'x');
    site.files.set('f.yaml', isYaml('x'));
    const { stdout, stderr } = await run('apply', '-f', 'f.yaml');
    expect(stdout).toBe('imagestream.image.openshift.io/x configured\n');
    expect(stderr).toMatch(
      /^Warning: resource imagestreams\/x is missing the kubectl\.kubernetes\.io\/last-applied-configuration annotation which is required by imagestream apply\. /,
    );
    expect((await run('apply', '-f', 'f.yaml')).stderr).toBe('');
  });

  test('of a secret only the keys are recorded', async () => {
    const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n${data}`;
    const stored = () => site.api.api.get<KubeObject>(SECRET, 'demo', 's');
    site.files.set('f.yaml', secret('data: {old: c2VjcmV0, kept: c2VjcmV0}\n'));
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('secret/s created\n');
    expect(JSON.stringify((await stored()).metadata)).not.toContain('c2VjcmV0');
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('secret/s unchanged\n');
    site.files.set('f.yaml', secret('data: {kept: bmV3}\n'));
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('secret/s configured\n');
    expect((await stored()).data).toEqual({ kept: 'bmV3' });
  });

  test('a stale version is a conflict, and nothing changes', async () => {
    site.files.set('f.yaml', isYaml('x'));
    await run('apply', '-f', 'f.yaml');
    const before = await stream('x');
    site.files.set('f.yaml', isYaml('x', '  resourceVersion: "1"\nspec: {lookupPolicy: {local: true}}\n'));
    const { status, stderr } = await run('apply', '-f', 'f.yaml');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Error from server \(Conflict\): error when applying "f\.yaml": Operation cannot be fulfilled on imagestreams\.image\.openshift\.io "x": /,
    );
    expect(await stream('x')).toEqual(before);
  });

  test('an invalid object is refused with its reasons', async () => {
    site.files.set('f.yaml', isYaml('Bad_Name'));
    expect(await run('apply', '-f', 'f.yaml')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'The ImageStream "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": must match "[a-z0-9]+(?:[._-][a-z0-9]+)*"\n' +
        'hint: "Bad_Name" has a capital letter; names of streams have small letters and digits, with single dots, dashes or underscores between them: bad_name\n',
    });
  });

  test.each([
    ['--prune', /--prune is not supported/],
    ['--server-side', /--server-side is not supported/],
    ['-k=overlays', /kustomizations cannot be built here\nhint: .*kustomize build/],
  ])('%s is refused with a way out', async (flag, message) => {
    site.files.set('f.yaml', isYaml('x'));
    const { status, stderr } = await run('apply', '-f', 'f.yaml', flag);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('several objects with -o yaml are a List', async () => {
    site.files.set('f.yaml', `${isYaml('a')}---\n${isYaml('b')}`);
    expect((await run('apply', '-f', 'f.yaml', '-o', 'yaml')).stdout).toMatch(
      /^apiVersion: v1\nitems:\n[\s\S]*kind: List\n/,
    );
  });
});

describe('replace', () => {
  test('what the file does not say is gone, but for the status', async () => {
    site.files.set('f.yaml', isYaml('x', REFERENCE_TAG));
    await run('create', '-f', 'f.yaml');
    site.files.set('f.yaml', isYaml('x', `  labels: {a: b}\n${REFERENCE_TAG.replace('one', 'two')}`));
    expect((await run('replace', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/x replaced\n');
    const replaced = await stream('x');
    expect(replaced.spec.tags?.map(({ name }) => name)).toEqual(['two']);
    expect(replaced.metadata.labels).toEqual({ a: 'b' });
    expect(replaced.metadata.uid).toBe('uid-1');
  });

  test('what is not there cannot be replaced, but by force', async () => {
    site.files.set('f.yaml', isYaml('x'));
    expect((await run('replace', '-f', 'f.yaml')).stderr).toBe(
      'Error from server (NotFound): error when replacing "f.yaml": imagestreams.image.openshift.io "x" not found\n',
    );
    expect((await run('replace', '--force', '-f', 'f.yaml')).stdout).toBe(
      'imagestream.image.openshift.io/x replaced\n',
    );
    expect((await run('replace', '--force', '-f', 'f.yaml')).stdout).toBe(
      'imagestream.image.openshift.io "x" deleted\nimagestream.image.openshift.io/x replaced\n',
    );
  });

  test('a stale version is a conflict', async () => {
    await run('create', 'is', 'x');
    site.files.set('f.yaml', isYaml('x', '  resourceVersion: "1"\n'));
    const { status, stderr } = await run('replace', '-f', 'f.yaml');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^Error from server \(Conflict\): error when replacing "f\.yaml": /),
    ]);
  });
});

describe('create imagestream', () => {
  test.each([
    [['create', 'is', 'x'], 0, 'imagestream.image.openshift.io/x created\n', ''],
    [['create', 'imagestream', 'x', '-o', 'name'], 0, 'imagestream.image.openshift.io/x\n', ''],
    [['create', 'is', 'x', '--dry-run=server'], 0, 'imagestream.image.openshift.io/x created (server dry run)\n', ''],
    [
      ['create', 'is'],
      1,
      '',
      "error: exactly one NAME is required, got 0\nSee 'imagestream create imagestream -h' for help and examples\n",
    ],
    [
      ['create', 'is', 'a', 'b'],
      1,
      '',
      "error: exactly one NAME is required, got 2\nSee 'imagestream create imagestream -h' for help and examples\n",
    ],
    [
      ['create', 'is', 'there'],
      1,
      '',
      'Error from server (AlreadyExists): imagestreams.image.openshift.io "there" already exists\n',
    ],
  ])('%j', async (argv, status, stdout, stderr) => {
    await run('create', 'is', 'there');
    expect(await run(...argv)).toEqual({ status, stdout, stderr });
  });

  test('a client dry run shows the bare object', async () => {
    expect(
      (await run('create', 'is', 'x', '--lookup-local', '--dry-run=client', '-o', 'yaml')).stdout,
    ).toBe(`apiVersion: image.openshift.io/v1
kind: ImageStream
metadata:
  creationTimestamp: null
  name: x
spec:
  lookupPolicy:
    local: true
status:
  dockerImageRepository: ""
`);
    await expect(stream('x')).rejects.toMatchObject({ status: { reason: 'NotFound' } });
  });

  test('JSON has kind first', async () => {
    expect((await run('create', 'is', 'x', '-o', 'json')).stdout).toMatch(
      /^\{\n {4}"kind": "ImageStream",\n {4}"apiVersion"/,
    );
  });
});

describe('create imagestreamtag', () => {
  test.each([
    [['--from-image=quay.io/team/app:1', '--reference'], { kind: 'DockerImage', name: 'quay.io/team/app:1' }],
    [['--from=base:1'], { kind: 'ImageStreamTag', name: 'base:1' }],
    [['--from=:other'], { kind: 'ImageStreamTag', name: 'other' }],
    [['--from=ruby'], { kind: 'ImageStreamTag', name: 'ruby' }],
    [[], undefined],
  ])('%j', async (flags, from) => {
    await run('tag', '--reference', 'quay.io/base/base:1', 'base:1');
    expect(await run('create', 'istag', 'web:1', ...flags)).toEqual({
      status: 0,
      stdout: 'imagestreamtag.image.openshift.io/web:1 created\n',
      stderr: '',
    });
    expect((await stream('web')).spec.tags?.find(({ name }) => name === '1')?.from).toEqual(from);
  });

  test('flags and annotations land in the tag, and the image is imported at once', async () => {
    const digest = site.api.registry.push('quay.io/team/app:1');
    await run(
      'create',
      'istag',
      'web:1',
      '--from-image=quay.io/team/app:1',
      '--scheduled',
      '--insecure',
      '--reference-policy=LOCAL',
      '--annotation=a=b,c=d=e',
    );
    const { spec, status } = await stream('web');
    expect(spec.tags?.[0]).toMatchObject({
      annotations: { a: 'b', c: 'd=e' },
      importPolicy: { scheduled: true, insecure: true },
      referencePolicy: { type: 'Local' },
    });
    expect(status.tags?.[0]?.items?.[0]?.image).toBe(digest);
  });

  test.each([
    [['web:1', '--reference-policy=x'], 'error: valid values for --reference-policy are: source, local\n'],
    [
      [],
      "error: exactly one NAME is required, got 0\nSee 'imagestream create imagestreamtag -h' for help and examples\n",
    ],
    [['web:1', '--annotation=k-'], 'error: annotations must be of the form name=value\n'],
    [['web:1', '--from=a:1', '--from-image=b'], 'error: --from and --from-image may not be used together\n'],
    [
      ['web:1', '--from=A'],
      'error: Invalid --from, must be a valid image stream tag or image stream image: repository name must be lowercase\n',
    ],
    [['web:1', '--from=quay.io/a/b:1'], 'error: Invalid --from, registry may not be specified\n'],
    [['web'], 'Error from server: "web" must be of the form <stream_name>:<tag>\n'],
    [['there:1'], 'Error from server (AlreadyExists): imagestreamtag.image.openshift.io "there:1" already exists\n'],
  ])('%j is refused', async (args, stderr) => {
    await run('create', 'istag', 'there:1');
    expect(await run('create', 'istag', ...args)).toEqual({ status: 1, stdout: '', stderr });
  });

  test('-A works, with a warning', async () => {
    expect((await run('create', 'istag', 'web:1', '-A', 'a=b')).stderr).toBe(
      'Flag shorthand -A has been deprecated, please use --annotation instead.\n',
    );
    expect((await stream('web')).spec.tags?.[0]?.annotations).toEqual({ a: 'b' });
  });
});
