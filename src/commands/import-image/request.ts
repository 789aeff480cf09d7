import type { EventRequest } from '../../core/events/sink-settings.ts';
import type { ImportMode } from '../../core/objects/image-stream.ts';
import type { OutputFormat } from '../flags/output-format.ts';

/** What `import-image` is asked for, as its flags and arguments say. */
export interface ImportImageRequest {
  /** How the program was called. */
  program: string;
  /** The first argument, as typed: it is the source when `--from` is missing. */
  target: string;
  stream: string;
  /** Empty with `--all`. */
  tag: string;
  from: string;
  confirm: boolean;
  all: boolean;
  scheduled: boolean;
  /** Undefined when the flag was not given. */
  insecure: boolean | undefined;
  referencePolicy: 'Source' | 'Local';
  importMode: ImportMode;
  dryRun: boolean;
  output: OutputFormat;
  /** The only secret to log in with; absent for all logins that there are. */
  secret?: string | undefined;
  /** Whether the image is copied to the integrated registry as well. */
  mirror?: boolean | undefined;
  /** Whom to tell of what is changed. */
  events?: EventRequest | undefined;
  /** What the tag is to wait from now on; absent for what it waits already. */
  minAge?: string | undefined;
}
