import { exactInteger, exactNumber } from '../core/json/exact-json.ts';

/**
 * What a plain scalar of YAML means to `oc` and `kubectl`, which read YAML 1.1 with go-yaml v2: `yes` and `on` are booleans
 * and `010` is eight. Times stay texts, and there are no numbers of base 60.
 */
export function resolvePlain(text: string): unknown {
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
  }
  if (/^[-+.0-9]/.test(text)) return goNumber(text) ?? text;
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : text;
}

const TRUE = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const FALSE = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;

const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** An integer of 64 bits, signed or not, in any base; else a float; undefined for what is neither. */
function goNumber(text: string): number | bigint | undefined {
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (NOT_A_NUMBER.test(text)) return Number.NaN;
  // Underscores may stand between digits, but not in what begins with the point.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const integer = INTEGER.exec(plain);
  if (integer) {
    const value = integerOf(integer);
    if (value >= -(2n ** 63n) && value < 2n ** 64n) return exactInteger(value);
  }
  if (!FLOAT.test(plain)) return undefined;
  const value = exactNumber(plain);
  return Number.isFinite(Number(value)) ? value : undefined;
}

function integerOf([, sign, hex, binary, octal, decimal]: RegExpExecArray): bigint {
  const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0');
  const value = BigInt(digits);
  return sign === '-' ? -value : value;
}
