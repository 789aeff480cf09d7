import type { KubeObject } from '../../src/core/objects/meta.ts';
import { isStatusError } from '../../src/core/status.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';

const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };

/** Adds one to the number in an object, as often as it is told, and starts again after every Conflict. */
async function count(directory: string, times: number): Promise<void> {
  const store = createDirectoryStore({ directory });
  for (let done = 0; done < times; ) {
    const object = (await store.get(key)) as KubeObject & { spec: { count: number } };
    try {
      await store.update(key, { ...object, spec: { count: object.spec.count + 1 } });
      done++;
    } catch (error) {
      if (!isStatusError(error, 'Conflict')) throw error;
    }
  }
}

const [directory = '', times = ''] = process.argv.slice(2);
void count(directory, Number(times));
