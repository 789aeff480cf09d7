import type { CompletionRequest, Shell } from '../commands/completion.ts';
import type { Printed } from './printed.ts';

const SCRIPTS: Readonly<Record<Shell, () => Promise<string>>> = {
  bash: async () => (await import('./completion/bash.ts')).BASH,
  zsh: async () => (await import('./completion/zsh.ts')).ZSH,
  fish: async () => (await import('./completion/fish.ts')).FISH,
  powershell: async () => (await import('./completion/powershell.ts')).POWERSHELL,
};

/** `completion`: the shell's script. It calls `PROGRAM __complete WORD...` for its candidates (`cli/complete.ts`). */
export async function prepare({ shell, program }: CompletionRequest): Promise<() => Printed> {
  const script = (await SCRIPTS[shell]()).replaceAll('PROGRAM', program);
  return () => ({ stdout: script, data: true as const });
}
