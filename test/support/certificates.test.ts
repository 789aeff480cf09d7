import { X509Certificate } from 'node:crypto';
import https from 'node:https';
import { describe, expect, test } from '@jest/globals';
import { createAuthority, type Identity } from './certificates.ts';
import { close, listen } from './fixture-registry.ts';

/** The status of a request to a server with this identity, or the error's code. */
async function reach(identity: Identity, servername: string, ca?: string): Promise<number | string> {
  const server = https.createServer(identity, (_, response) => response.end());
  const port = await listen(server);
  try {
    return await new Promise((resolve) => {
      const options = { host: '127.0.0.1', port, servername, agent: false as const, ...(ca ? { ca } : {}) };
      const request = https.get(options, (answer) => resolve(answer.resume().statusCode ?? 0));
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  } finally {
    await close(server);
  }
}

describe.each(['ec', 'rsa'] as const)('an authority with an %s key', (algorithm) => {
  const authority = createAuthority('Test Authority', { algorithm });

  test('signs itself', () => {
    const certificate = new X509Certificate(authority.cert);
    expect(certificate.ca).toBe(true);
    expect(certificate.subject).toBe('CN=Test Authority');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  test('issues what TLS accepts, for the names given and to those who trust it', async () => {
    const identity = authority.issue(['registry.example.com', 'other.example.com']);
    expect(await reach(identity, 'other.example.com', authority.cert)).toBe(200);
    expect(await reach(identity, 'wrong.example.com', authority.cert)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await reach(identity, 'other.example.com')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });
});

test('addresses are alternative names', () => {
  const { cert } = createAuthority('ca').issue(['127.0.0.1', '::1', '2001:db8::7', 'localhost']);
  expect(new X509Certificate(cert).subjectAltName).toBe(
    'IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:0:7, DNS:localhost',
  );
});

test('the times of validity are the ones asked for, beyond 2049 too', async () => {
  const authority = createAuthority('ca', { notAfter: new Date('2060-01-02T03:04:05Z') });
  expect(new X509Certificate(authority.cert).validTo).toBe('Jan  2 03:04:05 2060 GMT');
  const expired = authority.issue(['localhost'], { notAfter: new Date(Date.now() - 60_000) });
  expect(await reach(expired, 'localhost', authority.cert)).toBe('CERT_HAS_EXPIRED');
});
