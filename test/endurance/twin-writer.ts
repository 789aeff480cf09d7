import type { KubeObject } from '../../src/core/objects/meta.ts';
import { isStatusError } from '../../src/core/status.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { currentProcess } from '../../src/store/locks/process-identity.ts';

/** The stream that everybody writes. */
interface Marked extends KubeObject {
  spec: { marks: string[] };
}

const [directory = '', writes = '', system = '', pid = ''] = process.argv.slice(2);
const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };

/** Adds so many marks to a stream, as a process of the system that it is told to be, and prints which of them were taken. */
async function write(): Promise<void> {
  const identity = { ...currentProcess(), host: 'twin', system, ...(pid ? { pid: Number(pid) } : {}) };
  const store = createDirectoryStore({ directory, identity });
  const taken: string[] = [];
  const failed: string[] = [];
  for (let n = 0; n < Number(writes); ) {
    const mark = `${process.pid}-${n}`;
    const stream = (await store.get<Marked>(key)) as Marked;
    try {
      await store.update(key, { ...stream, spec: { marks: [...stream.spec.marks, mark] } });
      taken.push(mark);
      n++;
    } catch (error) {
      if (isStatusError(error, 'Conflict')) continue;
      failed.push(String(error));
      n++;
    }
  }
  console.log(JSON.stringify({ taken, failed }));
}

void write();
