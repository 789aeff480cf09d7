import os from 'node:os';
import process from 'node:process';
import { whenAsked } from '../../core/concurrency/when-asked.ts';
import type { Editor } from '../../core/ports/editor.ts';
import type { FileComparison } from '../../core/ports/file-comparison.ts';
import type { GitWork } from '../../core/ports/git-work.ts';
import type { Interruption } from '../process/interruption.ts';
import { isShareable, writeText } from '../process/output.ts';
import { programCall } from '../process/program.ts';
import type { CallOptions } from './options.ts';

/** The user's git, loaded when a verb is about it. */
export function lateGitWork(): GitWork {
  const { env } = process;
  const open = async () => (await import('../../files/git-work.ts')).createGitWork({ env, program: programCall() });
  return {
    get program() {
      return programCall();
    },
    ...whenAsked(open, ['topOf', 'configure', 'read', 'write', 'isFolder']),
  };
}

/** The user's program that shows differences, loaded when a command has some. */
export function lateComparison(options: CallOptions): FileComparison {
  const open = async () => {
    const { createExternalDiff } = await import('../../files/external-diff.ts');
    const { env, platform } = process;
    return createExternalDiff({ env, platform, temporary: os.tmpdir(), signal: options.signal });
  };
  return whenAsked(open, ['compare']);
}

/** The user's editor, which has the terminal and Ctrl-C while it runs. */
export function lateEditor(interruption: Interruption, options: CallOptions): Editor {
  const open = async () => {
    const { createExternalEditor } = await import('../../files/external-editor.ts');
    const { env, platform } = process;
    return createExternalEditor({
      env,
      platform,
      temporary: os.tmpdir(),
      signal: options.signal,
      shares: isShareable,
      write: async (descriptor, bytes) => void (await writeText(descriptor, bytes)),
    });
  };
  const { edit } = whenAsked(open, ['edit']);
  return { edit: (...args) => interruption.withoutCtrlC(() => edit(...args)) };
}
