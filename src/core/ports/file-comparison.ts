/** One text before and after, in a file of the same name on both sides. */
export interface ComparedText {
  /** The name of the file: no path. */
  name: string;
  /** Empty for what is not there. */
  before: string;
  after: string;
}

/** What a comparison showed. */
export interface Comparison {
  different: boolean;
  stdout: string;
  stderr: string;
}

/** The program that shows people what differs. */
export interface FileComparison {
  /** Fails with ARGUMENT where the program cannot be run or reports trouble, and with INTERRUPTED. */
  compare(texts: readonly ComparedText[]): Promise<Comparison>;
}
