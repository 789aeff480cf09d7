import { isJsonObject } from '../json/json-object.ts';

/** A token server of another party that the user lets have the login for a registry. */
export interface TokenServerRule {
  /** `host[:port]`; undefined for the one registry that a command line asks. */
  registry: string | undefined;
  /** `host[:port]`, as a URL has it: without the port of HTTPS. */
  server: string;
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Reads `HOST` or `REGISTRY=HOST`, as `--token-server` has it. @returns what is wrong with it where it cannot be used */
export function parseTokenServer(text: string): TokenServerRule | string {
  const equals = text.indexOf('=');
  const registry = equals < 0 ? undefined : text.slice(0, equals).trim();
  if (registry !== undefined && !HOST.test(registry)) return 'it must be HOST, or REGISTRY=HOST';
  const server = serverOf(text.slice(equals + 1).trim());
  return server === undefined ? PROBLEM : { registry, server };
}

const PROBLEM = 'a token server is a HOST or HOST:PORT that is reached by HTTPS';

/** Reads `REGISTRY=HOST,...`, as the variable has it. */
export function parseTokenServers(text: string): TokenServerRule[] | string {
  const rules: TokenServerRule[] = [];
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const rule = parseTokenServer(part.trim());
    if (typeof rule === 'string') return rule;
    if (rule.registry === undefined) return 'it must be REGISTRY=HOST, with commas between several';
    rules.push(rule);
  }
  return rules;
}

/** Reads `tokenServers` of the user's configuration: a host or a list of hosts for each registry. */
export function readTokenServers(value: unknown): TokenServerRule[] | string {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) return 'tokenServers: must be an object of registries';
  const rules: TokenServerRule[] = [];
  for (const [registry, servers] of Object.entries(value)) {
    if (!HOST.test(registry)) return `tokenServers: ${JSON.stringify(registry)} is not the host of a registry`;
    for (const text of Array.isArray(servers) ? servers : [servers]) {
      const server = typeof text === 'string' ? serverOf(text) : undefined;
      if (server === undefined) return `tokenServers[${JSON.stringify(registry)}]: ${PROBLEM}`;
      rules.push({ registry, server });
    }
  }
  return rules;
}

function serverOf(text: string): string | undefined {
  const bare = text.replace(/^https:\/\//i, '').replace(/\/$/, '');
  return HOST.test(bare) && URL.canParse(`https://${bare}`) ? new URL(`https://${bare}`).host : undefined;
}
