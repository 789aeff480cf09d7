import { describe, expect, test } from '@jest/globals';
import { createImageApi } from '../../../src/api/api.ts';
import { SECRET } from '../../../src/core/kinds/kind-names.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { decodeText, encodeText } from '../../../src/core/secrets/base64.ts';
import { KEPT_IN } from '../../../src/core/secrets/kept-data.ts';
import { anImageApi } from '../../support/image-api.ts';
import { memoryVault } from '../../support/memory-vault.ts';

function site() {
  const fixture = anImageApi();
  const vault = memoryVault();
  const warnings: string[] = [];
  const context = { ...fixture.context, vault, warn: (text: string) => void warnings.push(text) };
  const api = createImageApi(context);
  const stored = async (name = 'pull') =>
    fixture.store.get<KubeObject>({ group: '', resource: 'secrets', namespace: 'demo', name });
  return { ...fixture, context, api, vault, warnings, stored };
}

const login = (password: string, over: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'pull' },
  type: 'kubernetes.io/dockerconfigjson',
  stringData: { '.dockerconfigjson': JSON.stringify({ auths: { 'quay.io': { username: 'u', password } } }) },
  ...over,
});

const annotations = (object: KubeObject | undefined) => object?.metadata.annotations ?? {};
const config = (object: KubeObject) =>
  JSON.parse(decodeText((object.data as Record<string, string>)['.dockerconfigjson'] ?? '') ?? '');

describe('writing secrets', () => {
  test('the password goes to the vault, the mark to the store, and the whole comes back when asked for', async () => {
    const { api, vault, stored } = site();
    const created = await api.create(SECRET, 'demo', login('hunter2'));
    expect(annotations(created)).toEqual({ [KEPT_IN]: 'memory:1' });
    expect(await stored()).toEqual(await api.get(SECRET, 'demo', 'pull'));
    expect(config((await stored()) as KubeObject)).toEqual({ auths: { 'quay.io': { username: 'u' } } });
    expect(vault.texts.size).toBe(1);
    const whole = await api.get(SECRET, 'demo', 'pull', { showSecrets: true });
    expect(config(whole)).toEqual({ auths: { 'quay.io': { username: 'u', password: 'hunter2' } } });
    expect(annotations(whole)).toEqual({});
    const list = await api.list(SECRET, 'demo', { showSecrets: true });
    expect(list.items.map(config)).toEqual([config(whole)]);
  });

  test('a password in the key of an entry goes to the vault too, and comes back with it', async () => {
    const { api, stored } = site();
    const auths = { 'https://u:hunter2@quay.io/v1/': { username: 'u', password: 'hunter2' } };
    const stringData = { '.dockerconfigjson': JSON.stringify({ auths }) };
    await api.create(SECRET, 'demo', login('', { stringData }));
    expect(config((await stored()) as KubeObject)).toEqual({ auths: { 'https://quay.io/v1/': { username: 'u' } } });
    expect(config(await api.get(SECRET, 'demo', 'pull', { showSecrets: true }))).toEqual({ auths });
  });

  test('a vault that keeps nothing leaves a plain Kubernetes Secret', async () => {
    const { api, vault, stored } = site();
    vault.keeps = false;
    await api.create(SECRET, 'demo', login('hunter2'));
    expect(config((await stored()) as KubeObject).auths['quay.io'].password).toBe('hunter2');
    expect(annotations(await stored())).toEqual({});
    expect(vault.texts.size).toBe(0);
  });

  test.each<[string, KubeObject, string]>([
    ['broken base64', login('', { stringData: undefined, data: { '.dockerconfigjson': '!' } }), 'BadRequest'],
    ['broken JSON', login('', { stringData: { '.dockerconfigjson': '{' } }), 'Invalid'],
    ['no data', login('', { stringData: undefined }), 'Invalid'],
  ])('%s changes nothing', async (_name, object, reason) => {
    const { api, vault, stored } = site();
    await expect(api.create(SECRET, 'demo', object)).rejects.toMatchObject({ status: { reason } });
    expect(await stored()).toBeUndefined();
    expect(vault.texts.size).toBe(0);
  });

  test('a vault that refuses changes nothing, and one that holds what cannot be stored forgets it', async () => {
    const { api, vault, stored, context, store } = site();
    vault.broken = 'locked';
    await expect(api.create(SECRET, 'demo', login('hunter2'))).rejects.toMatchObject({ code: 'CREDENTIALS' });
    expect(await stored()).toBeUndefined();
    vault.broken = undefined;
    const full = { ...store, create: () => Promise.reject(new Error('disk full')) };
    const failing = createImageApi({ ...context, store: full as typeof store });
    await expect(failing.create(SECRET, 'demo', login('hunter2'))).rejects.toThrow('disk full');
    expect(vault.texts.size).toBe(0);
  });

  test('what exists already does not trouble the vault', async () => {
    const { api, vault } = site();
    await api.create(SECRET, 'demo', login('hunter2'));
    await expect(api.create(SECRET, 'demo', login('hunter3'))).rejects.toMatchObject({
      status: { reason: 'AlreadyExists' },
    });
    expect([...vault.texts.keys()]).toEqual(['memory:1']);
  });

  test('a dry run keeps nothing and shows no password', async () => {
    const { api, vault, stored } = site();
    const shown = await api.create(SECRET, 'demo', login('hunter2'), { dryRun: true });
    expect(config(shown)).toEqual({ auths: { 'quay.io': { username: 'u' } } });
    expect(await stored()).toBeUndefined();
    expect(vault.texts.size).toBe(0);
  });
});

