import type { RegistriesConf } from '../registries/registries-conf.ts';

/** The registries.conf of this machine and user. */
export interface RegistriesConfSource {
  /**
   * What the files say, read once; undefined where there are none. Files that can only hold aliases are not parsed
   * where none are wanted. Fails with ARGUMENT for a file that cannot be read, naming it, with line and column.
   */
  read(want: 'registries' | 'short-names'): Promise<RegistriesConf | undefined>;
}
