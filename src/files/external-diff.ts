import type { ChildProcessByStdio } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ComparedText, Comparison, FileComparison } from '../core/ports/file-comparison.ts';
import { AppError, interrupted } from '../errors.ts';
import { childOutput } from '../processes/child-output.ts';
import { endOwnProcess, startOwnProcess } from '../processes/own-process.ts';

export interface ExternalDiffOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The folder for temporary files. */
  temporary: string;
  signal: AbortSignal;
}

/**
 * Compares as kubectl does: the texts before lie in a folder `LIVE-…`, those after in `MERGED-…`, and the program of
 * KUBECTL_EXTERNAL_DIFF, else `diff -u -N`, gets both folders. Its exit code 1 means that they differ. Where the system has
 * no `diff`, the differences are made here, in the same form.
 */
export function createExternalDiff({ env, platform, temporary, signal }: ExternalDiffOptions): FileComparison {
  const chosen = env.KUBECTL_EXTERNAL_DIFF;
  return {
    async compare(texts) {
      // Folders that only their owner may enter, in one that is removed whatever happens.
      const folder = await mkdtemp(path.join(temporary, 'imagestream-diff-'));
      try {
        const sides: Sides = { live: await side(folder, 'LIVE'), merged: await side(folder, 'MERGED') };
        for (const { name, before, after } of texts) {
          await writeFile(path.join(sides.live, fileName(name)), before, { mode: 0o600 });
          await writeFile(path.join(sides.merged, fileName(name)), after, { mode: 0o600 });
        }
        const [program, args] = chosen
          ? chosenProgram(chosen, sides)
          : ['diff', ['-u', '-N', sides.live, sides.merged]];
        const ended = await run(program, args, { env, platform, signal });
        if (ended) return outcome(program, ended);
        if (chosen)
          throw new AppError('ARGUMENT', `failed to run ${JSON.stringify(program)}: there is no such program`, HINT);
        return await ownComparison(texts, sides);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface Sides {
  live: string;
  merged: string;
}

const HINT = { hint: 'KUBECTL_EXTERNAL_DIFF names another program; without it, "diff" is used' };

async function side(folder: string, name: string): Promise<string> {
  const place = path.join(folder, `${name}-${path.basename(folder).slice(-6)}`);
  await mkdir(place, { mode: 0o700 });
  return place;
}

/** Tags have a colon in their names, which some file systems have not. */
const fileName = (name: string) => name.replace(/[/\\:]/g, '-');

/** Of the words behind the program, those that cannot be anything but flags are passed on, after the folders. */
function chosenProgram(text: string, { live, merged }: Sides): [string, string[]] {
  const [program = '', ...words] = text.split(' ');
  return [program, [live, merged, ...words.filter((word) => /^[a-zA-Z0-9=-]+$/.test(word))]];
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Undefined where there is no such program. */
function run(
  program: string,
  args: readonly string[],
  { env, platform, signal }: Pick<ExternalDiffOptions, 'env' | 'platform' | 'signal'>,
): Promise<Ended | undefined> {
  return new Promise((resolve, reject) => {
    const own = startOwnProcess(program, args, { env, platform, stdio: ['ignore', 'pipe', 'pipe'] });
    const child = own.child as ChildProcessByStdio<null, Readable, Readable>;
    // It ends with all that it has started.
    const abort = () => void endOwnProcess(own, 1_000).then(() => reject(interrupted()));
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    const texts = childOutput(child);
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(new AppError('ARGUMENT', `failed to run ${JSON.stringify(program)}: ${error.message}`, HINT));
    });
    child.once('close', (code, ended) => {
      if (signal.aborted) return;
      signal.removeEventListener('abort', abort);
      resolve({ code, signal: ended, ...texts });
    });
  });
}

function outcome(program: string, { code, signal, stdout, stderr }: Ended): Comparison {
  if (code === 0 || code === 1) return { different: code === 1, stdout, stderr };
  const why = signal ? `signal: ${signal}` : `exit status ${code}`;
  const said = stderr.trim() === '' ? '' : ` (${stderr.trim()})`;
  throw new AppError('ARGUMENT', `failed to run ${JSON.stringify(program)}: ${why}${said}`, HINT);
}

async function ownComparison(texts: readonly ComparedText[], { live, merged }: Sides): Promise<Comparison> {
  const { createTwoFilesPatch } = await import('diff');
  const parts = texts
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, before, after }) => {
      const [from, to] = [live, merged].map((folder) => path.join(folder, fileName(name))) as [string, string];
      const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, { context: 3 });
      const hunks = patch.replace(/^=+\n/, '').replace(/^@@ .* @@$/gm, (head) => head.replace(/,1(?= )/g, ''));
      return `diff -u -N ${from} ${to}\n${hunks}`;
    });
  return { different: parts.length > 0, stdout: parts.join(''), stderr: '' };
}
