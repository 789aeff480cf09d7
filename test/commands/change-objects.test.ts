import { beforeEach, describe, expect, test } from '@jest/globals';
import { CLUSTER_IMAGE_CONFIG, IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import { findKind, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';

let site: ObjectCommands;
beforeEach(async () => {
  site = objectCommands();
  await site.run('tag', '--reference', 'quay.io/team/app:1', 'app:1');
  await site.run('tag', '--reference', 'quay.io/team/app:2', 'app:2');
});

const run = (...argv: string[]) => site.run(...argv);
const stream = (name: string) => site.api.api.get<ImageStream>(IMAGE_STREAM, 'demo', name);
/** @param there the streams that there are */
const notFound = (name: string, there: string) =>
  `Error from server (NotFound): imagestreams.image.openshift.io "${name}" not found\n` +
  `hint: Image streams in the namespace "demo" of /store: ${there}\n`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: main, image: app}
      - {name: side, image: busybox}
`;

/** What is said below a type that nothing comes near. */
const TYPES = 'hint: "imagestream api-resources" lists the types\n';

describe('delete', () => {
  beforeEach(async () => {
    await run('create', 'is', 'b');
    await run('label', 'is/b', 'team=mars');
  });

  test.each([
    [['is', 'app'], 0, 'imagestream.image.openshift.io "app" deleted\n', ''],
    [['istag/app:1'], 0, 'imagestreamtag.image.openshift.io "app:1" deleted\n', ''],
    [['is', 'app', 'b', '-o', 'name'], 0, 'imagestream.image.openshift.io/app\nimagestream.image.openshift.io/b\n', ''],
    [
      ['is', '--all'],
      0,
      'imagestream.image.openshift.io "app" deleted\nimagestream.image.openshift.io "b" deleted\n',
      '',
    ],
    [['is', '-l', 'team=mars'], 0, 'imagestream.image.openshift.io "b" deleted\n', ''],
    [['is', '-l', 'team=venus'], 0, 'No resources found\n', ''],
    [['dc,bc,svc,deployments', '--all'], 0, 'No resources found\n', ''],
    [
      ['all', '--all'],
      0,
      'imagestream.image.openshift.io "app" deleted\nimagestream.image.openshift.io "b" deleted\n',
      '',
    ],
    [['is', 'nope', 'b'], 1, 'imagestream.image.openshift.io "b" deleted\n', notFound('nope', 'app')],
    [['is', 'nope', '--ignore-not-found'], 0, '', ''],
    [['is', 'app', '--dry-run=client'], 0, 'imagestream.image.openshift.io "app" deleted (dry run)\n', ''],
    [['is', 'app', '--force', '--grace-period=0'], 0, 'imagestream.image.openshift.io "app" force deleted\n', ''],
    [
      ['is', 'app', '--now', '--wait=false', '--cascade=orphan'],
      0,
      'imagestream.image.openshift.io "app" deleted\n',
      '',
    ],
    [['istag', 'app'], 1, '', 'Error from server (BadRequest): ImageStreamTags must be retrieved with <name>:<tag>\n'],
    [['is'], 1, '', 'error: resource(s) were provided, but no name was specified\n'],
    [['is', 'app', '--all'], 1, '', 'error: name cannot be provided when a selector is specified\n'],
    [['is', '--all', '-l', 'a=b'], 1, '', 'error: cannot set --all and --selector at the same time\n'],
    [
      ['is', 'app', '-o', 'yaml'],
      1,
      '',
      "error: unexpected -o output mode: yaml. We only support '-o name'\nSee 'imagestream delete -h' for help and examples\n",
    ],
    [['widget', 'x'], 1, '', `error: the server doesn't have a resource type "widget"\n${TYPES}`],
  ])('%j', async (argv, status, stdout, stderr) => {
    expect(await run('delete', ...argv)).toEqual({ status, stdout, stderr });
  });

  test('without arguments it says what it could be given', async () => {
    expect((await run('delete')).stderr).toMatch(
      /^error: You must provide one or more resources by argument or filename\.\nExample resource specifications include:\n {3}'-f rsrc\.yaml'\n/,
    );
  });

  test('a dry run of the server finds out whether it would work, and deletes nothing', async () => {
    expect((await run('delete', 'is', 'app', '--dry-run=server')).stdout).toBe(
      'imagestream.image.openshift.io "app" deleted (server dry run)\n',
    );
    expect((await run('delete', 'is', 'nope', '--dry-run=server')).stderr).toBe(notFound('nope', 'app, b'));
    expect((await stream('app')).metadata.name).toBe('app');
  });

  test('the objects of a file', async () => {
    site.files.set('f.yaml', 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: b}\n');
    expect((await run('delete', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io "b" deleted\n');
    expect((await run('delete', '-f', 'f.yaml')).stderr).toBe(
      'Error from server (NotFound): error when deleting "f.yaml": imagestreams.image.openshift.io "b" not found\n',
    );
  });

  test('with -A in every namespace', async () => {
    await run('create', 'is', 'c', '-n', 'other');
    expect((await run('delete', 'is', '--all', '-A')).stdout.split('\n')).toHaveLength(4);
    await expect(site.api.api.get(IMAGE_STREAM, 'other', 'c')).rejects.toMatchObject({
      status: { reason: 'NotFound' },
    });
  });
});

describe('patch', () => {
  const tagNames = async () => (await stream('app')).spec.tags?.map(({ name }) => name);

  test('a strategic patch merges tags by name', async () => {
    const patch = '{"spec":{"tags":[{"name":"1","annotations":{"a":"b"}}]}}';
    expect(await run('patch', 'is', 'app', '-p', patch)).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/app patched\n',
      stderr: '',
    });
    expect(await tagNames()).toEqual(['1', '2']);
    expect((await stream('app')).spec.tags?.[0]).toMatchObject({ annotations: { a: 'b' }, reference: true });
    expect((await run('patch', 'is/app', '-p', patch)).stdout).toBe(
      'imagestream.image.openshift.io/app patched (no change)\n',
    );
  });

  test('a merge patch replaces them; YAML will do', async () => {
    await run(
      'patch',
      'is/app',
      '--type=merge',
      '-p',
      'spec: {tags: [{name: "3", reference: true, from: {kind: DockerImage, name: "a/b"}}]}',
    );
    expect(await tagNames()).toEqual(['3']);
  });

  test('a JSON patch changes one place', async () => {
    expect((await run('patch', 'is/app', '--type=json', '-p', '[{"op":"remove","path":"/spec/tags/0"}]')).stdout).toBe(
      'imagestream.image.openshift.io/app patched\n',
    );
    expect(await tagNames()).toEqual(['2']);
  });

  test('containers are merged by name', async () => {
    site.files.set('d.yaml', DEPLOYMENT);
    await run('create', '-f', 'd.yaml');
    site.files.set('p.yaml', 'spec: {template: {spec: {containers: [{name: side, image: "busybox:2"}]}}}');
    await run('patch', 'deploy/web', '--patch-file=p.yaml');
    const { spec } = await site.api.api.get<KubeObject>(findKind('deploy') as ResourceKind, 'demo', 'web');
    expect(spec).toMatchObject({
      template: {
        spec: {
          containers: [
            { name: 'main', image: 'app' },
            { name: 'side', image: 'busybox:2' },
          ],
        },
      },
    });
  });

  test('the image configuration of the cluster is there before it was written', async () => {
    const patch = '{"spec":{"registrySources":{"blockedRegistries":["quay.io"]}}}';
    expect((await run('patch', 'images.config.openshift.io', 'cluster', '--type=merge', '-p', patch)).stdout).toBe(
      'image.config.openshift.io/cluster patched\n',
    );
    await run(
      'patch',
      'image.config.openshift.io/cluster',
      '--type=merge',
      '--patch',
      '{"spec":{"additionalTrustedCA":{"name":"registry-cas"}}}',
    );
    const config = await site.api.api.get<KubeObject>(CLUSTER_IMAGE_CONFIG, '', 'cluster');
    expect(config).toMatchObject({
      metadata: { name: 'cluster', uid: expect.any(String) },
      spec: { registrySources: { blockedRegistries: ['quay.io'] }, additionalTrustedCA: { name: 'registry-cas' } },
    });
    expect((await run('patch', 'image.config.openshift.io/other', '--type=merge', '-p', patch)).status).toBe(1);
  });

  test('dry runs and --local print, and write nothing', async () => {
    const before = await stream('app');
    const patch = '{"metadata":{"labels":{"a":"b"}}}';
    expect(
      (await run('patch', 'is/app', '-p', patch, '--dry-run=server', '-o', 'jsonpath={.metadata.labels.a}')).stdout,
    ).toBe('b');
    expect((await run('patch', 'is/app', '-p', patch, '--dry-run=client')).stdout).toBe(
      'imagestream.image.openshift.io/app patched (dry run)\n',
    );
    site.files.set('d.yaml', DEPLOYMENT);
    expect((await run('patch', '--local', '-f', 'd.yaml', '-p', patch, '-o', 'yaml')).stdout).toMatch(
      /labels:\n {4}a: b\n/,
    );
    expect(await stream('app')).toEqual(before);
  });

  test.each([
    [['is', 'app'], 'error: must specify --patch or --patch-file containing the contents of the patch\n'],
    [['is', 'app', '-p', '{}', '--patch-file', 'x'], 'error: cannot specify --patch and --patch-file together\n'],
    [
      ['is', 'app', '-p', '{}', '--type', 'smart'],
      'error: --type must be one of [json merge strategic], not "smart"\n',
    ],
    [['is', '-p', '{}'], 'error: resource(s) were provided, but no name was specified\n'],
    [['is', 'nope', '-p', '{}'], notFound('nope', 'app')],
    [
      ['is', 'app', '--type=json', '-p', '[{"op":"remove","path":"/spec/nope"}]'],
      'error: the JSON patch cannot be applied: operation 1 (remove /spec/nope): there is no /spec/nope in the object\n',
    ],
    [
      ['is', 'app', '--type=merge', '-p', '{"metadata":{"name":"b"}}'],
      'Error from server (BadRequest): the name of the object (b) does not match the name on the URL (app)\n',
    ],
    [
      ['is', 'app', '--type=merge', '-p', '{"kind":"Secret"}'],
      'Error from server (BadRequest): the kind of the object (image.openshift.io/v1, Kind=Secret) does not match the kind on the request (image.openshift.io/v1, Kind=ImageStream)\n',
    ],
    [
      ['is', 'app', '--type=merge', '-p', '7'],
      'Error from server (BadRequest): error decoding patch: json: cannot unmarshal number into Go value of type map[string]interface {}\n',
    ],
    [
      ['is', 'app', '-p', '{"spec":{"tags":[{"reference":true}]}}'],
      'error: {"reference":true} does not contain declared merge key: name\n',
    ],
  ])('%j is refused, and nothing changes', async (argv, stderr) => {
    const before = await stream('app');
    expect(await run('patch', ...argv)).toEqual({ status: 1, stdout: '', stderr });
    expect(await stream('app')).toEqual(before);
  });

  test('a patch that is no YAML says so', async () => {
    expect((await run('patch', 'is/app', '-p', '{"a":')).stderr).toMatch(
      /^error: unable to parse "\{\\"a\\":": --patch: unexpected EOF$/m,
    );
  });

  test('a patch that an object cannot take is refused by the API', async () => {
    const before = await stream('app');
    const { status, stderr } = await run('patch', 'is/app', '-p', '{"spec":{"dockerImageRepository":"quay.io/a/b:1"}}');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^The ImageStream "app" is invalid: spec\.dockerImageRepository: /),
    ]);
    expect(await stream('app')).toEqual(before);
  });
});

