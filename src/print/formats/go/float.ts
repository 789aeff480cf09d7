/** Go's `%e`, `%f` and `%g` of a float64; without a precision 6 digits, and for `%g` the shortest that are exact. */
export function formatFloat(value: number, verb: 'e' | 'f' | 'g', precision: number | undefined): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return `${sign || '+'}Inf`;
  if (verb === 'f') return sign + fixed(size, precision ?? 6);
  if (verb === 'e') return sign + scientific(significant(size, (precision ?? 6) + 1));
  return sign + (precision === undefined ? general(shortest(size), 6) : rounded(size, precision || 1));
}

interface Digits {
  digits: string;
  /** The power of ten of the first digit. */
  exponent: number;
}

function fixed(value: number, precision: number): string {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, '0');
  if (precision === 0) return digits;
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

function scientific({ digits, exponent }: Digits): string {
  const fraction = digits.slice(1);
  return `${digits[0]}${fraction && `.${fraction}`}e${exponentSuffix(exponent)}`;
}

/** `+06`, `-07`: Go writes at least two digits. */
function exponentSuffix(exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${exponent < 0 ? '-' : '+'}${digits}`;
}

function rounded(value: number, precision: number): string {
  const { digits: all, exponent } = significant(value, precision);
  const digits = all.replace(/0+$/, '') || '0';
  const limit = precision > digits.length && digits.length >= exponent + 1 ? digits.length : precision;
  return general({ digits, exponent }, limit);
}

/** In exponent form below 1e-4, and from 10 to the power of the limit on. */
function general({ digits, exponent }: Digits, limit: number): string {
  if (exponent < -4 || exponent >= limit) return scientific({ digits, exponent });
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction ? `${whole}.${fraction}` : whole;
}

function shortest(value: number): Digits {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

function significant(value: number, count: number): Digits {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const exponent = Number(value.toExponential().split('e')[1]);
  const digits = scaled(value, count - 1 - exponent).toString();
  // Rounding 9.99 up gives one digit more.
  return digits.length > count ? { digits: digits.slice(0, count), exponent: exponent + 1 } : { digits, exponent };
}

/** value * 10^power, rounded to an integer, a half to the even neighbour. Exact, unlike `toFixed`. */
function scaled(value: number, power: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n) & 0x7ff;
  const fraction = bits & 0xfffffffffffffn;
  const exponent = (biased || 1) - 1075;
  let top = biased ? fraction | 0x10000000000000n : fraction;
  let bottom = 1n;
  if (power >= 0) top *= 10n ** BigInt(power);
  else bottom *= 10n ** BigInt(-power);
  if (exponent >= 0) top <<= BigInt(exponent);
  else bottom <<= BigInt(-exponent);
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  const up = twice > bottom || (twice === bottom && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}
