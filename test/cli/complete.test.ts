import { beforeAll, describe, expect, test } from '@jest/globals';
import { VERBS } from '../../src/cli/verbs.ts';
import { AppError } from '../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../support/streams.ts';

const NO_SPACE = 2;
const NO_FILES = 4;

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = anImageApi();
  const put = (namespace: string, name: string, over: Parameters<typeof aStream>[0] = {}) =>
    fixture.store.create(
      { group: 'image.openshift.io', resource: 'imagestreams', namespace, name },
      aStream({ ...over, namespace, name }),
    );
  await put('demo', 'apache', {
    tags: [aTag('2.4'), aTag('latest')],
    history: [{ tag: '2.4', items: [anEvent(digestA), anEvent(digestB), anEvent(digestA)] }],
  });
  await put('demo', 'app', { tags: [aTag('1')] });
  await put('demo', 'python');
  await put('other', 'theirs', { tags: [aTag('9'), aTag('$(reboot)')] });
  await fixture.store.create(
    { group: '', resource: 'secrets', namespace: 'demo', name: 'pull' },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pull', namespace: 'demo' } },
  );
});

/** What a line offers at its end, without descriptions, and the number of the last line. */
async function complete(line: string): Promise<{ values: string[]; last: number }> {
  const { status, stdout, stderr } = await runInProcess(fixture, ['__complete', ...line.split(' ')]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  return {
    values: lines.slice(0, -1).map((text) => text.split('\t')[0] as string),
    last: Number(lines.at(-1)?.slice(1)),
  };
}

describe('verbs', () => {
  test('are all there, each first word once', async () => {
    const { values, last } = await complete('');
    expect(new Set(values)).toEqual(new Set([...VERBS.map(({ path }) => path[0]), 'help', 'options']));
    expect(values).toHaveLength(new Set(values).size);
    expect(last).toBe(NO_FILES);
  });

  test.each([
    ['impo', ['import-image']],
    ['adm ', ['prune']],
    ['adm prune ', ['images']],
    ['-n demo --store=x impo', ['import-image']],
    ['help adm prune ', ['images']],
    ['nonsense ', []],
  ])('%j', async (line, expected) => {
    expect((await complete(line)).values).toEqual(expected);
  });

  test('come with what they do', async () => {
    const { stdout } = await runInProcess(fixture, ['__complete', 'tag']);
    expect(stdout).toBe('tag\tPoint tags of streams at an image, at another tag, or remove them\n:4\n');
  });
});

describe('flags', () => {
  test.each([
    ['tag --sch', ['--scheduled'], NO_FILES],
    ['tag --sou', ['--source='], NO_FILES | NO_SPACE],
    ['tag --del', ['--delete'], NO_FILES],
    ['tag -d', ['-d'], NO_FILES],
    ['get --all-n', ['--all-namespaces'], NO_FILES],
    ['tag --scheduled --sch', [], NO_FILES],
    ['get -L a --label', ['--label-columns='], NO_FILES | NO_SPACE],
    ['--names', ['--namespace='], NO_FILES | NO_SPACE],
    ['adm prune images --a', ['--all='], NO_FILES | NO_SPACE],
    ['adm prune images --prune-r', [], NO_FILES],
    ['tag --he', ['--help'], NO_FILES],
    ['get is -- --all-n', [], NO_FILES],
  ])('%j', async (line, values, last) => {
    expect(await complete(line)).toEqual({ values, last });
  });

  test('a dash alone offers letters and names, and no hidden flag', async () => {
    const { values } = await complete('tag -');
    expect(values).toEqual(expect.arrayContaining(['-d', '--delete', '-n', '--namespace=']));
    expect(values).not.toContain('--kubeconfig=');
  });
});

describe('values of flags', () => {
  test.each([
    ['tag --import-mode ', ['Legacy', 'PreserveOriginal'], NO_FILES],
    ['tag --import-mode=P', ['--import-mode=PreserveOriginal'], NO_FILES],
    ['tag --source is', ['isimage', 'istag'], NO_FILES],
    ['get -o js', ['json', 'jsonpath=', 'jsonpath-as-json=', 'jsonpath-file='], NO_FILES],
    ['get -ow', ['-owide'], NO_FILES],
    ['get -o=y', ['-o=yaml'], NO_FILES],
    ['get -Ao wi', ['wide'], NO_FILES],
    ['get --output=cust', ['--output=custom-columns=', '--output=custom-columns-file='], NO_FILES | NO_SPACE],
    ['import-image -o w', [], NO_FILES],
    ['adm prune images --all=', ['--all=true', '--all=false'], NO_FILES],
    ['get -n ', ['demo', 'other'], NO_FILES],
    ['get --namespace=o', ['--namespace=other'], NO_FILES],
    ['get -no', ['-nother'], NO_FILES],
    ['get --color a', ['auto', 'always'], NO_FILES],
    ['get --store ', [], 0],
    ['import-image app --from q', [], NO_FILES],
  ])('%j', async (line, values, last) => {
    expect(await complete(line)).toEqual({ values, last });
  });
});

describe('streams and their tags', () => {
  test.each([
    ['resolve ', ['apache', 'app', 'python'], NO_FILES | NO_SPACE],
    ['resolve ap', ['apache', 'app'], NO_FILES | NO_SPACE],
    ['resolve apa', ['apache:latest', 'apache:2.4'], NO_FILES],
    ['resolve apache:2', ['apache:2.4'], NO_FILES],
    ['resolve apache@', [`apache@${digestA}`, `apache@${digestB}`], NO_FILES],
    ['resolve --all pyt', ['python'], NO_FILES | NO_SPACE],
    ['resolve -o env A=apache:2', ['A=apache:2.4'], NO_FILES],
    ['resolve pyt', ['python'], NO_FILES | NO_SPACE],
    ['resolve missing:', [], NO_FILES],
    ['resolve app:1 apache:l', ['apache:latest'], NO_FILES],
    ['resolve -n other th', ['theirs:9'], NO_FILES],
    ['resolve other/th', ['other/theirs:9'], NO_FILES],
    ['tag app:1 app:', ['app:1'], NO_FILES],
    ['tag app:1 app:1 apache:', ['apache:latest', 'apache:2.4'], NO_FILES],
    ['import-image apac', ['apache:latest', 'apache:2.4'], NO_FILES],
    ['import-image app:1 ', [], NO_FILES],
  ])('%j', async (line, values, last) => {
    expect(await complete(line)).toEqual({ values, last });
  });

  test('a name that a shell could take for more is not offered', async () => {
    expect((await complete('resolve -n other theirs:')).values).toEqual(['theirs:9']);
  });
});

describe('types and names', () => {
  test.each([
    ['get imagestr', ['imagestreams', 'imagestreamtags', 'imagestreamimages', 'imagestreamhistories']],
    ['get is,ist', ['is,istag']],
    ['get is ', ['apache', 'app', 'python']],
    ['get is app a', ['apache']],
    ['get is/a', ['is/apache', 'is/app']],
    ['get is/app is/p', ['is/python']],
    ['describe istag/apache:', ['istag/apache:latest', 'istag/apache:2.4']],
    ['get istag apa', ['apache:latest', 'apache:2.4']],
    ['describe isimage/apac', [`isimage/apache@${digestA}`, `isimage/apache@${digestB}`]],
    ['get secret ', ['pull']],
    ['get secrets/', ['secrets/pull']],
    ['get nonsense ', []],
    ['get nonsense/', []],
    ['get imagestreamimp', []],
  ])('%j', async (line, expected) => {
    expect((await complete(line)).values).toEqual(expected);
  });

  test('the shells of completion', async () => {
    expect((await complete('completion ')).values).toEqual(['bash', 'zsh', 'fish', 'powershell']);
    expect((await complete('completion bash ')).values).toEqual([]);
  });
});

describe('what it costs', () => {
  test.each(['', 'get ', 'tag --', 'get -o ', 'completion '])('%j opens no store', async (line) => {
    const open = async (): Promise<never> => {
      throw new Error('opened');
    };
    const { status } = await runInProcess(fixture, ['__complete', ...line.split(' ')], { open });
    expect(status).toBe(0);
  });

  test('the tags of one stream are one read', async () => {
    const calls: string[] = [];
    const counted = {
      ...fixture,
      api: {
        ...fixture.api,
        get: (...args: Parameters<typeof fixture.api.get>) => {
          calls.push(`get ${args[2]}`);
          return fixture.api.get(...args);
        },
        list: async () => {
          throw new Error('listed');
        },
      } as typeof fixture.api,
    };
    const { stdout } = await runInProcess(counted, ['__complete', 'resolve', 'apache:2']);
    expect(stdout).toBe('apache:2.4\n:4\n');
    expect(calls).toEqual(['get apache']);
  });

  test('no registry is asked', () => {
    expect(fixture.registry.asked).toEqual([]);
  });
});

test('what fails offers nothing, and says why to whoever calls it by hand', async () => {
  const open = async (): Promise<never> => {
    throw new AppError('STORE_BROKEN', 'app.yaml:3:1 is not YAML');
  };
  expect(await runInProcess(fixture, ['__complete', 'get', 'is', ''], { open })).toEqual({
    status: 1,
    stdout: ':5\n',
    stderr: 'error: app.yaml:3:1 is not YAML\n',
  });
});
