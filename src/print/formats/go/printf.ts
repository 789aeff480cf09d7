import { type Flags, formatArgument, goText, PLAIN } from './format.ts';
import { goKind, goTypeName, toBigInt } from './value.ts';

/** Longer numbers are no width or precision to Go. */
const LARGEST = 1_000_000;

/** Go's `fmt.Sprintf`, including what it writes where verb and value do not fit. Throws `GoFault`. */
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
    const flags: Flags = { ...PLAIN };
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
