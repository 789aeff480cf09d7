import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { projectRoot } from '../support/command-line.ts';
import { leftovers } from './store-check.ts';

/** What became of the writes of several machines on one folder. */
export interface TwinReport {
  /** Writes that were said to be done, and those that said that they were not. */
  readonly taken: number;
  readonly failed: readonly string[];
  /** What was said to be done and is not there, or is there and was not said to be done. */
  readonly lost: readonly string[];
  readonly unsaid: readonly string[];
  readonly left: readonly string[];
}

/** What others can know of a writer. */
export type Standing =
  /** It is of one of two machines of one name: each knows its own processes, and of the other's none. */
  | 'of twins'
  /** It is taken for dead by everybody, all the time, and its locks are taken away whenever somebody wants one. */
  | 'taken for dead';

const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };
/** No process has such a pid. */
const NOBODY = 2 ** 22 + 1;
const run = promisify(execFile);

/** Lets so many processes write the same stream so often at once, as often as there are runs. */
export async function writeFromTwins(
  { writers, writes, runs }: { writers: number; writes: number; runs: number },
  standing: Standing,
): Promise<TwinReport> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'twins-'));
  const program = path.join(folder, 'writer.cjs');
  const entry = path.join(projectRoot(), 'test/endurance/twin-writer.ts');
  const report = {
    taken: 0,
    failed: [] as string[],
    lost: [] as string[],
    unsaid: [] as string[],
    left: [] as string[],
  };
  try {
    await build({
      entryPoints: [entry],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    for (let n = 0; n < runs; n++) {
      const directory = path.join(folder, String(n));
      const store = createDirectoryStore({ directory });
      const metadata = { name: 'app' };
      await store.create(key, {
        apiVersion: 'image.openshift.io/v1',
        kind: 'ImageStream',
        metadata,
        spec: { marks: [] },
      });
      const start = async (writer: number) => {
        const who = standing === 'of twins' ? [`twin${writer % 2}`] : ['one', String(NOBODY + writer)];
        const { stdout } = await run(process.execPath, [program, directory, String(writes), ...who]);
        return JSON.parse(stdout) as { taken: string[]; failed: string[] };
      };
      const outcomes = await Promise.all(Array.from({ length: writers }, (_, writer) => start(writer)));
      const taken = outcomes.flatMap((outcome) => outcome.taken);
      const marks = (await store.get<KubeObject & { spec: { marks: string[] } }>(key))?.spec.marks ?? [];
      report.taken += taken.length;
      report.failed.push(...outcomes.flatMap((outcome) => outcome.failed));
      report.lost.push(...taken.filter((mark) => !marks.includes(mark)));
      report.unsaid.push(...marks.filter((mark) => !taken.includes(mark)));
      report.left.push(...leftovers(directory));
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
