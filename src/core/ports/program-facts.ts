/** What this program is, for whoever reports a fault of it. */
export interface ProgramFacts {
  /** As in package.json. */
  version: string;
  /** What it was built of; of a build outside of a repository nothing is known. */
  build: BuildFacts;
  /** The version of Node that runs it. */
  node: string;
  /** `linux/amd64`, in the words of Go. */
  platform: string;
}

export interface BuildFacts {
  /** The whole hash. */
  commit?: string;
  /** Whether files differed from the commit. */
  tree?: 'clean' | 'dirty';
  /** When, in RFC 3339: of a clean tree the time of its commit, so that the same source makes the same build. */
  date?: string;
}
