import { describe, expect, test } from '@jest/globals';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const version = (...args: string[]) => runInProcess(anImageApi(), ['version', ...args]);

test.each([[[]], [['--client']], [['--short']]])('version %j is one line', async (args) => {
  expect(await version(...args)).toEqual({ status: 0, stdout: 'imagestream 0.0.0\n', stderr: '' });
});

describe('-o', () => {
  test('json has the fields of `oc version`', async () => {
    const { stdout } = await version('-o', 'json');
    expect(JSON.parse(stdout)).toEqual({
      clientVersion: {
        major: '0',
        minor: '0',
        gitVersion: '0.0.0',
        nodeVersion: 'v20.18.1',
        platform: 'linux/amd64',
      },
      releaseClientVersion: '0.0.0',
    });
    expect(stdout.startsWith('{\n  "clientVersion": {\n    "major": "0",')).toBe(true);
  });

  test('yaml has the same', async () => {
    expect((await version('-o', 'yaml')).stdout).toBe(
      `clientVersion:
  gitVersion: 0.0.0
  major: "0"
  minor: "0"
  nodeVersion: v20.18.1
  platform: linux/amd64
releaseClientVersion: 0.0.0
`,
    );
  });

  test.each([
    [['-o', 'wide'], "error: --output must be 'yaml' or 'json'\n"],
    [['now'], 'error: unexpected arguments: [now]\n'],
  ])('%j is refused', async (args, stderr) => {
    expect(await version(...args)).toEqual({ status: 1, stdout: '', stderr });
  });
});

test('nothing of the user is opened for it', async () => {
  const open = async () => {
    throw new Error('opened');
  };
  expect((await runInProcess(anImageApi(), ['version'], { open })).status).toBe(0);
});
