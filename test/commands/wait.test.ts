import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseAwaited } from '../../src/commands/wait/awaited.ts';
import { KINDS, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { aDeployment } from '../core/triggers/objects.ts';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';

const kind = (name: string) => KINDS.find((known) => known.kind === name) as ResourceKind;

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const put = (object: KubeObject) => site.api.api.create(kind(object.kind), 'demo', object);
const run = (...argv: string[]) => site.run('wait', ...argv);
const said = (stdout: string) => ({ status: 0, stdout, stderr: '' });
const failed = (message: string, stdout = '') => ({ status: 1, stdout, stderr: `error: ${message}\n` });
const MET = said('deployment.apps/app condition met\n');

/** Does something once the command waits, and gives what the command said. */
async function meanwhile<T>(waiting: Promise<T>, act: () => Promise<unknown>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  await act();
  return waiting;
}

const patched = (status: unknown) =>
  site.api.context.store
    .get({ group: 'apps', resource: 'deployments', namespace: 'demo', name: 'app' })
    .then((found) =>
      site.api.context.store.update(
        { group: 'apps', resource: 'deployments', namespace: 'demo', name: 'app' },
        { ...(found as KubeObject), status },
      ),
    );

describe('wait', () => {
  test('for what is so already', async () => {
    await put({ ...aDeployment(), status: { conditions: [{ type: 'Available', status: 'True' }] } });
    expect(await run('deploy/app', '--for=condition=available')).toEqual(MET);
    expect(await run('deploy', '--all', '--for=condition=Available=true', '-o', 'name')).toEqual(
      said('deployment.apps/app\n'),
    );
    expect(await run('deploy/app', '--for=create')).toEqual(MET);
    expect(await run('deploy/app', "--for=jsonpath={.status.conditions[?(@.type=='Available')].status}=True")).toEqual(
      MET,
    );
    expect(await run('deploy/app', '--for=jsonpath=metadata.name=app', '--timeout=0')).toEqual(MET);
    expect(await run('deploy/app', '--for=jsonpath={.spec.template}')).toEqual(MET);
  });

  test('for a condition or a value that comes', async () => {
    await put(aDeployment());
    expect(
      await meanwhile(run('deploy/app', '--for=condition=Available'), () =>
        patched({ conditions: [{ type: 'Available', status: 'True' }] }),
      ),
    ).toEqual(MET);
    expect(
      await meanwhile(run('deploy/app', '--for=jsonpath={.status.replicas}=3'), async () => {
        await patched({ replicas: 2 });
        await patched({ replicas: 3 });
      }),
    ).toEqual(MET);
  });

  test('for the end and the beginning of an object', async () => {
    await put(aDeployment());
    expect(await meanwhile(run('deploy/app', '--for=delete'), () => site.run('delete', 'deploy/app'))).toEqual(MET);
    expect(await run('deploy/app', '--for=delete')).toEqual(said(''));
    expect(await meanwhile(run('deploy/app', '--for=create'), () => put(aDeployment()))).toEqual(MET);
  });

  test('no longer than it may, and for each of several', async () => {
    await put(aDeployment());
    await put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' }, data: { a: 'b' } });
    expect(await run('deploy/app', 'cm/conf', '--for=jsonpath={.data.a}=b', '--timeout=20ms')).toEqual(
      failed('timed out waiting for the condition on deployments/app', 'configmap/conf condition met\n'),
    );
    expect(await run('deploy/app', '--for=condition=Available', '--timeout=0')).toEqual(
      failed('condition not met for deployments/app'),
    );
    expect(await run('deploy/app', '--for=delete', '--timeout=10ms')).toEqual(
      failed('timed out waiting for the condition on deployments/app'),
    );
  });

  test.each([
    ['--for=nonsense', 'unrecognized condition: "nonsense"'],
    ['--for=jsonpath=', 'jsonpath expression cannot be empty'],
    ['--for=jsonpath={.a}=', 'jsonpath wait value cannot be empty'],
    [
      '--for=jsonpath=.a=b=c',
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    ],
    ['--for=jsonpath={.spec}=x', 'jsonpath leads to a nested object or list which is not supported'],
    ['--for=jsonpath={.metadata.*}=x', 'given jsonpath expression matches more than one value'],
    ['--for=jsonpath={[}=x', 'unterminated array'],
    ['--timeout=5x', 'invalid argument "5x" for "--timeout" flag: time: unknown unit "x" in duration "5x"'],
  ])('refuses %s', async (flag, message) => {
    await put(aDeployment());
    const { status, stderr } = await run('deploy/app', flag);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`error: ${message}`)]);
  });

  test('says what is not there', async () => {
    expect((await run('deploy/gone', '--for=condition=x')).stderr).toBe(
      'Error from server (NotFound): deployments.apps "gone" not found\n',
    );
    expect(await run('deploy', '--all', '--for=condition=x')).toEqual(failed('no matching resources found'));
    expect(await run('deploy', '--all', '--for=delete')).toEqual(said(''));
  });
});

describe('--for', () => {
  test.each([
    ['DELETE', { type: 'delete' }],
    ['condition=Ready', { type: 'condition', name: 'Ready', status: 'true' }],
    ['condition=Ready=a=b', { type: 'condition', name: 'Ready', status: 'a=b' }],
    ["jsonpath={.a[?(@.b=='c')].d}='x'", { type: 'jsonpath', expression: "{.a[?(@.b=='c')].d}", value: 'x' }],
    ['jsonpath={.a}=b=c', { type: 'jsonpath', expression: '{.a}', value: 'b=c' }],
    ['jsonpath=.a', { type: 'jsonpath', expression: '.a', value: undefined }],
  ])('reads %s', (text, expected) => {
    expect(parseAwaited(text)).toEqual(expected);
  });
});
