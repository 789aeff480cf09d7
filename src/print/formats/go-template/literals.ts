import { unquoteBody } from '../go/unquote.ts';
import { GoFloat } from '../go/value.ts';

/** Why a literal cannot be read, in Go's words. */
export class LiteralMistake extends Error {}

/** A string with its quotes. */
export function parseString(quoted: string): string {
  const body = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return body.replaceAll('\r', '');
  const text = unquoteBody(body, '"');
  if (text === undefined) throw new LiteralMistake('invalid syntax');
  return text;
}

/** A character constant, which is a number. */
export function parseCharacter(quoted: string): bigint {
  const body = quoted.slice(1, -1);
  const escaped = /^\\(?:x..|u.{4}|U.{8}|[0-7]{3}|.)/su.exec(body)?.[0];
  const text = unquoteBody(escaped ?? ([...body][0] || "'"), "'");
  if (text === undefined) throw new LiteralMistake('invalid syntax');
  if (body.length > (escaped ?? text).length) throw new LiteralMistake(`malformed character constant: ${quoted}`);
  return BigInt(text.codePointAt(0) ?? 0);
}

/**
 * A number as a constant of Go: an int, or a float64 where it is written with a point or an exponent. Undefined for
 * an integer above the largest int, which only fails once it is used. Throws `LiteralMistake`.
 */
export function parseNumber(text: string): bigint | GoFloat | undefined {
  if (text.endsWith('i')) throw new LiteralMistake(`complex numbers are not supported: ${JSON.stringify(text)}`);
  const integer = parseInteger(text);
  if (integer !== undefined) {
    if (BigInt.asIntN(64, integer) === integer) return integer;
    if (integer > 0n && BigInt.asUintN(64, integer) === integer && !/^[+]/.test(text)) return undefined;
    throw new LiteralMistake(`integer overflow: ${JSON.stringify(text)}`);
  }
  const float = parseFloatLiteral(text);
  if (float === undefined) throw new LiteralMistake(`illegal number syntax: ${JSON.stringify(text)}`);
  if (!/[.eEpP]/.test(text)) throw new LiteralMistake(`integer overflow: ${JSON.stringify(text)}`);
  return new GoFloat(float);
}

const BASES: Record<string, RegExp> = {
  x: /^[0-9a-f]+$/i,
  o: /^[0-7]+$/,
  b: /^[01]+$/,
};

function parseInteger(text: string): bigint | undefined {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const plain = withoutUnderscores(digits);
  if (plain === undefined) return undefined;
  const base = plain[1]?.toLowerCase();
  let value: bigint | undefined;
  if (plain[0] === '0' && base !== undefined && base in BASES) {
    value = BASES[base]?.test(plain.slice(2)) ? BigInt(plain.toLowerCase()) : undefined;
  } else if (/^0[0-7]+$/.test(plain)) value = BigInt(`0o${plain}`);
  else if (/^(?:0|[1-9][0-9]*)$/.test(plain)) value = BigInt(plain);
  return value === undefined ? undefined : sign === '-' ? -value : value;
}

/** Underscores stand between digits, or after `0x`. */
function withoutUnderscores(digits: string): string | undefined {
  if (!digits.includes('_')) return digits;
  const isHex = /^0x/i.test(digits);
  const wrong = isHex ? /(?<![0-9a-fx])_|_(?![0-9a-f])/i : /(?<![0-9]|^0[bo])_|_(?![0-9])/i;
  return wrong.test(digits) ? undefined : digits.replaceAll('_', '');
}

function parseFloatLiteral(text: string): number | undefined {
  const plain = withoutUnderscores(text);
  if (plain === undefined) return undefined;
  const hex = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?[0-9]+)$/i.exec(plain);
  let value: number;
  if (hex && (hex[2] || hex[3])) {
    const fraction = hex[3] ?? '';
    value = Number(`0x0${hex[2]}${fraction}`) * 2 ** (Number(hex[4]) - 4 * fraction.length);
    if (hex[1] === '-') value = -value;
  } else if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(plain)) value = Number(plain);
  else return undefined;
  return Number.isFinite(value) ? value : undefined;
}
