import path from 'node:path';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { createCommandLine } from '../support/command-line.ts';
import { leftovers, wrongObjects } from './store-check.ts';

export interface TaggingReport {
  /** Tags that are there, each with the history that it has to have. */
  readonly tags: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
}

/** Lets several users tag at once, each of them so often, by processes of their own: one stream, or as many streams. */
export async function tagAtOnce(users: number, each: number, streams: 'one' | 'many'): Promise<TaggingReport> {
  const shell = await createCommandLine();
  const directory = path.join(shell.folder, '.imagestream');
  const wrong: string[] = [];
  const streamOf = (n: number) => (streams === 'one' ? 'app' : `app-${n}`);
  const run = async (...args: string[]) => {
    const { status, stderr } = await shell.run(args);
    if (status !== 0) wrong.push(`imagestream ${args.join(' ')}: ${status} ${stderr}`);
  };
  const numbers = (length: number) => Array.from({ length }, (_, n) => n);
  try {
    // What is followed by a reference is recorded as it stands, so that no registry is needed.
    await run('tag', '--source=docker', '--reference', 'quay.io/team/app:v1', 'base:latest');
    const started = performance.now();
    const work = async (user: number) => {
      for (const n of numbers(each)) await run('tag', 'base:latest', `${streamOf(n)}:u${user}-${n}`);
    };
    await Promise.all(numbers(users).map(work));
    const seconds = (performance.now() - started) / 1000;
    wrong.push(...(await wrongObjects(directory)), ...leftovers(directory).map((file) => `left ${file}`));
    const store = createDirectoryStore({ directory });
    let tags = 0;
    for (const name of new Set(numbers(each).map(streamOf))) {
      const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name };
      const stream = await store.get<ImageStream & KubeObject>(key);
      const expected = numbers(users).flatMap((user) =>
        numbers(each)
          .filter((n) => streamOf(n) === name)
          .map((n) => `u${user}-${n}`),
      );
      tags += expected.filter((tag) => stream?.spec.tags?.some((found) => found.name === tag)).length;
    }
    return { tags, seconds, wrong };
  } finally {
    shell.remove();
  }
}
