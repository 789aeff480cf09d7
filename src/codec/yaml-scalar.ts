/**
 * How one string is written in YAML. The rules are those by which go-yaml v2 chooses a style, and a bit stricter: a
 * string is quoted wherever a reader of YAML 1.1 or 1.2 would take it for something else.
 */

/**
 * Everything that is surely a string as it stands, given that it is not one of the reserved words. What begins with a
 * digit could be a number or a time, unless it has a slash, as the pull specs of a registry without a name have.
 */
const SAFE = /^(?:[A-Za-z/$_]|[0-9](?=[^/]*\/))[A-Za-z0-9_./@+=$^()-]*(?::[A-Za-z0-9_./@+=$^()-]+)*$/;
const RESERVED =
  /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|null|Null|NULL|~|<<|)$/;
const LONGEST_RESERVED = 5;

const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const OTHER_BASE = /^[-+]?0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[tT]|[ \t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?$/;

/** First characters, sequences and ends that give a plain scalar another meaning. */
const NOT_PLAIN = /^(?:[#,[\]{}&*!|>'"%@`\s]|[-?:](?:\s|$)|---|\.\.\.)|:(?:\s|$)|\s#|\s$/;

/** What go-yaml v2 does not print as it is: controls, tab, line separators, byte order mark, and all above U+FFFF. */
const NOT_PRINTABLE = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Whether a text holds a character that `printYaml` only writes escaped. */
export function hasUnprintable(text: string): boolean {
  return NOT_PRINTABLE.test(text);
}

/** The scalar for a string that stands on one line: plain where possible, else quoted. */
export function printString(text: string): string {
  if (SAFE.test(text) && (text.length > LONGEST_RESERVED || !RESERVED.test(text))) return text;
  if (text.includes('\n') || NOT_PRINTABLE.test(text)) return doubleQuoted(text);
  if (isReserved(text)) return doubleQuoted(text);
  return NOT_PLAIN.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
}

/** Whether a plain scalar of this text would be read as a null, a boolean, a number, a time or a merge key. */
function isReserved(text: string): boolean {
  if (text.length <= LONGEST_RESERVED && RESERVED.test(text)) return true;
  if (!/^[-+.0-9]/.test(text)) return false;
  const digits = text.replaceAll('_', '');
  return (
    DECIMAL.test(digits) ||
    OTHER_BASE.test(digits) ||
    NOT_FINITE.test(text) ||
    BASE_60.test(text) ||
    TIMESTAMP.test(text)
  );
}

/**
 * A block literal whose lines stand at `indent`, from its header on and with the last line break;
 * undefined when a literal could not keep the text as it is.
 */
export function printLiteral(text: string, indent: string): string | undefined {
  if (!text.includes('\n') || NOT_PRINTABLE.test(text) || / (?:\n|$)/.test(text)) return undefined;
  const first = text[0] === ' ' || text[0] === '\n' ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text.length === 1 || text.endsWith('\n\n') ? '+' : '';
  const body = text.replace(/^(?=[^\n])/gm, indent);
  return `|${first}${chomp}\n${body}${chomp === '-' ? '\n' : ''}`;
}

/** The characters that have an escape of their own. */
export const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '\x85': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function doubleQuoted(text: string): string {
  const escaped = text.replace(
    /["\\\n]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/gu,
    (character) => ESCAPES[character] ?? hexEscape(character.codePointAt(0) as number),
  );
  return `"${escaped}"`;
}

function hexEscape(codePoint: number): string {
  const hex = codePoint.toString(16).toUpperCase();
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A number as Go prints it: integers in digits, others in the shortest form, with an exponent of two digits or more. */
export function printNumber(value: number | bigint): string {
  if (typeof value === 'bigint') return String(value);
  if (!Number.isFinite(value)) return 'null';
  if (Number.isInteger(value) && Math.abs(value) < 1e21)
    return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  const digits = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
}
