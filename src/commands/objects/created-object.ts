import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { isStatusError } from '../../core/status.ts';
import { AppError } from '../../errors.ts';
import { type Arguments, type Ports, refuse } from '../command.ts';
import { parseCreateFlags } from '../flags/write-flags.ts';
import { createObject } from './create-object.ts';
import { withLastApplied } from './last-applied.ts';
import type { ObjectMessages, ObjectMessagesRequest } from './object-messages.ts';

/** What all `create TYPE NAME` commands are told. */
export interface CreateNamedRequest extends ObjectMessagesRequest {
  name: string;
  /** The value of `-n`, where it was given: only then the object names its namespace itself. */
  namespace: string | undefined;
  saveConfig: boolean;
}

/** Fails with USAGE for anything but one name. */
export function parseCreateNamed({ args, flags, usage }: Arguments): CreateNamedRequest {
  const [name = ''] = args;
  if (args.length !== 1) throw usage(`exactly one NAME is required, got ${args.length}`);
  if (name === '') refuse('name must be specified');
  return {
    name,
    namespace: flags.string('namespace') || undefined,
    ...parseCreateFlags(flags),
  };
}

/** The object's metadata as the client sends it. */
export function metadataOf({ name, namespace }: CreateNamedRequest): KubeObject['metadata'] {
  return { name, creationTimestamp: null, ...(namespace ? { namespace } : {}) };
}

/** Creates the object and says so. Fails as the API does. */
export async function createStruct(
  ports: Ports,
  kind: ResourceKind,
  object: KubeObject,
  { saveConfig, dryRun }: Pick<CreateNamedRequest, 'saveConfig' | 'dryRun'>,
): Promise<ObjectMessages> {
  const sent = saveConfig ? withLastApplied(object) : object;
  const created = await createObject(ports, kind, ports.namespace, sent, dryRun.mode);
  return { messages: [{ object: created, operation: 'created' }], warnings: [], errors: [], asStruct: true };
}

/**
 * Creates the object and says so, or why not.
 *
 * @param failed the words that kubectl puts before the API's refusal, such as `failed to create secret`
 */
export async function createNamed(
  ports: Ports,
  kind: ResourceKind,
  object: KubeObject,
  request: CreateNamedRequest,
  failed: string,
): Promise<ObjectMessages> {
  try {
    return await createStruct(ports, kind, object, request);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    throw new AppError('ARGUMENT', `${failed} ${error.message}`, { cause: error });
  }
}
