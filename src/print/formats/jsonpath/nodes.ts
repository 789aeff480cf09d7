/** One `[n]`, `[a:b:step]`: a part that was not written is not `known`. */
export interface ArrayParameter {
  value: number;
  known: boolean;
  /** The end that follows from a single index: `[2]` ends at 3, and `[-1]` at the end of the list. */
  derived: boolean;
}

/** What stands between braces, in order; the values that one node finds are the next one's input. */
export type Node =
  | { type: 'list'; nodes: Node[] }
  | { type: 'text'; text: string }
  | { type: 'literal'; value: unknown }
  | { type: 'field'; name: string }
  | { type: 'array'; from: ArrayParameter; to: ArrayParameter; step: ArrayParameter }
  | { type: 'filter'; left: Node[]; right: Node[]; operator: string }
  | { type: 'wildcard' }
  | { type: 'recursive' }
  | { type: 'union'; branches: Node[][] }
  | { type: 'identifier'; name: string };

/** A parsed template. Made by `parseJsonPath`, and may be used any number of times. */
export interface JsonPath {
  readonly template: string;
  readonly nodes: readonly Node[];
}
