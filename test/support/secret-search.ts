import type { ScriptedRegistry, ScriptedRequest } from './scripted-registry.ts';

/** Headers that exist to carry a login or a token. */
const LOGIN_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'x-registry-auth', 'x-auth-token'];

/**
 * Where a server that is to know no secret was told one: each header for logins, whatever it holds, and each of the given
 * secrets, wherever it stands: address, header or body, as it is, percent-encoded or in base64. Empty: nowhere.
 */
export function secretsToldTo({ requests, host }: ScriptedRegistry, secrets: readonly string[] = []): string[] {
  return requests.flatMap((request) =>
    [...loginHeaders(request), ...places(request, secrets)].map((place) => `${host} ${request.method} ${place}`),
  );
}

/** The same for a server that may have a login, only not these secrets. */
export function sightings({ requests, host }: ScriptedRegistry, secrets: readonly string[]): string[] {
  return requests.flatMap((request) => places(request, secrets).map((place) => `${host} ${request.method} ${place}`));
}

function loginHeaders({ headers }: ScriptedRequest): string[] {
  return LOGIN_HEADERS.filter((name) => headers[name] !== undefined);
}

function places({ url, headers, body }: ScriptedRequest, secrets: readonly string[]): string[] {
  const texts: [string, string][] = [
    ['address', url],
    ['body', body],
  ];
  for (const [name, value] of Object.entries(headers)) texts.push([name, String(value)]);
  return texts
    .filter(([, text]) => secrets.some((secret) => readings(text).some((reading) => reading.includes(secret))))
    .map(([place]) => place);
}

/** A text as it may be meant. */
function readings(text: string): string[] {
  const words = text.split(/[\s,;]+/).map((word) => Buffer.from(word, 'base64').toString('utf8'));
  return [text, decoded(text), ...words];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
