import path from 'node:path';

/** Where configuration files of container tools are looked for. */
export interface FilePlaces {
  /** Environment variables by name. */
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  home: string;
  /** The folder of system-wide configuration: `/etc`. */
  system: string;
}

/** The folder of the user's own configuration. */
export function configHome({ env, home }: FilePlaces): string {
  return env.XDG_CONFIG_HOME || path.join(home, '.config');
}
