import type { RegistryInfoResult } from '../../commands/registry/info.ts';
import type { Printed } from '../printed.ts';

/** `registry info`: the host. */
export async function prepare(): Promise<(result: RegistryInfoResult) => Printed> {
  return ({ host, quiet, notes }) => ({
    stdout: quiet ? '' : `${host}\n`,
    stderr: notes.map((note) => `${note}\n`).join(''),
  });
}
