import { createImageApi, type ImageApi } from '../../src/api/api.ts';
import type { ApiContext } from '../../src/api/context.ts';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';
import { FakeRegistryPort } from './fake-registry-port.ts';
import { createMemoryStore } from './memory-store.ts';

export interface ApiFixture {
  api: ImageApi;
  store: ObjectStore;
  registry: FakeRegistryPort;
  /** Lets time pass, in seconds. */
  pass(seconds: number): void;
  context: ApiContext;
}

/** The image API over a store in memory, a registry of plain objects and a clock that stands. */
export function anImageApi(over: Partial<ApiContext['settings']> = {}): ApiFixture {
  let at = Date.parse('2026-03-01T10:00:00Z');
  let uid = 0;
  const registry = new FakeRegistryPort();
  const store = createMemoryStore();
  const context: ApiContext = {
    store,
    registry,
    credentials: { find: async () => undefined },
    settings: {
      maxImagesBulkImportedPerRepository: 50,
      platform: { architecture: 'amd64', os: 'linux' },
      ...over,
    },
    now: () => new Date(at),
    newUid: () => `uid-${++uid}`,
    report: () => {},
    warn: () => {},
    unreadable: () => {},
  };
  return { api: createImageApi(context), store, registry, context, pass: (seconds) => void (at += seconds * 1000) };
}
