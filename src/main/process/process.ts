import type { Keychain } from '../../credentials/keychain.ts';
import { createInterruption, type Interruption } from './interruption.ts';
import { createOwnKeychain } from './keychain.ts';
import { createOutput, type Output } from './output.ts';
import { type Program, thisProgram } from './program.ts';

/**
 * The first layer: what there is once, whatever is done and for whomever. It knows of no flag, no store and no user.
 * Opened once; everything else takes output, signals and the keychain from here.
 */
export interface OwnProcess {
  program: Program;
  output: Output;
  interruption: Interruption;
  keychain: Keychain;
  now(): Date;
}

/** Opens nothing but names: each part is loaded when it is first used. */
export function openProcess(): OwnProcess {
  const interruption = createInterruption();
  return {
    program: thisProgram(),
    output: createOutput(interruption.readerGone),
    interruption,
    keychain: createOwnKeychain(),
    now: () => new Date(),
  };
}
