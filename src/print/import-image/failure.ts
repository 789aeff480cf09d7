/**
 * What failed, in the words of whoever imported: without what a cluster says around it, and with the registry named once. What
 * is recorded, and what goes to a pipe, stays as a cluster words it.
 */
export function inPlainWords(message: string): string {
  const inner = message.replace(/^Internal error occurred: /, '');
  const [, missing] = /^dockerimage\.image\.openshift\.io "([^"]+)" not found$/.exec(inner) ?? [];
  if (missing !== undefined) return `the registry has no ${missing}`;
  const [, reference = '', host = '', why = ''] = /^(\S+): (\S+): (.*)$/s.exec(inner) ?? [];
  return reference.startsWith(`${host}/`) ? `${reference}: ${why}` : inner;
}
