import { whenAsked } from '../../core/concurrency/when-asked.ts';
import { SECRET } from '../../core/kinds/kind-names.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import { chainCredentials } from '../../core/logins/chain-credentials.ts';
import { EXCLUDE_SECRET, isPullSecret, pullSecretCredentials } from '../../core/logins/pull-secrets.ts';
import type { CredentialSource } from '../../core/ports/credential-source.ts';
import { badRequest, notFound } from '../../core/status.ts';
import { AppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import { wholeSecret } from '../storage/secrets.ts';

/** The logins for images of a namespace: its pull secrets, read when a registry first asks for a login, then the user's own. */
export function namespaceCredentials(context: ApiContext, namespace: string): CredentialSource {
  return chainCredentials(pullSecretsOf(context, namespace), context.credentials);
}

function pullSecretsOf(context: ApiContext, namespace: string): CredentialSource {
  const load = async () => {
    const secrets = await context.store.list(collectionOf(SECRET, namespace));
    return pullSecretCredentials(secrets.items, context.warn, (secret) => wholeSecret(secret, context.vault));
  };
  return whenAsked(load, ['find']);
}

/**
 * The logins of one secret that the user has named, which counts even if it is excluded. It is read at once.
 * Fails with Status NotFound, with BadRequest for a secret that holds no logins; `find` fails with CREDENTIALS for one
 * that is malformed.
 */
export async function secretCredentials(
  context: ApiContext,
  namespace: string,
  name: string,
): Promise<CredentialSource> {
  const found = await context.store.get(keyOf(SECRET, namespace, name));
  if (!found) throw notFound('secrets', name);
  const { [EXCLUDE_SECRET]: _excluded, ...annotations } = found.metadata.annotations ?? {};
  const secret = { ...found, metadata: { ...found.metadata, annotations } };
  if (!isPullSecret(secret)) {
    throw badRequest(
      `secret ${JSON.stringify(name)} is of type ${JSON.stringify(found.type ?? 'Opaque')}, and holds no logins for registries`,
    );
  }
  const fail = (message: string) => {
    throw new AppError('CREDENTIALS', message);
  };
  return pullSecretCredentials([secret], fail, (each) => wholeSecret(each, context.vault));
}
