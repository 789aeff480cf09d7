import type { Flag, FlagValues } from '../command.ts';
import { DRY_RUN_FLAG, type DryRun, parseDryRun } from './dry-run.ts';
import { parseValidation, VALIDATE_FLAG, type Validation } from './field-validation.ts';
import { type OutputFormat, PRINT_FLAGS, parseOutputFormat } from './output-format.ts';

/** A flag that scripts pass and that means nothing without a cluster. */
export const acceptedFlag = (name: string, type: Flag['type'] = 'string', bare?: string): Flag => ({
  name,
  type,
  ...(bare ? { bare } : {}),
  help: 'Accepted; without effect here',
  hidden: true,
});

/** Flags of all verbs that write objects. */
export const WRITE_FLAGS: readonly Flag[] = [
  DRY_RUN_FLAG,
  ...PRINT_FLAGS,
  acceptedFlag('field-manager'),
  acceptedFlag('record', 'bool'),
];

/** Flags of the verbs that send whole objects. */
export const CREATE_FLAGS: readonly Flag[] = [
  ...WRITE_FLAGS,
  {
    name: 'save-config',
    group: 'writing',
    type: 'bool',
    help: 'Record the configuration in an annotation, so that "apply" can go on from it',
  },
  VALIDATE_FLAG,
];

export interface WriteOptionsRequest {
  output: OutputFormat;
  dryRun: DryRun;
}

export function parseWriteFlags(flags: FlagValues): WriteOptionsRequest {
  return { dryRun: parseDryRun(flags), output: parseOutputFormat(flags, { tables: false }) };
}

export interface CreateOptionsRequest extends WriteOptionsRequest {
  saveConfig: boolean;
  validation: Validation;
}

/** The values of `CREATE_FLAGS`. */
export function parseCreateFlags(flags: FlagValues): CreateOptionsRequest {
  return { ...parseWriteFlags(flags), saveConfig: flags.bool('save-config'), validation: parseValidation(flags) };
}
