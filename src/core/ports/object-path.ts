/** A value that a path leads to: its text, undefined for an object or a list. */
export type PlainValue = string | undefined;

/**
 * Reads a JSONPath of kubectl, with or without braces and the first point. Fails with ARGUMENT.
 * @returns finds the values that each expression of the path has in an object; what is missing is none. Fails with ARGUMENT
 */
export type ParseObjectPath = (expression: string) => Promise<(object: unknown) => PlainValue[][]>;
