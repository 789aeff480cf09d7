/**
 * What failed, in the words of whoever imported: without what a cluster says around it. What is recorded, and what goes to a
 * pipe, stays as a cluster words it.
 */
export function inPlainWords(message: string): string {
  const inner = message.replace(/^Internal error occurred: /, '');
  const [, missing] = /^dockerimage\.image\.openshift\.io "([^"]+)" not found$/.exec(inner) ?? [];
  return missing === undefined ? inner : `the registry has no ${missing}`;
}
