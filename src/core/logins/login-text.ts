import type { Credential } from '../ports/credential-source.ts';

/** Who a login is and where it comes from, without what is secret of it. */
export function loginText({ username, origin, identityToken, registryToken }: Credential): string {
  if (registryToken !== undefined) return `a bearer token (${origin})`;
  return `${identityToken === undefined ? `user ${username}` : 'an identity token'} (${origin})`;
}