describe('changing secrets', () => {
  test('labels change without the vault', async () => {
    const { api, vault } = site();
    const created = await api.create<KubeObject>(SECRET, 'demo', login('hunter2'));
    const labelled = { ...created, metadata: { ...created.metadata, labels: { a: 'b' } } };
    const updated = await api.update(SECRET, 'demo', labelled);
    expect(updated.metadata.labels).toEqual({ a: 'b' });
    expect(annotations(updated)).toEqual({ [KEPT_IN]: 'memory:1' });
    expect(vault.recalls()).toBe(0);
  });

  test('the same values again write nothing; others get a mark of their own, and the old ones stay', async () => {
    const { api, vault } = site();
    const created = await api.create<KubeObject>(SECRET, 'demo', login('hunter2'));
    const again = await api.update(SECRET, 'demo', login('hunter2'));
    expect(again.metadata.resourceVersion).toBe(created.metadata.resourceVersion);
    const changed = await api.update(SECRET, 'demo', login('hunter3'));
    expect(annotations(changed)).toEqual({ [KEPT_IN]: 'memory:2' });
    expect([...vault.texts.keys()]).toEqual(['memory:1', 'memory:2']);
    // The older file, as it comes back from another branch.
    const { resourceVersion: _version, ...metadata } = created.metadata;
    await api.update(SECRET, 'demo', { ...created, metadata });
    const whole = await api.get(SECRET, 'demo', 'pull', { showSecrets: true });
    expect(config(whole).auths['quay.io'].password).toBe('hunter2');
  });

  test('a value beside kept ones is added to them', async () => {
    const { api } = site();
    const opaque = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pull' }, stringData: { a: 'x' } };
    const created = await api.create<KubeObject>(SECRET, 'demo', opaque);
    await api.update(SECRET, 'demo', { ...created, stringData: { b: 'y' } });
    const whole = await api.get<KubeObject>(SECRET, 'demo', 'pull', { showSecrets: true });
    expect(whole.data).toEqual({ a: encodeText('x'), b: encodeText('y') });
  });

  test('a secret whose values are lost can be written anew, and not filled from nothing', async () => {
    const { api, vault } = site();
    const created = await api.create<KubeObject>(SECRET, 'demo', login('hunter2'));
    vault.texts.clear();
    await expect(api.get(SECRET, 'demo', 'pull', { showSecrets: true })).rejects.toMatchObject({
      code: 'CREDENTIALS',
      message: 'secret "pull": its password is not in this memory',
    });
    await expect(api.update(SECRET, 'demo', { ...created, stringData: { x: '1' } })).rejects.toMatchObject({
      code: 'CREDENTIALS',
    });
    await api.update(SECRET, 'demo', login('hunter3'));
    expect(vault.texts.size).toBe(1);
  });

  test('a copy for another namespace keeps its own password', async () => {
    const { api } = site();
    const created = await api.create<KubeObject>(SECRET, 'demo', login('hunter2'));
    const { namespace: _namespace, ...metadata } = created.metadata;
    await api.create(SECRET, 'other', { ...created, metadata });
    await api.delete(SECRET, 'demo', 'pull');
    const whole = await api.get(SECRET, 'other', 'pull', { showSecrets: true });
    expect(config(whole).auths['quay.io'].password).toBe('hunter2');
  });

  test('a mark that somebody wrote cannot send a password to another host', async () => {
    const { api } = site();
    await api.create(SECRET, 'demo', login('hunter2'));
    const evil = login('', {
      metadata: { name: 'evil', annotations: { [KEPT_IN]: 'memory:1' } },
      stringData: { '.dockerconfigjson': JSON.stringify({ auths: { 'evil.example': { username: 'u' } } }) },
    });
    await api.create(SECRET, 'demo', evil);
    const whole = await api.get(SECRET, 'demo', 'evil', { showSecrets: true });
    expect(JSON.stringify(config(whole))).not.toContain('hunter2');
  });

  test.each(['delete', 'change'])(
    'the end of a secret in one copy of a store takes nothing from another: %s',
    async (how) => {
      const { api, stored, vault } = site();
      const copy = site();
      await api.create(SECRET, 'demo', login('hunter2'));
      await copy.store.create(
        { group: '', resource: 'secrets', namespace: 'demo', name: 'pull' },
        (await stored()) as KubeObject,
      );
      const clone = createImageApi({ ...copy.context, vault });
      if (how === 'delete') await clone.delete(SECRET, 'demo', 'pull');
      else await clone.update(SECRET, 'demo', login('hunter3'));
      const whole = await api.get(SECRET, 'demo', 'pull', { showSecrets: true });
      expect(config(whole).auths['quay.io'].password).toBe('hunter2');
    },
  );

  test('another type is refused', async () => {
    const { api } = site();
    await api.create(SECRET, 'demo', login('hunter2'));
    const other = login('', { type: 'Opaque', stringData: { a: 'b' } });
    await expect(api.update(SECRET, 'demo', other)).rejects.toMatchObject({
      status: { details: { causes: [{ field: 'type' }] } },
    });
  });

  test('choosing to keep passwords inline moves them on the next write', async () => {
    const { api, vault, stored } = site();
    await api.create(SECRET, 'demo', login('hunter2'));
    vault.keeps = false;
    await api.update(SECRET, 'demo', login('hunter2'));
    expect(annotations(await stored())).toEqual({});
  });
});
