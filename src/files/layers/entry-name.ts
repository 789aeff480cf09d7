/**
 * A name in an archive as a path below the root: without empty parts, `.` and `..`, and without a slash before it.
 * Undefined for one that leads out of the root.
 */
export function cleanName(name: string): string | undefined {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder of a name, and its last part. */
export function splitName(name: string): { folder: string; base: string } {
  const slash = name.lastIndexOf('/');
  return { folder: name.slice(0, Math.max(slash, 0)), base: name.slice(slash + 1) };
}
