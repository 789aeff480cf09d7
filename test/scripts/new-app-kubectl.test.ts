import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import { findKubectl, runKubectl } from '../support/kubectl.ts';
import { type KubectlApi, startKubectlApi } from '../support/kubectl-api.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';

const kubectl = findKubectl() ?? '';
const withKubectl = kubectl ? test : test.skip;
const image = createImage({ seed: 'my-python', config: { ExposedPorts: { '8080/tcp': {} } } });

let folder: string;
let network: RegistryNetwork;
let user: CommandLine;
let api: KubectlApi;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-new-app-'));
  [network, api] = await Promise.all([startRegistryNetwork(folder), startKubectlApi()]);
  network.push(image, 'quay.io/tdonohue/python-hello-world:latest');
  user = await createCommandLine({ ...network.env, IMAGESTREAM_NAMESPACE: 'toms-project' });
  const from = '--from=quay.io/tdonohue/python-hello-world:latest';
  expect(await user.run(['import-image', 'my-python', from, '--confirm'])).toMatchObject({ status: 0 });
});
afterAll(async () => {
  user?.remove();
  await Promise.all([network?.stop(), api?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const apply = (text: string) =>
  runKubectl(kubectl, [...api.flags, 'apply', '--dry-run=client', '--validate=false', '-f', '-'], text);

withKubectl('kubectl takes the objects that new-app makes of my-python', async () => {
  const { status, stdout } = await user.run(['new-app', '--image-stream=my-python', '-o', 'yaml']);
  expect(status).toBe(0);
  expect(stdout).toContain('image.openshift.io/triggers');
  expect(await apply(stdout)).toEqual({
    failed: false,
    stderr: '',
    stdout: 'deployment.apps/my-python created (dry run)\nservice/my-python created (dry run)\n',
  });
});

withKubectl('kubectl takes what --exec-input=object hands over', async () => {
  expect(await user.run(['new-app', '--image-stream=my-python'])).toMatchObject({ status: 0 });
  network.push(
    createImage({ seed: 'my-python 2', config: { ExposedPorts: { '8080/tcp': {} } } }),
    'quay.io/tdonohue/python-hello-world:latest',
  );
  const line = [kubectl, ...api.flags, 'apply', '--dry-run=client', '--validate=false', '-f', '-'].join(' ');
  // The API answers on loopback, beside the proxy of the registries.
  const exec = `env -u HTTPS_PROXY -u HTTP_PROXY ${line}`;
  const outcome = await user.run(['import-image', 'my-python', '--exec', exec, '--exec-input=object']);
  expect(outcome).toMatchObject({ status: 0, stderr: 'deployment.apps/my-python created (dry run)\n' });
});
