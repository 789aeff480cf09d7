import { type StdioOptions, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Editor } from '../core/ports/editor.ts';
import { AppError, interrupted } from '../errors.ts';
import { endTree } from '../processes/process-tree.ts';

export interface ExternalEditorOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The folder for temporary files. */
  temporary: string;
  /** Ends the editor, with all that it has started. */
  signal: AbortSignal;
  /** Whether the editor may have this descriptor of ours: a terminal or a file, not a pipe that does not wait for readers. */
  shares(descriptor: 1 | 2): boolean;
  write(descriptor: 1 | 2, bytes: Uint8Array): Promise<void>;
}

/** How long an editor that was asked to end has for it, in milliseconds. */
const GRACE = 2_000;

/**
 * The editor of KUBE_EDITOR, else EDITOR, else `vi` (`notepad` on Windows). Both may hold arguments. It stays in our group of
 * processes, since that is the one that has the terminal.
 */
export function createExternalEditor(options: ExternalEditorOptions): Editor {
  const { env, platform, temporary } = options;
  const command = env.KUBE_EDITOR || env.EDITOR || (platform === 'win32' ? 'notepad' : 'vi');
  return {
    async edit(text, extension) {
      // A folder that only its owner may enter: what is edited can be a secret.
      const folder = await mkdtemp(path.join(temporary, 'imagestream-edit-'));
      const file = path.join(folder, `object${extension}`);
      await writeFile(file, text, { mode: 0o600 });
      try {
        await run(command, file, options);
        return {
          text: await readFile(file, 'utf8'),
          path: file,
          remove: () => rm(folder, { recursive: true, force: true }),
        };
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    },
  };
}

function run(command: string, file: string, options: ExternalEditorOptions): Promise<void> {
  const { platform, signal, shares, write } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(interrupted());
    const output = (descriptor: 1 | 2) => (shares(descriptor) ? 'inherit' : 'pipe');
    const stdio: StdioOptions = ['inherit', output(1), output(2)];
    const child =
      platform === 'win32'
        ? spawn(`${command} "${file}"`, { stdio, shell: true })
        : spawn('/bin/sh', ['-c', `${command} "$0"`, file], { stdio });
    const passed = [pass(child.stdout, (bytes) => write(1, bytes)), pass(child.stderr, (bytes) => write(2, bytes))];
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', abort);
      settle();
    };
    const fail = (why: string, cause?: unknown) =>
      reject(
        new AppError('ARGUMENT', `there was a problem with the editor "${command}": ${why}`, {
          hint: 'Name another editor in KUBE_EDITOR or EDITOR',
          cause,
        }),
      );
    const abort = () => void endTree(child, GRACE).then(() => end(() => reject(interrupted())));
    signal.addEventListener('abort', abort);
    child.once('error', (error) => end(() => fail(error.message, error)));
    child.once('exit', (code, endedBy) => {
      if (signal.aborted) return;
      void Promise.all(passed).then(() =>
        end(() => {
          if (code === 0) resolve();
          else fail(endedBy ? `it was ended by ${endedBy}` : `it ended with exit code ${code}`);
        }),
      );
    });
  });
}

async function pass(stream: Readable | null, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  try {
    for await (const chunk of stream ?? []) await write(chunk as Uint8Array);
  } catch {
    // The pipe broke: what counts is how the editor ends.
  }
}
