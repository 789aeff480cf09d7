import { randomUUID, sign } from 'node:crypto';
import http from 'node:http';
import { type Authority, derBase64 } from './certificates.ts';
import { close, listen } from './fixture-registry.ts';
import { type BearerAccess, tokenRequest } from './registry-access.ts';

export interface TokenServer {
  /** The URL to name as the registry's realm. */
  readonly realm: string;
  /** Token requests that were answered so far. */
  requests(): number;
  stop(): Promise<void>;
}

export interface TokenServerOptions {
  access: BearerAccess;
  issuer: string;
  service: string;
  /** Signs the tokens: an EC key with ES256, an RSA key with RS256. */
  signer: Authority;
  algorithm: 'ES256' | 'RS256';
}

/** A token server for registries that check signatures: JWTs with the signer's certificate in `x5c`. */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  let answered = 0;
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://token.server');
    const asked = tokenRequest(options.access, request, url, Buffer.concat(chunks).toString());
    answered += 1;
    response.writeHead(asked ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(asked ? reply(options, asked.user, asked.access) : { details: 'incorrect username or password' }),
    );
  });
  const port = await listen(server);
  return { realm: `http://127.0.0.1:${port}/token`, requests: () => answered, stop: () => close(server) };
}

function reply({ access, issuer, service, signer, algorithm }: TokenServerOptions, user = '', granted: object[]) {
  const issued = Math.floor(Date.now() / 1000);
  const expiresIn = access.expiresIn ?? 300;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = part({ typ: 'JWT', alg: algorithm, x5c: [derBase64(signer.cert)] });
  const claims = part({
    iss: issuer,
    sub: user,
    aud: service,
    exp: issued + expiresIn,
    nbf: issued - 10,
    iat: issued,
    jti: randomUUID(),
    access: granted,
  });
  const key = { key: signer.key, dsaEncoding: 'ieee-p1363' as const };
  const signature = sign('sha256', Buffer.from(`${header}.${claims}`), key).toString('base64url');
  const token = `${header}.${claims}.${signature}`;
  return { token, access_token: token, expires_in: expiresIn, issued_at: new Date(issued * 1000).toISOString() };
}
