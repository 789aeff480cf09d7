import type { ImportMode } from '../../core/objects/image-stream.ts';
import { type Flag, refuse } from '../command.ts';

export const IMPORT_MODE_FLAG: Flag = {
  name: 'import-mode',
  group: 'future',
  type: 'string',
  value: 'Legacy|PreserveOriginal',
  default: 'Legacy',
  help: "Of a multi-platform image, keep this machine's platform or the whole index",
};

/** The value of `IMPORT_MODE_FLAG`; fails with ARGUMENT in `oc`'s words. */
export function parseImportMode(value: string): ImportMode {
  if (value === 'PreserveOriginal') return value;
  if (value === 'Legacy' || value === '') return 'Legacy';
  refuse('valid ImportMode values are Legacy or PreserveOriginal');
}
