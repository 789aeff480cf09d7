/** The few DER encodings (X.690) that an X.509 certificate is made of. */

export function sequence(...items: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(items));
}

export function set(...items: readonly Buffer[]): Buffer {
  return element(0x31, Buffer.concat(items));
}

/** A positive integer from its bytes, most significant first. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes[0] ?? 0;
  return element(0x02, first >= 0x80 || bytes.length === 0 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0]));
}

/** `unused`: bits of the last byte that do not count. */
export function bitString(bytes: Buffer, unused = 0): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([unused]), bytes]));
}

export function octetString(bytes: Buffer): Buffer {
  return element(0x04, bytes);
}

export function nothing(): Buffer {
  return element(0x05, Buffer.alloc(0));
}

export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text));
}

/** From dotted decimals. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function generalizedTime(time: Date): Buffer {
  return element(0x18, Buffer.from(`${digits(time, 14)}Z`));
}

export function utcTime(time: Date): Buffer {
  return element(0x17, Buffer.from(`${digits(time, 14).slice(2)}Z`));
}

/** `[n]` around whole elements (EXPLICIT). */
export function tagged(n: number, content: Buffer): Buffer {
  return element(0xa0 + n, content);
}

/** `[n]` in the place of the content's own tag (IMPLICIT, primitive). */
export function retagged(n: number, content: Buffer): Buffer {
  return element(0x80 + n, content);
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
}

function length(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 + bytes.length, ...bytes];
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function digits(time: Date, count: number): string {
  return time.toISOString().replace(/\D/g, '').slice(0, count);
}
