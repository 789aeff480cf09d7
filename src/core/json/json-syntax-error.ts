import { faultOffset } from './json-syntax.ts';

/** Why a text is no JSON, as Go's decoder says it: the character that it stumbles over, and what it was looking for. */
export function jsonSyntaxError(text: string): string {
  const start = faultOffset(text) ?? text.length;
  const literal = ['true', 'false', 'null'].find((word) => word[0] === text[start]);
  let at = start;
  while (literal && at - start < literal.length && text[at] === literal[at - start]) at++;
  const found = text.slice(at)[Symbol.iterator]().next().value;
  if (found === undefined) return 'unexpected end of JSON input';
  const where = literal
    ? `in literal ${literal} (expecting '${literal[at - start] ?? ''}')`
    : text.slice(0, start).trim() !== '' && /[\w"\]}]\s*$/.test(text.slice(0, start))
      ? 'after top-level value'
      : 'looking for beginning of value';
  return `invalid character ${found === "'" ? "'\\''" : `'${found}'`} ${where}`;
}
