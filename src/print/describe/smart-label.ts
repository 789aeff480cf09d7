const ACRONYMS: ReadonlySet<string> = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);

/**
 * A field's name as kubectl writes it for people: `apiVersion` is `API Version`, `internalRegistryHostname` is
 * `Internal Registry Hostname`. Names with other characters than letters and `-` stay as they are.
 */
export function smartLabel(field: string): string {
  if (!/^[\p{L}-]+$/u.test(field)) return field;
  const words = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|-+/gu) ?? [field];
  return words.map((word) => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : capital(word))).join(' ');
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
