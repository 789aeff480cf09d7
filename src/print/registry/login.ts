import { goJson } from '../../codec/go-json.ts';
import type { RegistryLoginResult } from '../../commands/registry/login.ts';
import type { Printed } from '../printed.ts';

/** `registry login`: as the newest `oc` says it, or the file itself. */
export async function prepare(): Promise<(result: RegistryLoginResult) => Printed> {
  return ({ registry, path, content, notes }) => ({
    stdout:
      path === undefined
        ? `${goJson(content, { keys: Object.keys, indent: '\t' })}\n`
        : `Saved credentials for ${registry} into ${path}\n`,
    ...(path === undefined ? { data: true } : {}),
    stderr: notes.map((note) => `${note}\n`).join(''),
  });
}
