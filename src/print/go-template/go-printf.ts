import { formatFloat } from './go-float.ts';
import { describeCharacter, goQuote, goText } from './go-format.ts';
import { goKind, goTypeName, sortedKeys, toBigInt, toFloat } from './go-value.ts';

/** A verb that this subset does not have. */
export class UnsupportedVerb extends Error {}

interface Flags {
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

/** Longer numbers are no width or precision to Go. */
const LARGEST = 1_000_000;

/** Go's `fmt.Sprintf`, including what it writes where verb and value do not fit. Throws `UnsupportedVerb`. */
export function goPrintf(format: string, args: readonly unknown[]): string {
  return new Printf(format, args).run();
}

/** Go's `fmt.Sprint`: a blank between two operands where neither is a string. */
export function goPrint(args: readonly unknown[]): string {
  let text = '';
  for (const [i, arg] of args.entries()) {
    if (i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string') text += ' ';
    text += goText(arg);
  }
  return text;
}

/** Go's `fmt.Sprintln`. */
export function goPrintln(args: readonly unknown[]): string {
  return `${args.map(goText).join(' ')}\n`;
}

class Printf {
  private readonly format: string;
  private readonly args: readonly unknown[];
  private at = 0;
  private arg = 0;
  private out = '';
  private reordered = false;
  private goodArgument = true;
  private afterIndex = false;

  constructor(format: string, args: readonly unknown[]) {
    this.format = format;
    this.args = args;
  }

  run(): string {
    for (;;) {
      const percent = this.format.indexOf('%', this.at);
      this.out += this.format.slice(this.at, percent < 0 ? undefined : percent);
      if (percent < 0) break;
      this.at = percent + 1;
      this.directive();
    }
    return this.out + this.extra();
  }

  private directive(): void {
    this.goodArgument = true;
    const flags = this.flags();
    this.index();
    flags.width = this.width(flags);
    flags.precision = this.precision();
    if (!this.afterIndex) this.index();
    const code = this.format.codePointAt(this.at);
    if (code === undefined) {
      this.out += '%!(NOVERB)';
      return;
    }
    const verb = String.fromCodePoint(code);
    this.at += verb.length;
    if (verb === '%') this.out += '%';
    else if (!this.goodArgument) this.out += `%!${verb}(BADINDEX)`;
    else if (this.arg >= this.args.length) this.out += `%!${verb}(MISSING)`;
    else this.out += formatArgument(this.args[this.arg++], verb, flags);
  }

  private flags(): Flags {
    const flags: Flags = {
      sharp: false,
      zero: false,
      plus: false,
      minus: false,
      space: false,
      width: undefined,
      precision: undefined,
      syntax: false,
    };
    for (; ; this.at++) {
      const char = this.format[this.at];
      if (char === '#') flags.sharp = true;
      else if (char === '+') flags.plus = true;
      else if (char === ' ') flags.space = true;
      else if (char === '0') flags.zero = !flags.minus;
      else if (char === '-') {
        flags.minus = true;
        flags.zero = false;
      } else return flags;
    }
  }

  /** `[n]`: the argument that comes next. */
  private index(): void {
    this.afterIndex = false;
    if (this.format[this.at] !== '[') return;
    this.reordered = true;
    const close = this.format.indexOf(']', this.at);
    const text = close < 0 ? '' : this.format.slice(this.at + 1, close);
    const value = /^[0-9]{1,7}$/.test(text) ? Number(text) - 1 : Number.NaN;
    this.at = close < 0 ? this.at + 1 : close + 1;
    this.afterIndex = !Number.isNaN(value);
    if (value >= 0 && value < this.args.length) this.arg = value;
    else this.goodArgument = false;
  }

  private width(flags: Flags): number | undefined {
    if (this.format[this.at] !== '*') {
      const width = this.number();
      if (this.afterIndex && width !== undefined) this.goodArgument = false;
      return width;
    }
    this.at++;
    this.afterIndex = false;
    const width = this.starred();
    if (width === undefined) this.out += '%!(BADWIDTH)';
    if (width === undefined || width >= 0) return width;
    flags.minus = true;
    flags.zero = false;
    return -width;
  }

  private precision(): number | undefined {
    if (this.format[this.at] !== '.' || this.at + 1 >= this.format.length) return undefined;
    this.at++;
    if (this.afterIndex) this.goodArgument = false;
    this.index();
    if (this.format[this.at] !== '*') return this.number() ?? 0;
    this.at++;
    this.afterIndex = false;
    const precision = this.starred();
    if (precision !== undefined && precision >= 0) return precision;
    this.out += '%!(BADPREC)';
    return undefined;
  }

  private number(): number | undefined {
    const digits = /^[0-9]*/.exec(this.format.slice(this.at, this.at + 20))?.[0] ?? '';
    if (digits === '') return undefined;
    if (Number(digits) > LARGEST * 10) {
      this.at = this.format.length;
      return undefined;
    }
    this.at += digits.length;
    return Number(digits);
  }

  private starred(): number | undefined {
    const value = this.args[this.arg];
    if (this.arg < this.args.length) this.arg++;
    if (goKind(value) !== 'int') return undefined;
    const number = Number(toBigInt(value));
    return Math.abs(number) > LARGEST ? undefined : number;
  }

  private extra(): string {
    if (this.reordered || this.arg >= this.args.length) return '';
    const rest = this.args.slice(this.arg).map((arg) => (arg == null ? '<nil>' : `${goTypeName(arg)}=${goText(arg)}`));
    return `%!(EXTRA ${rest.join(', ')})`;
  }
}

function formatArgument(value: unknown, verb: string, flags: Flags): string {
  if (value == null) return verb === 'v' || verb === 'T' ? pad('<nil>', flags) : `%!${verb}(<nil>)`;
  if (verb === 'T') return pad(truncated(goTypeName(value), flags), flags);
  if (verb === 'p' && ['list', 'map'].includes(goKind(value))) throw new UnsupportedVerb('%p is not supported');
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
      const map = value as Record<string, unknown>;
      const fields = sortedKeys(map).map(
        (key) => `${formatValue(key, verb, flags)}:${formatValue(map[key], verb, flags)}`,
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
  if (verb === 'x' || verb === 'X' || verb === 'b') throw new UnsupportedVerb(`%${verb} of a float is not supported`);
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
