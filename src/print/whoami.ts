import type { Printed } from './printed.ts';

/** `whoami`: one line. */
export async function prepare(): Promise<(answer: string) => Printed> {
  return (answer) => ({ stdout: `${answer}\n` });
}
