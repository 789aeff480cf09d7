import { sortedEntries } from '../../../core/byte-order.ts';
import { GoFault } from './fault.ts';
import { formatFloat } from './float.ts';
import { describeCharacter, goQuote } from './quote.ts';
import { goKind, goTypeName, toBigInt, toFloat } from './value.ts';

/** What stands between `%` and the verb. */
export interface Flags {
  sharp: boolean;
  zero: boolean;
  plus: boolean;
  minus: boolean;
  space: boolean;
  width: number | undefined;
  precision: number | undefined;
  /** `%#v`: as Go source. */
  syntax: boolean;
}

/** A verb with nothing between it and its `%`. */
export const PLAIN: Flags = {
  sharp: false,
  zero: false,
  plus: false,
  minus: false,
  space: false,
  width: undefined,
  precision: undefined,
  syntax: false,
};

/** Go's `fmt.Sprint` of one value: `%v`. Maps are `map[a:1 b:2]` with sorted keys, lists `[a b]`, null is `<nil>`. */
export const goText = (value: unknown): string => formatValue(value, 'v', PLAIN);

/** Go's `%#v`: the value as Go source, which kubectl shows when a jsonpath cannot be evaluated. */
export const goSyntax = (value: unknown): string => formatValue(value, 'v', { ...PLAIN, syntax: true });

/** One argument of `printf`. Throws `GoFault` for a verb that this subset does not have. */
export function formatArgument(value: unknown, verb: string, flags: Flags): string {
  if (value == null) return verb === 'v' || verb === 'T' ? pad('<nil>', flags) : `%!${verb}(<nil>)`;
  if (verb === 'T') return pad(truncated(goTypeName(value), flags), flags);
  if (verb === 'p' && ['list', 'map'].includes(goKind(value))) throw new GoFault('%p is not supported');
  const changed = { ...flags, plus: false, sharp: false, syntax: flags.sharp };
  return formatValue(value, verb, verb === 'v' ? changed : flags);
}

function formatValue(value: unknown, verb: string, flags: Flags): string {
  switch (goKind(value)) {
    case 'nil':
      return flags.syntax ? 'interface {}(nil)' : '<nil>';
    case 'bool':
      return verb === 't' || verb === 'v' ? pad(String(value), flags) : badVerb(value, verb, flags);
    case 'string':
      return formatString(value as string, verb, flags);
    case 'int':
      return formatInteger(value, verb, flags);
    case 'float':
      return formatFloatValue(value, verb, flags);
    case 'list': {
      const items = (value as unknown[]).map((item) => formatValue(item, verb, flags));
      return flags.syntax ? `[]interface {}{${items.join(', ')}}` : `[${items.join(' ')}]`;
    }
    case 'map': {
      const fields = sortedEntries(value as Record<string, unknown>).map(
        ([key, item]) => `${formatValue(key, verb, flags)}:${formatValue(item, verb, flags)}`,
      );
      return flags.syntax ? `map[string]interface {}{${fields.join(', ')}}` : `map[${fields.join(' ')}]`;
    }
  }
}

function badVerb(value: unknown, verb: string, flags: Flags): string {
  return `%!${verb}(${goTypeName(value)}=${formatValue(value, 'v', flags)})`;
}

function formatString(text: string, verb: string, flags: Flags): string {
  switch (verb) {
    case 'v':
    case 's':
      return pad(flags.syntax ? goQuote(truncated(text, flags)) : truncated(text, flags), flags);
    case 'q':
      if (flags.sharp && !/[`\x00-\x08\x0a-\x1f\x7f\ufeff]/.test(text)) {
        return pad(`\`${truncated(text, flags)}\``, flags);
      }
      return pad(goQuote(truncated(text, flags), '"', flags.plus), flags);
    case 'x':
    case 'X':
      return pad(hexBytes(text, verb, flags), { ...flags, zero: flags.zero && text !== '' });
    default:
      return badVerb(text, verb, flags);
  }
}

