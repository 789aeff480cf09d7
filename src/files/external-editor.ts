import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Editor } from '../core/ports/editor.ts';
import { AppError } from '../errors.ts';

export interface ExternalEditorOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The folder for temporary files. */
  temporary: string;
}

/** The editor of KUBE_EDITOR, else EDITOR, else `vi` (`notepad` on Windows). Both may hold arguments. */
export function createExternalEditor({ env, platform, temporary }: ExternalEditorOptions): Editor {
  const command = env.KUBE_EDITOR || env.EDITOR || (platform === 'win32' ? 'notepad' : 'vi');
  return {
    async edit(text, extension) {
      // A folder that only its owner may enter: what is edited can be a secret.
      const folder = await mkdtemp(path.join(temporary, 'imagestream-edit-'));
      const file = path.join(folder, `object${extension}`);
      await writeFile(file, text, { mode: 0o600 });
      try {
        await run(command, file, platform);
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

function run(command: string, file: string, platform: NodeJS.Platform): Promise<void> {
  return new Promise((resolve, reject) => {
    const child =
      platform === 'win32'
        ? spawn(`${command} "${file}"`, { stdio: 'inherit', shell: true })
        : spawn('/bin/sh', ['-c', `${command} "$0"`, file], { stdio: 'inherit' });
    const fail = (why: string, cause?: unknown) =>
      reject(
        new AppError('ARGUMENT', `there was a problem with the editor "${command}": ${why}`, {
          hint: 'Name another editor in KUBE_EDITOR or EDITOR',
          cause,
        }),
      );
    child.once('error', (error) => fail(error.message, error));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else fail(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`);
    });
  });
}
