import process from 'node:process';
import type { CurrentProject } from '../../core/ports/current-project.ts';
import { savedProject } from '../../store/project-file.ts';
import type { OpenStore } from '../process/store.ts';

export interface Namespace {
  name: string;
  origin: CurrentProject['origin'];
}

/**
 * The namespace by precedence: flag, variable, what `project` saved, `default`. Fails as a read of the store does.
 *
 * @param flag the value of `--namespace`; empty for none
 */
export function currentNamespace(flag: string, { directory, fs }: OpenStore): Namespace {
  if (flag) return { name: flag, origin: 'flag' };
  const { IMAGESTREAM_NAMESPACE: variable } = process.env;
  if (variable) return { name: variable, origin: 'environment' };
  const saved = savedProject(directory, fs);
  return saved ? { name: saved, origin: 'saved' } : { name: 'default', origin: 'default' };
}
