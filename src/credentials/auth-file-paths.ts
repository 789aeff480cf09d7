import path from 'node:path';
import type { DockerConfigFormat } from '../core/logins/docker-config.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface AuthFileOptions {
  env: Environment;
  /** The user's home directory. */
  home: string;
  /** The numeric user id; undefined where the system has none. */
  uid?: number | undefined;
  platform: NodeJS.Platform;
  /** A file that the user named on the command line; it wins over `REGISTRY_AUTH_FILE`. */
  authfile?: string | undefined;
}

export interface AuthFilePath {
  path: string;
  format: DockerConfigFormat;
  /** The user named it, with this option or variable: it must exist, and there is no other. */
  namedBy?: string;
}

/** The file that the user named, by option or variable (registry-client 8.4 CR1). */
export function explicitAuthFile(options: AuthFileOptions): AuthFilePath | undefined {
  if (options.authfile) return { path: options.authfile, format: 'config', namedBy: 'the given credential file' };
  const named = options.env.REGISTRY_AUTH_FILE;
  return named ? { path: named, format: 'config', namedBy: 'REGISTRY_AUTH_FILE' } : undefined;
}

/** Where logins lie if the user names no file, in the order of CR1 and containers-auth.json(5). None needs to exist. */
export function defaultAuthFiles(options: AuthFileOptions): AuthFilePath[] {
  const { env, home, platform } = options;
  const { join } = platform === 'win32' ? path.win32 : path.posix;
  const configHome = env.XDG_CONFIG_HOME || join(home, '.config');
  const paths = [
    runtimeAuthFile(options),
    join(configHome, 'containers', 'auth.json'),
    env.DOCKER_CONFIG ? join(env.DOCKER_CONFIG, 'config.json') : join(home, '.docker', 'config.json'),
  ];
  const files: AuthFilePath[] = [...new Set(paths)]
    .filter((file) => file !== undefined)
    .map((file) => ({ path: file, format: 'config' }));
  return [...files, { path: join(home, '.dockercfg'), format: 'dockercfg' }];
}

/** Where `podman login` writes. macOS and Windows have no runtime directory, so it is the home directory there. */
function runtimeAuthFile({ env, home, uid, platform }: AuthFileOptions): string | undefined {
  if (platform === 'win32') return path.win32.join(home, '.config', 'containers', 'auth.json');
  if (platform === 'darwin') return path.posix.join(home, '.config', 'containers', 'auth.json');
  const runtime = env.XDG_RUNTIME_DIR || (uid === undefined ? undefined : `/run/containers/${uid}`);
  if (runtime === undefined) return undefined;
  return env.XDG_RUNTIME_DIR ? path.posix.join(runtime, 'containers', 'auth.json') : `${runtime}/auth.json`;
}
