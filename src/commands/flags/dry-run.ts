import { type Flag, type FlagValues, refuse } from '../command.ts';
import { parseBool } from './go-bool.ts';

/** `client`: nothing is sent. `server`: the API validates and defaults as if it wrote, and writes nothing. */
export type DryRunMode = 'none' | 'client' | 'server';

export interface DryRun {
  mode: DryRunMode;
  /** For the deprecated forms of the flag. */
  warning?: string;
}

const BARE = 'unchanged';

export const DRY_RUN_FLAG: Flag = {
  name: 'dry-run',
  group: 'writing',
  type: 'string',
  value: 'none|server|client',
  default: 'none',
  bare: BARE,
  help: 'Write nothing: "client" shows what would be sent, "server" what would be stored',
};

/** Reads `--dry-run`, also in the deprecated forms without a value and with a boolean. Fails with ARGUMENT. */
export function parseDryRun(flags: FlagValues): DryRun {
  const value = flags.string('dry-run');
  if (value === 'none' || value === 'client' || value === 'server') return { mode: value };
  if (value === BARE) {
    return { mode: 'client', warning: '--dry-run is deprecated and can be replaced with --dry-run=client.' };
  }
  const given = parseBool(value);
  if (given === undefined) refuse(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  const mode = given ? 'client' : 'none';
  return {
    mode,
    warning: `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${mode}.`,
  };
}

/** What follows an operation in messages. */
export function dryRunSuffix(mode: DryRunMode): string {
  if (mode === 'none') return '';
  return mode === 'client' ? ' (dry run)' : ' (server dry run)';
}
