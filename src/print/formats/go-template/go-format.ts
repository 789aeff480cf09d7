import { goKind, sortedKeys, toBigInt, toFloat } from './go-value.ts';

/** Go's `fmt.Sprint` of one value: `%v`. Maps are `map[a:1 b:2]` with sorted keys, lists `[a b]`, null is `<nil>`. */
export function goText(value: unknown): string {
  switch (goKind(value)) {
    case 'nil':
      return '<nil>';
    case 'string':
      return value as string;
    case 'bool':
      return String(value);
    case 'int':
      return toBigInt(value).toString();
    case 'float':
      return formatFloatShortest(toFloat(value));
    case 'list':
      return `[${(value as unknown[]).map(goText).join(' ')}]`;
    case 'map':
      return `map[${fields(value, (key, item) => `${key}:${goText(item)}`).join(' ')}]`;
  }
}

/** Go's `%#v`: the value as Go source, which kubectl shows when a jsonpath cannot be evaluated. */
export function goSyntax(value: unknown): string {
  switch (goKind(value)) {
    case 'nil':
      return 'interface {}(nil)';
    case 'string':
      return goQuote(value as string);
    case 'list':
      return `[]interface {}{${(value as unknown[]).map(goSyntax).join(', ')}}`;
    case 'map':
      return `map[string]interface {}{${fields(value, (key, item) => `${goQuote(key)}:${goSyntax(item)}`).join(', ')}}`;
    default:
      return goText(value);
  }
}

function fields(map: unknown, text: (key: string, value: unknown) => string): string[] {
  const record = map as Record<string, unknown>;
  return sortedKeys(record).map((key) => text(key, record[key]));
}

/** Go's `%g` with the shortest digits, as `%v` prints a float64: exponent form below 1e-4 and from 1e6 on. */
export function formatFloatShortest(value: number): string {
  const special = formatSpecialFloat(value);
  if (special !== undefined) return special;
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) return `${mantissa}e${exponentSuffix(exponent)}`;
  return plainDecimal(mantissa, exponent);
}

/** NaN and the infinities, which have no digits; negative zero keeps its sign. */
export function formatSpecialFloat(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return Object.is(value, -0) ? '-0' : undefined;
}

/** `+06`, `-07`: Go writes at least two digits. */
export function exponentSuffix(exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${exponent < 0 ? '-' : '+'}${digits}`;
}

function plainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

const ESCAPES: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** Whether Go prints a character as itself (`unicode.IsPrint`). */
export function isPrint(char: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char);
}

/** Go's `%#U`: `U+0023 '#'`. */
export function describeCharacter(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isPrint(char) ? `U+${code} '${char}'` : `U+${code}`;
}

/** Go's `%q` (`strconv.Quote`); with `quote` `'` the text of a character literal, with `ascii` that of `%+q`. */
export function goQuote(text: string, quote = '"', ascii = false): string {
  let out = quote;
  for (const char of text) {
    const short = ESCAPES[char];
    if (char === quote) out += `\\${char}`;
    else if (short !== undefined) out += short;
    else if (isPrint(char) && (!ascii || char < '\x7f')) out += char;
    else out += escapeCode(char);
  }
  return out + quote;
}

function escapeCode(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, '0');
  if (code < 0x80 && (code < 0x20 || code === 0x7f)) return `\\x${hex(2)}`;
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
