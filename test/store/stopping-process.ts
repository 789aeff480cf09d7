import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { type FileSystem, realFileSystem } from '../../src/store/files/file-system.ts';
import { currentProcess } from '../../src/store/locks/process-identity.ts';

interface Marked extends KubeObject {
  spec: { marks: string[] };
}

const [directory = '', operation = '', at = ''] = process.argv.slice(2);
const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };

/** Stops this process before the call with this number, until somebody lets it go on. */
function stopping(before: number): FileSystem {
  let count = 0;
  return new Proxy(realFileSystem, {
    get(target, name: keyof FileSystem) {
      const call = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (count++ === before) process.kill(process.pid, 'SIGSTOP');
        return call.apply(target, args);
      };
    },
  });
}

/** Changes the stream as a process of another system, and prints whether it was told that this is done. */
async function change(): Promise<void> {
  const identity = { ...currentProcess(), system: 'elsewhere' };
  const stream = (await createDirectoryStore({ directory }).get<Marked>(key)) as Marked;
  const store = createDirectoryStore({ directory, identity, fs: stopping(Number(at)) });
  try {
    if (operation === 'delete') await store.delete(key);
    else await store.update(key, { ...stream, spec: { marks: [...stream.spec.marks, 'stopped'] } });
    console.log('told');
  } catch (error) {
    console.log(String(error));
  }
}

void change();
