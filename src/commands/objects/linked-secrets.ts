import { isJsonObject } from '../../core/json/json-object.ts';
import { SECRET, SERVICE_ACCOUNT } from '../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { ifFound } from '../../core/status.ts';
import { AppError } from '../../errors.ts';
import { type Ports, refuse } from '../command.ts';
import { type ObjectTarget, readObject } from './modify-object.ts';

/** A service account and the secrets to be linked to it, or taken from it (oc CLI 11). */
export interface LinkArguments {
  account: string;
  /** As they were typed: a name, or `secret/NAME`. */
  secrets: readonly string[];
}

/** Fails with ARGUMENT in `oc`'s words. */
export function parseLinkArguments(args: readonly string[]): LinkArguments {
  const [account = '', ...secrets] = args;
  if (args.length < 2) refuse('must have service account name and at least one secret name');
  return { account, secrets };
}

/** What `oc` looks at once all flags were read. Fails with ARGUMENT. */
export function checkLinkArguments({ account, secrets }: LinkArguments): void {
  if (account === '') refuse('service account name must be present');
  for (const secret of secrets) {
    const slash = secret.indexOf('/');
    if (slash >= 0 && !['secret', 'secrets'].includes(secret.slice(0, slash))) {
      refuse(`expected resource of type secret, got ${JSON.stringify(secret)}`);
    }
  }
}

/** The account as it is named for `modifyObject`; `sa/NAME` is taken too. */
function accountTarget(namespace: string, account: string): ObjectTarget {
  const name = /^(?:sa|serviceaccounts?)\/(.+)$/.exec(account)?.[1] ?? account;
  return { kind: SERVICE_ACCOUNT, namespace, name };
}

/**
 * The account, which has to be there, and which of the secrets there are, by name, with a line about each that there is
 * not. Fails with Status NotFound.
 */
export async function findLink(
  { account, secrets }: LinkArguments,
  ports: Ports,
): Promise<{ target: ObjectTarget; found: string[]; missing: string[]; notes: string[] }> {
  const target = accountTarget(ports.namespace, account);
  await readObject(ports, target);
  const [found, missing, notes]: [string[], string[], string[]] = [[], [], []];
  for (const secret of secrets) {
    const name = secret.split('/')[1] ?? secret;
    const there = await ifFound(ports.api.get(SECRET, ports.namespace, name));
    (there ? found : missing).push(name);
    if (!there) notes.push(`secret ${JSON.stringify(secret)} not found`);
  }
  return { target, found, missing, notes };
}

/** The references of `secrets` or `imagePullSecrets`. */
export function referencesOf(account: KubeObject, field: 'secrets' | 'imagePullSecrets'): { name: string }[] {
  const list = account[field];
  return Array.isArray(list)
    ? list.filter((item): item is { name: string } => isJsonObject(item) && typeof item.name === 'string')
    : [];
}

export const noSecrets = (message = 'No valid secrets found') => new AppError('ARGUMENT', message);
