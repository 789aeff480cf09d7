import { SECRET } from '../core/kind-names.ts';
import type { CredentialSource } from '../core/ports/credential-source.ts';
import { pullSecretCredentials } from '../core/pull-secrets.ts';
import type { ApiContext } from './context.ts';
import { wholeSecret } from './secrets.ts';

/** The pull secrets of a namespace, read when a registry first asks for a login. */
export function namespaceCredentials(context: ApiContext, namespace: string): CredentialSource {
  let source: Promise<CredentialSource> | undefined;
  const load = async () => {
    const secrets = await context.store.list({ group: SECRET.group, resource: SECRET.plural, namespace });
    return pullSecretCredentials(secrets.items, context.warn, (secret) => wholeSecret(secret, context.vault));
  };
  return {
    async find(registry, repository, signal) {
      source ??= load();
      return (await source).find(registry, repository, signal);
    },
  };
}