describe('label and annotate', () => {
  test.each([
    [['label', 'is', 'app', 'a=b'], 'imagestream.image.openshift.io/app labeled\n', { old: 'x', a: 'b' }],
    [['label', 'is/app', 'old-'], 'imagestream.image.openshift.io/app unlabeled\n', undefined],
    [['label', 'is/app', 'old=y', '--overwrite'], 'imagestream.image.openshift.io/app labeled\n', { old: 'y' }],
    [['label', 'is/app', 'old=x', '--overwrite'], 'imagestream.image.openshift.io/app not labeled\n', { old: 'x' }],
    [
      ['label', 'is/app', 'nope-'],
      'label "nope" not found.\nimagestream.image.openshift.io/app not labeled\n',
      { old: 'x' },
    ],
    [['label', 'is', '--all', 'a='], 'imagestream.image.openshift.io/app labeled\n', { old: 'x', a: '' }],
    [
      ['label', 'is', '-l', 'old=x', 'a=b', '--dry-run=client'],
      'imagestream.image.openshift.io/app labeled (dry run)\n',
      { old: 'x' },
    ],
    [['label', 'is/app', '--list'], 'old=x\n', { old: 'x' }],
  ])('%j', async (argv, stdout, labels) => {
    await run('label', 'is/app', 'old=x');
    expect(await run(...argv)).toEqual({ status: 0, stdout, stderr: '' });
    expect((await stream('app')).metadata.labels).toEqual(labels);
  });

  test.each([
    [['label', 'is/app', 'old=y'], "error: 'old' already has a value (x), and --overwrite is false\n"],
    [['label', 'is/app'], 'error: at least one label update is required\n'],
    [['label', 'a=b'], 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n'],
    [['label', 'a=b', 'is/app'], 'error: all resources must be specified before label changes: is/app\n'],
    [['label', 'is/app', 'a=b', 'a-'], 'error: can not both modify and remove a label in the same command\n'],
    [['label', 'is/app', 'a=b=c'], 'error: invalid label spec: a=b=c\n'],
    [['label', 'is/app', 'a=b', '--resource-version=1'], expect.stringMatching(/^Error from server \(Conflict\): /)],
    [
      ['annotate', 'is/app', 'old=y', 'a=b'],
      "error: --overwrite is false but found the following declared annotation(s): 'old' already has a value (x)\n",
    ],
    [['annotate', 'is/app'], 'error: at least one annotation update is required\n'],
    [
      ['annotate', 'is/app', 'bad key=1'],
      expect.stringMatching(/^error: invalid annotation key "bad key": name part must/),
    ],
    [
      ['label', 'is/app', 'a=not valid'],
      expect.stringMatching(/^error: invalid label value: "a=not valid": a valid label must/),
    ],
  ])('%j is refused, and nothing changes', async (argv, stderr) => {
    await run('label', 'is/app', 'old=x');
    await run('annotate', 'is/app', 'old=x');
    const before = await stream('app');
    expect(await run(...argv)).toEqual({ status: 1, stdout: '', stderr });
    expect(await stream('app')).toEqual(before);
  });

  test('an annotation may hold anything', async () => {
    expect((await run('annotate', 'is/app', 'example.com/a=b=c d')).stdout).toBe(
      'imagestream.image.openshift.io/app annotated\n',
    );
    expect((await stream('app')).metadata.annotations).toEqual({ 'example.com/a': 'b=c d' });
    expect((await run('annotate', 'is/app', 'example.com/a-')).stdout).toBe(
      'imagestream.image.openshift.io/app annotated\n',
    );
    expect((await stream('app')).metadata.annotations).toBeUndefined();
  });

  test('--local changes what a file holds', async () => {
    site.files.set('d.yaml', DEPLOYMENT);
    expect((await run('label', '--local', '-f', 'd.yaml', 'a=b', '-o', 'jsonpath={.metadata.labels.a}')).stdout).toBe(
      'b',
    );
  });

  test('several objects are listed under their names', async () => {
    await run('create', 'is', 'b');
    await run('label', 'is', 'app', 'b', 'x=y');
    expect((await run('label', 'is', '--all', '--list')).stdout).toBe(
      'Listing labels for ImageStream.image.openshift.io/app:\n x=y\nListing labels for ImageStream.image.openshift.io/b:\n x=y\n',
    );
  });
});

test('of many changes at the same time none is lost', async () => {
  const keys = Array.from({ length: 20 }, (_, i) => `l${i}`);
  const outcomes = await Promise.all(keys.map((key) => run('label', 'is/app', `${key}=x`)));
  expect(outcomes.map(({ status }) => status)).toEqual(keys.map(() => 0));
  expect(Object.keys((await stream('app')).metadata.labels ?? {}).sort()).toEqual([...keys].sort());
});

describe('set image-lookup', () => {
  test('lists, sets, and says nothing where nothing changes', async () => {
    const lookup = (...argv: string[]) => run('set', 'image-lookup', ...argv).then(({ stdout }) => stdout);
    const updated = 'imagestream.image.openshift.io/app image lookup updated\n';
    expect(await lookup()).toBe('NAME  LOCAL\napp   false\n');
    expect(await lookup('app')).toBe(updated);
    expect(await lookup('app')).toBe('');
    expect(await lookup('is/app', '-o', 'yaml')).toBe('');
    expect(await lookup('--list')).toBe('NAME  LOCAL\napp   true\n');
    expect(await lookup('app', '--enabled=false', '--dry-run=client')).toBe(
      'imagestream.image.openshift.io/app image lookup updated (dry run)\n',
    );
    expect(await lookup('--all', '--enabled=false')).toBe(updated);
    expect(await lookup('-o', 'name')).toBe('imagestream.image.openshift.io/app\n');
    expect((await stream('app')).spec.lookupPolicy.local).toBe(true);
  });

  test('a workload gets an annotation on its pod template', async () => {
    site.files.set('d.yaml', DEPLOYMENT);
    await run('create', '-f', 'd.yaml');
    expect((await run('set', 'image-lookup', 'deploy/web')).stdout).toBe('deployment.apps/web image lookup updated\n');
    expect((await run('set', 'image-lookup', 'deploy/web', '--list')).stdout).toBe(
      'NAME             LOCAL\ndeployments/web  true\n',
    );
    const annotations = () =>
      run('get', 'deploy/web', '-o', 'jsonpath={.spec.template.metadata}').then(({ stdout }) => stdout);
    expect(await annotations()).toBe('{"annotations":{"alpha.image.policy.openshift.io/resolve-names":"*"}}');
    await run('set', 'image-lookup', 'deploy/web', '--enabled=false');
    expect(await annotations()).toBe('{}');
  });

  test.each([
    [['nope', 'app'], notFound('nope', 'app')],
    [['app', '--list'], `error: the server doesn't have a resource type "app"\n${TYPES}`],
    [['app', '--local'], 'error: pass files with -f when using --local\n'],
  ])('%j is refused, and nothing changes', async (argv, stderr) => {
    expect(await run('set', 'image-lookup', ...argv)).toEqual({ status: 1, stdout: '', stderr });
    expect((await stream('app')).spec.lookupPolicy.local).toBe(false);
  });

  test('an empty namespace still has headings', async () => {
    expect((await run('set', 'image-lookup', '-n', 'empty')).stdout).toBe('NAME  LOCAL\n');
  });
});

describe('edit', () => {
  test('what was changed is saved', async () => {
    site.edits = [(text) => text.replace('local: false', 'local: true')];
    expect(await run('edit', 'is/app')).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/app edited\n',
      stderr: '',
    });
    expect((await stream('app')).spec.lookupPolicy.local).toBe(true);
    expect(site.opened[0]).toMatch(/^# Edit the object below[\s\S]*\n#\napiVersion: image\.openshift\.io\/v1\n/);
    expect(site.kept.size).toBe(0);
  });

  test.each([
    ['nothing', (text: string) => text, 'Edit cancelled, no changes made.\n'],
    ['only the comment', (text: string) => `# hello\n${text}`, 'Edit cancelled, no changes made.\n'],
    ['everything away', () => '# nothing\n', 'Edit cancelled, saved file was empty.\n'],
  ])('changing %s cancels', async (_name, change, stderr) => {
    site.edits = [change];
    expect(await run('edit', 'is/app')).toEqual({ status: 0, stdout: '', stderr });
    expect(site.kept.size).toBe(0);
  });

  test('nonsense opens the file again with the reason, until it is right', async () => {
    site.edits = [
      (text) => text.replace('spec:', 'spec: ]'),
      (text) => text.replace('spec: ]', 'spec:').replace('local: false', 'local: perhaps'),
      (text) => text.replace('local: perhaps', 'local: true'),
    ];
    expect((await run('edit', 'is/app')).stdout).toBe('imagestream.image.openshift.io/app edited\n');
    expect(site.opened[1]).toMatch(
      /^#[\s\S]*\n# The edited file had a syntax error: error parsing edited-file:\d+:\d+: /,
    );
    expect(site.opened[1]).toContain('spec: ]');
    expect(site.opened[2]).toMatch(/^# .*lookupPolicy.*$/m);
    expect(site.kept.size).toBe(0);
  });

  test('whoever leaves nonsense as it is, keeps a copy of it', async () => {
    site.edits = [(text) => text.replace('spec:', 'spec: ]'), (text) => text];
    const { status, stdout, stderr } = await run('edit', 'is/app');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'A copy of your changes has been stored to "/tmp/edited-1.yaml"\nerror: Edit cancelled, no valid changes were saved.\n',
    );
    expect([...site.kept]).toEqual(['/tmp/edited-1.yaml']);
  });

  test('what others changed meanwhile stays', async () => {
    const changes: Promise<unknown>[] = [];
    site.edits = [
      (text) => {
        changes.push(run('label', 'is/app', 'theirs=x'));
        return text.replace('local: false', 'local: true');
      },
    ];
    await run('edit', 'is/app');
    await Promise.all(changes);
    const { metadata, spec } = await stream('app');
    expect([metadata.labels, spec.lookupPolicy.local]).toEqual([{ theirs: 'x' }, true]);
  });

  test('several objects are one List, and only those that changed are named', async () => {
    await run('create', 'is', 'b');
    site.edits = [(text) => text.replace(/name: b\n/, 'name: b\n    labels: {x: z}\n')];
    expect((await run('edit', 'is', 'app', 'b')).stdout).toBe('imagestream.image.openshift.io/b edited\n');
    expect(site.opened[0]).toContain('kind: List');
  });

  test('JSON is edited without comments', async () => {
    site.edits = [(text) => JSON.stringify({ ...JSON.parse(text), spec: { lookupPolicy: { local: true } } })];
    expect((await run('edit', 'is/app', '-o', 'json')).status).toBe(0);
    expect((await stream('app')).spec.lookupPolicy.local).toBe(true);
  });

  test('what is not there cannot be edited', async () => {
    expect(await run('edit', 'is/nope')).toEqual({ status: 1, stdout: '', stderr: notFound('nope', 'app') });
    expect(site.opened).toEqual([]);
  });
});

describe('project', () => {
  test('shows and saves', async () => {
    expect((await run('project')).stdout).toBe('Using project "demo" on server "/store".\n');
    expect((await run('project', 'mars')).stdout).toBe('Now using project "mars" on server "/store".\n');
    expect((await run('project', '-q')).stdout).toBe('mars\n');
    expect(site.saved).toEqual(['mars']);
  });

  test('a variable goes before it, and is named', async () => {
    site = objectCommands({ origin: 'environment' });
    expect((await run('project', 'mars')).stderr).toBe(
      'warning: IMAGESTREAM_NAMESPACE=demo is set and goes before the saved project\n',
    );
  });

  test.each([
    [['Mars'], /^error: "Mars" cannot name a project: a lowercase RFC 1123 label must/],
    [['a', 'b'], /^error: Only one argument is supported/],
  ])('%j is refused', async (argv, message) => {
    const { status, stderr } = await run('project', ...argv);
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
    expect(site.saved).toEqual([]);
  });
});