function hexBytes(text: string, verb: 'x' | 'X', flags: Flags): string {
  const bytes = [...new TextEncoder().encode(text)].slice(0, flags.precision);
  if (bytes.length === 0) return '';
  const prefix = flags.sharp ? `0${verb}` : '';
  const pairs = bytes.map((byte) => byte.toString(16).padStart(2, '0')).map((pair) => cased(pair, verb));
  return prefix + pairs.join(flags.space ? ` ${prefix}` : '');
}

const cased = (text: string, verb: string) => (verb === 'X' ? text.toUpperCase() : text);

const BASES: Record<string, number> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function formatInteger(value: unknown, verb: string, flags: Flags): string {
  const number = toBigInt(value);
  const code = number >= 0n && number <= 0x10ffffn ? Number(number) : 0xfffd;
  const character = String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  if (verb === 'c') return pad(character, flags);
  if (verb === 'q') return pad(goQuote(character, "'", flags.plus), flags);
  if (verb === 'U') {
    const text = number < 0n || number > 0x10ffffn ? unicodeOutside(number) : describeCharacter(character);
    return pad(flags.sharp ? text : (text.split(' ')[0] as string), { ...flags, zero: false });
  }
  const base = Object.hasOwn(BASES, verb) ? BASES[verb] : undefined;
  return base === undefined ? badVerb(value, verb, flags) : integerText(number, base, verb, flags);
}

const unicodeOutside = (number: bigint) => `U+${BigInt.asUintN(64, number).toString(16).toUpperCase()}`;

function integerText(number: bigint, base: number, verb: string, flags: Flags): string {
  const negative = number < 0n;
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  let least = flags.precision ?? 0;
  if (flags.precision === 0 && number === 0n) return pad('', { ...flags, zero: false });
  if (flags.precision === undefined && flags.zero && flags.width !== undefined) least = flags.width - sign.length;
  const digits = cased((negative ? -number : number).toString(base), verb).padStart(least, '0');
  return pad(sign + basePrefix(digits, base, verb, flags) + digits, { ...flags, zero: false });
}

function basePrefix(digits: string, base: number, verb: string, flags: Flags): string {
  if (verb === 'O') return '0o';
  if (!flags.sharp) return '';
  if (base === 16) return `0${verb}`;
  if (base === 2) return '0b';
  return base === 8 && !digits.startsWith('0') ? '0' : '';
}

function formatFloatValue(value: unknown, verb: string, flags: Flags): string {
  const lower = verb === 'v' ? 'g' : verb.toLowerCase();
  if (verb === 'x' || verb === 'X' || verb === 'b') throw new GoFault(`%${verb} of a float is not supported`);
  if (lower !== 'e' && lower !== 'f' && lower !== 'g') return badVerb(value, verb, flags);
  const plain = formatFloat(toFloat(value), lower, flags.precision);
  const text = flags.sharp ? withPoint(plain, lower === 'g' ? (flags.precision ?? 6) : 0) : plain;
  const number = verb === 'E' || verb === 'G' ? text.toUpperCase() : text;
  const signed = /^[+-]/.test(number) ? number : flags.plus ? `+${number}` : flags.space ? ` ${number}` : number;
  const [, sign = '', digits = ''] = /^([+\- ]?)(.*)$/.exec(signed) ?? [];
  if (!flags.zero || sign === '' || flags.width === undefined) return pad(signed, flags);
  return sign + pad(digits, { ...flags, width: flags.width - sign.length });
}

/** `#` keeps the decimal point, and of `%g` the zeros up to so many digits. */
function withPoint(text: string, digits: number): string {
  const [, sign = '', number = '', exponent = ''] = /^([+-]?)([0-9.]+)(e.*)?$/.exec(text) ?? [];
  if (number === '') return text;
  const significant = number.replace(/^[0.]+/, '').replace('.', '').length;
  const written = number === '0' ? 1 : significant;
  const zeros = '0'.repeat(Math.max(0, digits - written));
  return `${sign}${number}${number.includes('.') ? '' : '.'}${zeros}${exponent}`;
}

function truncated(text: string, { precision }: Flags): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('');
}

function pad(text: string, { width, minus, zero }: Flags): string {
  if (width === undefined) return text;
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}
