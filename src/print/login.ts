import type { LoginResult } from '../commands/login.ts';
import type { Printed } from './printed.ts';

/** `login`: where the login lies. */
export async function prepare(): Promise<(result: LoginResult) => Printed> {
  return ({ registry, where, warnings }) => ({
    stdout: `Saved credentials for ${registry} ${where}\n`,
    stderr: warnings.map((text) => `warning: ${text}\n`).join(''),
  });
}
