import { describe, expect, test } from '@jest/globals';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';

const TEMPLATE = "template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: 'a:1'}]}}";
const OBJECTS = `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata: {name: web}
spec: {replicas: 1, ${TEMPLATE}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, labels: {tier: back}}
spec: {${TEMPLATE}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, labels: {tier: back}}
spec: {replicas: 2, ${TEMPLATE}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
`;
const WARNING = 'Warning: extensions/v1beta1 Scale is deprecated in v1.2+, unavailable in v1.16+\n';
const WEB = 'deploymentconfig.apps.openshift.io/web scaled';
const REQUIRED = 'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0\n';

async function site(program: 'oc' | 'imagestream' = 'imagestream'): Promise<ObjectCommands> {
  const own = objectCommands({ program });
  own.files.set('o.yaml', OBJECTS);
  await own.run('create', '-f', 'o.yaml');
  return own;
}

describe('scale', () => {
  test.each<[string, number, string, string]>([
    ['dc/web --replicas=3', 0, `${WEB}\n`, ''],
    ['dc web --replicas 0', 0, `${WEB}\n`, ''],
    ['deploy/api --replicas=2 --current-replicas=1', 0, 'deployment.apps/api scaled\n', ''],
    ['deploy,sts -l tier=back --replicas=5', 0, 'deployment.apps/api scaled\nstatefulset.apps/db scaled\n', ''],
    ['sts --all --replicas=5', 0, 'statefulset.apps/db scaled\n', ''],
    ['-f o.yaml --replicas=5 --dry-run=client -o name', 1, '', 'the server could not find the requested resource'],
    ['dc/web --replicas=3 --dry-run=client', 0, `${WEB} (dry run)\n`, ''],
    ['dc/web --replicas=2 --current-replicas=9', 1, '', 'error: Expected replicas to be 9, was 1\n'],
    ['dc/web --replicas=2 --resource-version=x', 1, '', 'error: Expected resource version to be x, was '],
    ['dc/nosuch --replicas=2', 1, '', 'deploymentconfigs.apps.openshift.io "nosuch" not found\n'],
    ['cm/cm --replicas=2', 1, '', 'Error from server (NotFound): the server could not find the requested resource\n'],
    ['dc/web', 1, '', REQUIRED],
    ['dc/web --replicas=-1', 1, '', REQUIRED],
    ['--replicas=1', 1, '', 'You must provide one or more resources by argument or filename'],
  ])('%s', async (line, status, stdout, stderr) => {
    const result = await (await site()).run('scale', ...line.split(' '));
    expect([result.status, result.stderr]).toEqual([status, expect.stringContaining(stderr)]);
    if (!line.startsWith('-f')) expect(result.stdout).toBe(stdout);
  });

  test('writes the number, and says to a script of oc what a server says', async () => {
    const oc = await site('oc');
    expect(await oc.run('scale', 'dc/web', '--replicas=3')).toEqual({ status: 0, stdout: `${WEB}\n`, stderr: WARNING });
    expect((await oc.run('get', 'dc/web', '-o', 'jsonpath={.spec.replicas}')).stdout).toBe('3');
    const wrong = await oc.run('scale', 'dc/web', '--replicas=2', '--current-replicas=9');
    expect(wrong.stderr).toBe(`${WARNING}error: Expected replicas to be 9, was 3\n`);
    expect((await oc.run('scale', 'deploy/api', '--replicas=3')).stderr).toBe('');
  });
});
