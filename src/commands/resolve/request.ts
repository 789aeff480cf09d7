export interface ResolveRequest {
  /** Names of tags and images; with `all` of streams, and none for all streams of the namespace. */
  names: readonly NamedReference[];
  /** Every tag of the streams. */
  all: boolean;
  output: 'text' | 'env' | 'json' | 'yaml';
}

/** `[NAME=]REFERENCE`. */
export interface NamedReference {
  /** What the user calls the variable. */
  variable?: string;
  reference: string;
}
