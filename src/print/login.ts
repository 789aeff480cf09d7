import { goJson } from '../codec/go-json.ts';
import type { LoginRequest, LoginResult } from '../commands/login.ts';
import type { LogoutRequest, LogoutResult } from '../commands/logout.ts';
import type { RegistryLoginRequest, RegistryLoginResult } from '../commands/registry/login.ts';
import type { Printed } from './printed.ts';

/** `login`: where the login lies. */
export async function prepareLogin(_request: LoginRequest): Promise<(result: LoginResult) => Printed> {
  return ({ registry, where, warnings }) => ({
    stdout: `Saved credentials for ${registry} ${where}\n`,
    stderr: warnings.map((text) => `warning: ${text}\n`).join(''),
  });
}

/** `logout`: a line for each place that had a login. */
export async function prepareLogout(_request: LogoutRequest): Promise<(result: LogoutResult) => Printed> {
  return ({ registry, places }) => ({
    stdout: places.map((place) => `Removed credentials for ${registry} from ${place}\n`).join(''),
  });
}

/** `registry login`: as the newest `oc` says it, or the file itself. */
export async function prepareRegistryLogin(
  _request: RegistryLoginRequest,
): Promise<(result: RegistryLoginResult) => Printed> {
  return ({ registry, path, content, notes }) => ({
    stdout:
      path === undefined
        ? `${goJson(content, { keys: Object.keys, indent: '\t' })}\n`
        : `Saved credentials for ${registry} into ${path}\n`,
    ...(path === undefined ? { data: true } : {}),
    stderr: notes.map((note) => `${note}\n`).join(''),
  });
}
