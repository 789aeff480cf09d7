import { describe, expect, test } from '@jest/globals';
import { SERVICE_ACCOUNT } from '../../../src/core/kinds/kind-names.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { secretsSite } from '../../support/secrets-site.ts';

async function linkSite() {
  const site = secretsSite();
  for (const name of ['b', 'a']) await site.run(['create', 'secret', 'generic', name, '--from-literal=k=v']);
  const account = async (name = 'default') => {
    const { secrets, imagePullSecrets } = await site.api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', name);
    return { secrets, imagePullSecrets };
  };
  return { ...site, account, go: (line: string) => site.run(line.split(' ')) };
}

describe('secrets link', () => {
  test.each<[string, unknown, unknown]>([
    ['secrets link default b a', [{ name: 'a' }, { name: 'b' }], undefined],
    ['secret link default secret/a', [{ name: 'a' }], undefined],
    ['secrets link sa/default secrets/a --for=pull', undefined, [{ name: 'a' }]],
    ['secrets link default a --for=Pull,MOUNT', [{ name: 'a' }], [{ name: 'a' }]],
    ['secrets link default a --for=pull --for=mount', [{ name: 'a' }], [{ name: 'a' }]],
  ])('%s', async (line, secrets, imagePullSecrets) => {
    const { go, account } = await linkSite();
    expect(await go(line)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await account()).toEqual({ secrets, imagePullSecrets });
    expect(await go(line)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await account()).toEqual({ secrets, imagePullSecrets });
  });

  test('new links come behind the old ones', async () => {
    const { go, account } = await linkSite();
    await go('secrets link default b');
    await go('secrets link default a b');
    expect((await account()).secrets).toEqual([{ name: 'b' }, { name: 'a' }]);
  });

  test.each<[string, string]>([
    ['secrets link', 'error: must have service account name and at least one secret name\n'],
    ['secrets link default', 'error: must have service account name and at least one secret name\n'],
    ['secrets link default a --for=both', 'error: unknown for: both\n'],
    ['secrets link default cm/a', 'error: expected resource of type secret, got "cm/a"\n'],
    ['secrets link nobody a', 'Error from server (NotFound): serviceaccounts "nobody" not found\n'],
    ['secrets link default nope', 'secret "nope" not found\nerror: No valid secrets found\n'],
    ['secrets unlink default', 'error: must have service account name and at least one secret name\n'],
    ['secrets unlink default a', 'error: No valid secrets found or secrets not linked to service account\n'],
  ])('%s is refused', async (line, stderr) => {
    const { go, account } = await linkSite();
    const outcome = await go(line);
    expect(outcome).toEqual({ status: 1, stdout: '', stderr });
    expect(await account()).toEqual({});
  });

  test('a missing secret is an error only where nothing was to be linked', async () => {
    const { go, account } = await linkSite();
    const missing = 'secret "nope" not found\n';
    expect(await go('secrets link default a nope')).toEqual({ status: 0, stdout: '', stderr: missing });
    expect((await account()).secrets).toEqual([{ name: 'a' }]);
    expect(await go('secrets link default a nope')).toEqual({
      status: 1,
      stdout: '',
      stderr: `${missing}error: Some secrets could not be linked\n`,
    });
  });
});

describe('secrets unlink', () => {
  test('takes a secret from both lists', async () => {
    const { go, account } = await linkSite();
    await go('secrets link builder a b --for=pull,mount');
    expect(await go('secrets unlink builder a')).toEqual({
      status: 0,
      stdout: 'serviceaccount/builder updated\n',
      stderr: '',
    });
    expect(await account('builder')).toEqual({ secrets: [{ name: 'b' }], imagePullSecrets: [{ name: 'b' }] });
    expect((await go('secrets unlink builder b -o name')).stdout).toBe('serviceaccount/builder\n');
    expect(await account('builder')).toEqual({});
  });

  test('takes one that was deleted, and says so as a failure', async () => {
    const { go, account } = await linkSite();
    await go('secrets link default a');
    await go('delete secret a');
    expect(await go('secrets unlink default a')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'secret "a" not found\nerror: Unlinked deleted secrets from demo/default service account\n',
    });
    expect(await account()).toEqual({});
  });
});
