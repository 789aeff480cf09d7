import type { Selector } from '../../core/selection/selector.ts';
import type { ParsedResources } from '../arguments/resources.ts';
import type { FileArguments } from '../flags/file-flags.ts';
import type { OutputFormat } from '../flags/output-format.ts';

/** What `get` is asked for, as its flags and arguments say. */
export interface GetRequest {
  resources: ParsedResources;
  files: FileArguments;
  /** A path of the API that is asked for, and nothing else; empty for none. */
  raw: string;
  watch: boolean;
  watchOnly: boolean;
  output: OutputFormat;
  allNamespaces: boolean;
  ignoreNotFound: boolean;
  noHeaders: boolean;
  showLabels: boolean;
  showKind: boolean;
  /** Secrets with the values that are kept outside of the store. */
  showSecrets: boolean;
  labelColumns: readonly string[];
  sortBy: string;
  labels: Selector;
  fields: Selector;
}
