import { contentVersion } from './content-version.ts';

/**
 * Object names as file names that every system accepts, and back.
 *
 * `a-z 0-9 - _ .` stand for themselves; every other byte is written `%XX`, in upper-case hexadecimal: `sha256:ab` is
 * `sha256%3Aab`. So are upper-case letters (file systems that ignore case would mix `App` and `app`), characters
 * outside ASCII (systems disagree about their normal form), a dot at the beginning (hidden, `..`) or the end, and the
 * first letter of a name that Windows reserves for devices (`con`, `nul.txt`). A name that would be too long for a
 * file is cut, and ends in `%-` and a hash; the name inside the file is the full one.
 */
export function encodeName(name: string): string {
  if (PLAIN.test(name) && !RESERVED.test(name)) return name.length <= LONGEST ? name : shortened(name, name);
  let encoded = '';
  for (const byte of new TextEncoder().encode(name)) {
    const character = String.fromCharCode(byte);
    encoded += /[a-z0-9._-]/.test(character) ? character : escaped(byte);
  }
  if (encoded === '') return '%';
  encoded = encoded.replace(/^\.|\.$/g, '%2E');
  if (RESERVED.test(encoded)) encoded = escaped(encoded.charCodeAt(0)) + encoded.slice(1);
  return encoded.length <= LONGEST ? encoded : shortened(encoded, name);
}

/** The name that a file or folder name stands for; undefined where `encodeName` never writes that, or has cut it. */
export function decodeName(encoded: string): string | undefined {
  if (!encoded.includes('%')) return encodeName(encoded) === encoded ? encoded : undefined;
  try {
    const name = encoded === '%' ? '' : decodeURIComponent(encoded);
    return encodeName(name) === encoded ? name : undefined;
  } catch {
    return undefined;
  }
}

const PLAIN = /^[a-z0-9_-](?:[a-z0-9._-]*[a-z0-9_-])?$/;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)/;
/** Leaves room in 255 bytes for the suffixes of lock files, and of locks on lock files. */
const LONGEST = 150;

const escaped = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

function shortened(encoded: string, name: string): string {
  const head = encoded.slice(0, LONGEST - 34).replace(/%.?$/, '');
  return `${head}%-${contentVersion(name)}${contentVersion(`${name}/`)}`;
}
