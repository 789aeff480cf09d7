import type { Registry } from '../../src/core/ports/registry.ts';
import type { RegistryOptions } from '../../src/registry/client.ts';
import type { Script, ScriptedRegistry } from '../support/scripted-registry.ts';
import { authority, client, script } from './client-under-test.ts';
import { startForwardProxy } from './forward-proxy.ts';

export interface NamedHosts<Name extends string> {
  readonly servers: Readonly<Record<Name, ScriptedRegistry>>;
  /** A client that reaches the hosts by their names. */
  client(options?: Partial<RegistryOptions>): Registry;
}

/** Servers on loopback under the names of real hosts: behind a proxy, each with TLS of its own. */
export async function namedHosts<Name extends string>(
  scripts: Readonly<Record<Name, Script>>,
): Promise<NamedHosts<Name>> {
  const servers = {} as Record<Name, ScriptedRegistry>;
  for (const name of Object.keys(scripts) as Name[])
    servers[name] = await script(scripts[name], authority.issue([name]));
  const proxy = await startForwardProxy((target) => {
    const [name = ''] = target.split(':');
    return Object.hasOwn(servers, name) ? { port: servers[name as Name].port } : { status: 502 };
  });
  return { servers, client: (options = {}) => client({ env: { HTTPS_PROXY: proxy.url }, ...options }) };
}
