import { describe, expect, test } from '@jest/globals';
import { SERVICE_ACCOUNT } from '../../../src/core/kinds/kind-names.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { anImageApi } from '../../support/image-api.ts';

const account = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
const names = (list: { items: KubeObject[] }) => list.items.map((item) => item.metadata.name);

describe('service accounts', () => {
  test('three are in every namespace, and nothing of them is stored', async () => {
    const { api, store } = anImageApi();
    expect(names(await api.list(SERVICE_ACCOUNT, 'demo'))).toEqual(['builder', 'default', 'deployer']);
    expect((await api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', 'default')).metadata.uid).toBeUndefined();
    expect(await store.namespaces()).toEqual([]);
    await expect(api.get(SERVICE_ACCOUNT, 'demo', 'robot')).rejects.toMatchObject({ status: { reason: 'NotFound' } });
  });

  test('the first change writes one, and the others stay as they are', async () => {
    const { api } = anImageApi();
    const found = await api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', 'builder');
    await api.update(SERVICE_ACCOUNT, 'demo', { ...found, secrets: [{ name: 's' }] });
    const written = await api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', 'builder');
    expect(written.secrets).toEqual([{ name: 's' }]);
    expect(written.metadata.uid).toBeDefined();
    await api.update(SERVICE_ACCOUNT, 'demo', { ...written, secrets: [] });
    await api.create(SERVICE_ACCOUNT, 'demo', account('robot'));
    await api.create(SERVICE_ACCOUNT, 'zz', account('robot'));
    expect(names(await api.list(SERVICE_ACCOUNT, undefined))).toEqual([
      ...['builder', 'default', 'deployer', 'robot'],
      ...['builder', 'default', 'deployer', 'robot'],
    ]);
  });

  test('two first changes at the same time do not overwrite one another', async () => {
    const { api } = anImageApi();
    const found = await api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', 'default');
    const write = (name: string) => api.update(SERVICE_ACCOUNT, 'demo', { ...found, secrets: [{ name }] });
    const results = await Promise.allSettled([write('a'), write('b')]);
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed).toMatchObject([{ reason: { status: { reason: 'Conflict' } } }]);
  });

  test('they cannot be created, and come back when they are deleted', async () => {
    const { api } = anImageApi();
    await expect(api.create(SERVICE_ACCOUNT, 'demo', account('default'))).rejects.toMatchObject({
      status: { message: 'serviceaccounts "default" already exists' },
    });
    const found = await api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', 'default');
    await api.update(SERVICE_ACCOUNT, 'demo', { ...found, secrets: [{ name: 's' }] });
    await api.delete(SERVICE_ACCOUNT, 'demo', 'default');
    await api.delete(SERVICE_ACCOUNT, 'demo', 'default');
    expect((await api.get<KubeObject>(SERVICE_ACCOUNT, 'demo', 'default')).secrets).toBeUndefined();
  });

  test('a name that cannot be is refused', async () => {
    const { api } = anImageApi();
    await expect(api.create(SERVICE_ACCOUNT, 'demo', account('A b'))).rejects.toMatchObject({
      status: { reason: 'Invalid' },
    });
  });
});
