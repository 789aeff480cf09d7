import { sameJson } from '../../core/json/json-value.ts';
import { SECRET } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import { type KubeObject, LAST_APPLIED } from '../../core/objects/meta.ts';
import type { SecretVault } from '../../core/ports/secret-vault.ts';
import {
  fillSecret,
  hasGaps,
  type KeptData,
  markOf,
  parseKeptData,
  splitSecret,
  withMark,
} from '../../core/secrets/kept-data.ts';
import { readSecret, type Secret } from '../../core/secrets/secret-data.ts';
import { validateSecret, validateSecretUpdate } from '../../core/secrets/validate-secret.ts';
import { alreadyExists, isStatusError, refuseInvalid } from '../../core/status.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import { createPlainObjects } from './plain-objects.ts';
import type { ReadOptions, ResourceStorage } from './storage.ts';

/**
 * Secrets. Their confidential values go to the vault, whoever writes them and however; the store has the rest with a
 * mark that says where they are. Reading gives the secret as it lies in the store, or whole where that is asked for.
 *
 * Files with a mark are copied: into clones, branches and backups. So what a mark names is never changed, and neither a
 * change nor the end of a secret takes it away; `secrets prune` does, once nobody has asked for it for long.
 *
 * Writes fail with CREDENTIALS where the vault refuses; then nothing was written.
 */
export function createSecrets(context: ApiContext): Required<ResourceStorage> {
  const plain = createPlainObjects(context, SECRET);
  const { vault } = context;

  const shown = async (secret: KubeObject, options?: ReadOptions) =>
    options?.showSecrets ? wholeSecret(secret, vault) : secret;

  /** A secret as somebody wrote it, with what it lacks. One that was read in another place can so be written here. */
  async function readWritten(object: KubeObject): Promise<Secret> {
    const secret = readSecret(object);
    if (!markOf(secret) || !hasGaps(secret)) return withMark(secret, undefined);
    return wholeSecret(secret, vault);
  }

  /** Writes the bare secret; what was kept for it is forgotten again where that fails. */
  async function store(
    secret: Secret,
    kept: KeptData,
    namespace: string,
    write: (secret: KubeObject) => Promise<KubeObject>,
  ): Promise<KubeObject> {
    if (!vault?.keeps || Object.keys(kept).length === 0) return write(secret);
    const mark = await vault.keep(JSON.stringify(kept), `${namespace}/${secret.metadata.name}`);
    try {
      return await write(withMark(splitSecret(secret).bare, mark));
    } catch (error) {
      await vault.forget(mark);
      throw error;
    }
  }

  /** What a dry run shows: as much as lies in the store when it is done. */
  const bareIfKept = (secret: Secret) => (vault?.keeps ? splitSecret(secret).bare : secret);

  return {
    get: async (namespace, name, options) => shown(await plain.get(namespace, name), options),

    async list(namespace, options) {
      const list = await plain.list(namespace);
      const items: KubeObject[] = [];
      // One after the other: each may ask a program.
      for (const secret of list.items) items.push(await shown(secret, options));
      return { ...list, items };
    },

    async create(namespace, object, options) {
      const secret = await readWritten(object);
      refuseInvalid('Secret', secret.metadata.name, validateSecret(secret));
      if (options.dryRun) return plain.create(namespace, bareIfKept(secret), options);
      // A vault need not be unlocked for what cannot be written.
      const { name } = secret.metadata;
      if (await context.store.get(keyOf(SECRET, namespace, name))) throw alreadyExists('secrets', name);
      return store(secret, splitSecret(secret).kept, namespace, (next) => plain.create(namespace, next, options));
    },

    async update(namespace, object, options) {
      const before = await plain.get(namespace, object.metadata.name);
      const oldMark = markOf(before);
      if (oldMark && isUntouched(object, before)) return plain.update(namespace, object, options);
      const secret = await readWritten(object);
      const previous = await recalled(before, vault);
      const causes = [...validateSecret(secret), ...(previous ? validateSecretUpdate(secret, previous) : [])];
      refuseInvalid('Secret', secret.metadata.name, causes);
      if (options.dryRun) return plain.update(namespace, withMark(bareIfKept(secret), oldMark), options);
      const { bare, kept } = splitSecret(secret);
      const same = previous && sameJson(splitSecret(previous).kept, kept);
      if (oldMark && same && vault?.isPlaced(oldMark)) return plain.update(namespace, withMark(bare, oldMark), options);
      return store(secret, kept, namespace, (next) => plain.update(namespace, next, options));
    },

    delete: (namespace, name, options) => plain.delete(namespace, name, options),
  };
}

/**
 * A secret with the values that are kept outside of the store. One without a mark is whole already.
 * Fails with CREDENTIALS where they cannot be had.
 */
export async function wholeSecret<T extends KubeObject>(secret: T, vault: SecretVault | undefined): Promise<T> {
  const mark = markOf(secret);
  if (!mark) return secret;
  const found = await recallKept(mark, vault);
  if ('why' in found) {
    throw new AppError('CREDENTIALS', `secret ${JSON.stringify(secret.metadata.name)}: its password ${found.why}`, {
      hint: 'create the secret again on this machine',
    });
  }
  return withMark(fillSecret(secret, found.kept), undefined);
}

async function recallKept(mark: string, vault: SecretVault | undefined): Promise<{ kept: KeptData } | { why: string }> {
  const recalled = await vault?.recall(mark);
  if (!recalled) return { why: 'is kept in a place that is not used here' };
  if (!recalled.ok) return { why: recalled.why };
  const kept = parseKeptData(recalled.text);
  return kept ? { kept } : { why: 'is not readable where it is kept' };
}

/** The whole secret, or undefined where its values are lost: then it may be written anew. */
async function recalled(secret: KubeObject, vault: SecretVault | undefined): Promise<Secret | undefined> {
  try {
    return readSecret(await wholeSecret(secret, vault));
  } catch (error) {
    // What lies in the store may be broken by hand; it is written anew all the same.
    if (isAppError(error, 'CREDENTIALS') || isStatusError(error, 'BadRequest')) return undefined;
    throw error;
  }
}

/** Whether a write leaves the values and their mark as they are. */
function isUntouched(next: KubeObject, before: KubeObject): boolean {
  return (
    markOf(next) === markOf(before) &&
    next.type === before.type &&
    next.stringData === undefined &&
    sameJson(next.data, before.data) &&
    // The record of an apply may hold values.
    sameJson(recordOf(next), recordOf(before))
  );
}

const recordOf = (object: KubeObject) => object.metadata.annotations?.[LAST_APPLIED];
