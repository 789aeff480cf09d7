const BLOCK =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----\r?\n([\s\S]*?)-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** Why a text is no list of certificates in PEM, or undefined when it is one. Text around the certificates is allowed. */
export function certificateProblem(text: string): string | undefined {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length === 0) {
    return text.includes('PRIVATE KEY-----') ? 'it is a private key' : 'it holds no certificate in PEM';
  }
  const broken = blocks.findIndex(([, content = '']) => !isDer(content));
  return broken < 0 ? undefined : `certificate ${broken + 1} in it is broken`;
}

/** Whether base64 text is one whole DER sequence, which every certificate is. */
function isDer(base64: string): boolean {
  const text = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return false;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  if (bytes[0] !== 0x30) return false;
  const first = bytes[1] as number;
  if (first < 0x80) return bytes.length === first + 2;
  const size = first & 0x7f;
  let length = 0;
  for (let at = 0; at < size; at++) length = length * 256 + (bytes[2 + at] ?? 0);
  return size > 0 && size <= 4 && bytes.length === length + 2 + size;
}
