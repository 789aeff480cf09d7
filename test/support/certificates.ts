import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import * as der from './der.ts';

/**
 * X.509 certificates (RFC 5280) without openssl, so that the demo and the tests run wherever Node runs.
 * Good for tests only: nothing here protects a key.
 */

/** Key and certificate in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** `ec` (P-256, ECDSA with SHA-256) or `rsa` (2048 bits, PKCS#1 with SHA-256); `ec` when absent. */
  algorithm?: 'ec' | 'rsa';
  /** An hour ago when absent. */
  notBefore?: Date;
  /** In a year when absent. */
  notAfter?: Date;
}

export interface Authority extends Identity {
  /** A certificate for a server with these DNS names and IP addresses, or for a client, signed by this authority. */
  issue(names: readonly string[], options?: CertificateOptions): Identity;
}

/** A new certificate authority with a certificate signed by itself. */
export function createAuthority(commonName: string, options: CertificateOptions = {}): Authority {
  const key = newKey(options.algorithm);
  const subject = name(commonName);
  const extensions = [
    extension('2.5.29.19', true, der.sequence(der.boolean(true))),
    // keyCertSign, cRLSign and digitalSignature, the last one for signing tokens
    extension('2.5.29.15', true, der.bitString(Buffer.from([0b1000_0110]), 1)),
    extension('2.5.29.14', false, der.octetString(keyIdentifier(key))),
  ];
  const cert = certificate({ subject, issuer: subject, key, signer: key, extensions, options });
  return {
    key,
    cert,
    issue: (names, issued = {}) => {
      const serverKey = newKey(issued.algorithm);
      return {
        key: serverKey,
        cert: certificate({
          subject: name(names[0] ?? commonName),
          issuer: subject,
          key: serverKey,
          signer: key,
          extensions: serverExtensions(names, serverKey, key),
          options: issued,
        }),
      };
    },
  };
}

/** The DER of a PEM certificate in base64, as `x5c` of a JWT wants it. */
export function derBase64(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

function serverExtensions(names: readonly string[], key: string, issuerKey: string): Buffer[] {
  const alternatives = names.map((text) =>
    isIP(text) ? der.retagged(7, address(text)) : der.retagged(2, Buffer.from(text)),
  );
  return [
    extension('2.5.29.19', true, der.sequence()),
    // digitalSignature, keyEncipherment
    extension('2.5.29.15', true, der.bitString(Buffer.from([0b1010_0000]), 5)),
    // serverAuth, clientAuth
    extension(
      '2.5.29.37',
      false,
      der.sequence(der.objectIdentifier('1.3.6.1.5.5.7.3.1'), der.objectIdentifier('1.3.6.1.5.5.7.3.2')),
    ),
    extension('2.5.29.14', false, der.octetString(keyIdentifier(key))),
    extension('2.5.29.35', false, der.sequence(der.retagged(0, keyIdentifier(issuerKey)))),
    extension('2.5.29.17', false, der.sequence(...alternatives)),
  ];
}

interface CertificateContent {
  subject: Buffer;
  issuer: Buffer;
  key: string;
  signer: string;
  extensions: readonly Buffer[];
  options: CertificateOptions;
}

const HOUR = 3_600_000;

function certificate({ subject, issuer, key, signer, extensions, options }: CertificateContent): string {
  const now = Date.now();
  const signature = createPrivateKey(signer).asymmetricKeyType === 'rsa' ? RSA_SHA256 : ECDSA_SHA256;
  const content = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    signature(),
    issuer,
    der.sequence(
      time(options.notBefore ?? new Date(now - HOUR)),
      time(options.notAfter ?? new Date(now + 365 * 24 * HOUR)),
    ),
    subject,
    publicKey(key),
    der.tagged(3, der.sequence(...extensions)),
  );
  const signed = der.sequence(content, signature(), der.bitString(sign('sha256', content, signer)));
  const lines = signed.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const ECDSA_SHA256 = () => der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));
const RSA_SHA256 = () => der.sequence(der.objectIdentifier('1.2.840.113549.1.1.11'), der.nothing());

function newKey(algorithm: 'ec' | 'rsa' = 'ec'): string {
  const { privateKey } =
    algorithm === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function publicKey(key: string): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function keyIdentifier(key: string): Buffer {
  return createHash('sha1').update(publicKey(key)).digest();
}

function name(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8String(commonName))));
}

/** RFC 5280, 4.1.2.5: UTCTime up to 2049. */
function time(date: Date): Buffer {
  return date.getUTCFullYear() < 2050 ? der.utcTime(date) : der.generalizedTime(date);
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

/** The bytes of an IPv4 address, or of an IPv6 address that is written with at most one `::`. */
function address(text: string): Buffer {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  const [head = '', tail] = text.split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)));
  const front = words(head);
  const back = tail === undefined ? [] : words(tail);
  const all = [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}
