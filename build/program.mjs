// The one file that the command is loaded from, by bin/load.js: a head in JSON, and parts, which are found by it.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

/** What bin/load.js reads first. */
const HEAD = 2048;

/**
 * @param parts name to text, all of it ASCII, or bytes; `start` holds the module 0, which is the program
 * @param isShipped whether texts are compressed: npm's own way makes a fifth more of them, and bin/load.js unpacks each once
 */
export function writeProgram(file, version, parts, isShipped) {
  const isPacked = (name) => isShipped && typeof parts.get(name) === 'string';
  const contents = [...parts].map(([name, content]) => {
    const bytes = Buffer.from(content);
    return [name, isPacked(name) ? brotliCompressSync(bytes) : bytes];
  });
  const sum = createHash('sha256');
  const files = {};
  let end = HEAD;
  for (const [name, bytes] of contents) {
    sum.update(bytes);
    files[name] = [end, bytes.length, ...(isPacked(name) ? ['br'] : [])];
    end += bytes.length;
  }
  const head = JSON.stringify({ version, build: sum.digest('hex').slice(0, 12), files });
  if (head.length >= HEAD) throw new Error('what is in the file does not fit into its head');
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`${head.padEnd(HEAD - 1)}\n`), ...contents.map(([, bytes]) => bytes)]),
  );
}
