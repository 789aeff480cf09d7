/**
 * An address or reference as messages may show it: without `user:password@` before a host. What may be a password is taken
 * for one: everything up to the last `@` before the first slash, unless a digest follows it.
 */
export function withoutLogin(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at < 0 || /^sha\d+:[0-9a-f]*$/i.test(authority.slice(at + 1))) return text;
  return scheme + rest.slice(at + 1);
}
