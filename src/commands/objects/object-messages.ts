import type { KubeObject } from '../../core/objects/meta.ts';
import type { DryRun } from '../flags/dry-run.ts';
import type { OutputFormat } from '../flags/output-format.ts';

/** What all verbs that write objects ask their printer for. */
export interface ObjectMessagesRequest {
  output: OutputFormat;
  dryRun: DryRun;
}

/** What was done to an object, or a line of text between such. */
export type ObjectMessage =
  | {
      object: KubeObject;
      operation: string;
      /** `KIND.GROUP "NAME" OPERATION`, as kubectl words deletions. */
      quoted?: boolean;
    }
  | { text: string };

/** What a verb did: `KIND.GROUP/NAME OPERATION` for each object, or the objects in the format of `-o`. */
export interface ObjectMessages {
  messages: readonly ObjectMessage[];
  /** Sentences for stderr. */
  warnings: readonly string[];
  /** Lines for stderr that are no warnings. */
  notes?: readonly string[];
  /** What failed beside it. */
  errors: readonly unknown[];
  /** With `-o`, several objects are one List. */
  asList?: boolean;
  /** The objects are the client's own structs, whose JSON has `kind` first. */
  asStruct?: boolean;
}
