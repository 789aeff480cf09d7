import { describe, expect, test } from '@jest/globals';
import type { Registry } from '../../../src/core/ports/registry.ts';
import type { RegistryRules } from '../../../src/core/registries/pull-sources.ts';
import type { RegistryEntry } from '../../../src/core/registries/registry-entry.ts';
import { routeRegistry } from '../../../src/core/registries/routed-registry.ts';
import { RegistryError } from '../../../src/errors.ts';
import { digestA } from '../../support/streams.ts';

const quay = { registry: 'quay.io', repository: 'team/app', insecure: false };
const request = { credentials: { find: async () => undefined } };
const descriptor = { mediaType: 'x', digest: digestA, size: 1 };
const missing = new RegistryError('REGISTRY_MANIFEST_UNKNOWN', 'not here');
const down = new RegistryError('REGISTRY_CONNECTION', 'b.io: it is down', { hint: 'start it' });
const denied = new RegistryError('REGISTRY_DENIED', 'denied: no', { status: 403, hint: 'log in' });

const mirror = (location: string) => ({ location, pull: 'all' as const, insecure: false });
const entry = (over: Partial<RegistryEntry> = {}): RegistryEntry => ({
  ...{ prefix: 'quay.io', location: '', insecure: false, blocked: false, origin: 'the file' },
  mirrors: [mirror('a.io'), mirror('b.io')],
  ...over,
});

/** A registry of which each host fails as it is told; asks for anything are noted as `what host`. */
function routed(failures: Record<string, Error>, over: Partial<RegistryRules> = {}) {
  const asked: string[] = [];
  const notes: string[] = [];
  const answer = (what: string) => async (at: typeof quay) => {
    asked.push(`${what} ${at.registry}`);
    const failure = failures[at.registry];
    if (failure) throw failure;
    return `${what} of ${at.registry}`;
  };
  const registry = {
    getManifest: answer('manifest'),
    resolveDigest: answer('digest'),
    getConfig: answer('config'),
    listTags: answer('tags'),
    close: async () => void asked.push('close'),
  } as unknown as Registry;
  const rules = {
    sets: [],
    files: [entry()],
    isInsecure: () => false,
    isInsecureByUser: () => false,
    consented: false,
    isBlocked: () => false,
    ...over,
  };
  return {
    it: routeRegistry(registry, { rules: async () => rules, explain: (note) => notes.push(note) }),
    asked,
    notes,
  };
}

describe('mirrors', () => {
  test('are asked in order, until one answers', async () => {
    const { it, asked, notes } = routed({ 'a.io': missing });
    expect(await it.getManifest(quay, '1', request)).toBe('manifest of b.io');
    expect(asked).toEqual(['manifest a.io', 'manifest b.io']);
    expect(notes).toEqual([
      'the mirror a.io/team/app (the file) does not have it: not here',
      'quay.io/team/app was found at the mirror b.io/team/app (the file)',
    ]);
  });

  test('what belongs to a manifest is asked for where that was found, and nowhere twice', async () => {
    const { it, asked } = routed({ 'a.io': missing });
    await it.getManifest(quay, '1', request);
    asked.length = 0;
    await it.getConfig(quay, descriptor, request);
    await it.getManifest(quay, digestA, request);
    expect(asked).toEqual(['config b.io', 'manifest b.io']);
    const later = routed({ 'a.io': missing });
    await later.it.getManifest(quay, '1', request);
    later.asked.length = 0;
    await later.it.resolveDigest(quay, '1', request);
    await later.it.getManifest(quay, '2', request);
    expect(later.asked).toEqual(['digest a.io', 'digest b.io', 'manifest a.io', 'manifest b.io']);
  });

  test('the place where it was found is asked once, also when it has no more', async () => {
    const failures: Record<string, Error> = { 'a.io': missing };
    const { it, asked } = routed(failures);
    await it.getManifest(quay, '1', request);
    asked.length = 0;
    failures['b.io'] = missing;
    expect(await it.getConfig(quay, descriptor, request)).toBe('config of quay.io');
    expect(asked).toEqual(['config b.io', 'config a.io', 'config quay.io']);
  });

  test('are not asked for lists of tags', async () => {
    const { it, asked } = routed({});
    expect(await it.listTags(quay, request)).toBe('tags of quay.io');
    await it.close();
    expect(asked).toEqual(['tags quay.io', 'close']);
  });

  test('an error that is no answer of a registry ends everything', async () => {
    const { it, asked } = routed({ 'a.io': new Error('bug') });
    await expect(it.getManifest(quay, '1', request)).rejects.toThrow('bug');
    expect(asked).toEqual(['manifest a.io']);
  });
});

describe('where nobody has it', () => {
  const failure = async (failures: Record<string, Error>) =>
    await routed(failures)
      .it.getManifest(quay, '1', request)
      .then(
        () => undefined,
        (error: unknown) => error as RegistryError,
      );

  test('the registry speaks, and mirrors that just have nothing do not', async () => {
    expect(await failure({ 'a.io': missing, 'b.io': missing, 'quay.io': denied })).toBe(denied);
  });

  test('what mirrors said beside that is added once', async () => {
    const error = await failure({ 'a.io': down, 'b.io': down, 'quay.io': denied });
    expect(error).toMatchObject({
      code: 'REGISTRY_DENIED',
      message: 'denied: no (mirror b.io: it is down)',
      status: 403,
      hint: 'log in',
      cause: denied,
    });
    const bare = await failure({ 'a.io': down, 'b.io': missing, 'quay.io': missing });
    expect(bare).toMatchObject({ message: 'not here (mirror b.io: it is down)', hint: undefined, status: undefined });
  });
});

describe('what is blocked', () => {
  test('by a file', async () => {
    const { it, asked } = routed({}, { files: [entry({ blocked: true })] });
    await expect(it.listTags(quay, request)).rejects.toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: 'quay.io is blocked by the file',
    });
    expect(asked).toEqual([]);
  });

  test('by the cluster, where there are no mirrors', async () => {
    const { it, asked } = routed({}, { files: [], isBlocked: () => true });
    await expect(it.getManifest(quay, '1', request)).rejects.toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: 'quay.io is blocked by image.config.openshift.io/cluster',
    });
    expect(asked).toEqual([]);
  });
});
