import { SECRET } from '../../core/kinds/kind-names.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Arguments, Flag, Ports } from '../command.ts';
import { appendHashFlag, withHash } from '../flags/append-hash.ts';
import { CREATE_FLAGS } from '../flags/write-flags.ts';
import { type CreateNamedRequest, createNamed, metadataOf, parseCreateNamed } from './created-object.ts';
import type { ObjectMessages } from './object-messages.ts';

/** What the verbs are told that create an object with entries: a Secret or a ConfigMap. */
export interface CreateKeyedRequest extends CreateNamedRequest {
  /** Whether the name gets a hash of the content behind it. */
  appendHash: boolean;
}

/** Their flags, behind those of each alone, with the words for what is made. */
export const keyedFlags = (what: string): readonly Flag[] => [appendHashFlag(what), ...CREATE_FLAGS];

/** Fails with USAGE for anything but one name. */
export function parseCreateKeyed(input: Arguments): CreateKeyedRequest {
  return { ...parseCreateNamed(input), appendHash: input.flags.bool('append-hash') };
}

export interface Keyed {
  kind: ResourceKind;
  /** The fields beside the metadata. What is empty is left out. */
  content: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** What the hash is made of, beside the kind and the name. */
  hashed: Record<string, unknown>;
  /** The words that kubectl puts before the API's refusal. */
  failed: string;
}

/** Creates a Secret or a ConfigMap and says so. */
export async function createKeyed(
  { kind, content, hashed, failed }: Keyed,
  request: CreateKeyedRequest,
  ports: Ports,
): Promise<ObjectMessages> {
  const filled = Object.entries(content).filter(([, value]) => Object.keys(value).length > 0);
  const object: KubeObject = {
    kind: kind.kind,
    apiVersion: 'v1',
    metadata: metadataOf(request),
    ...Object.fromEntries(filled),
  };
  return createNamed(ports, kind, request.appendHash ? await withHash(object, hashed) : object, request, failed);
}

/** Creates a Secret and says so; without a type it is opaque. */
export function createSecret(
  content: { data: Readonly<Record<string, string>>; type: string },
  request: CreateKeyedRequest,
  ports: Ports,
): Promise<ObjectMessages> {
  const { data, type } = content;
  return createKeyed(
    { kind: SECRET, content, hashed: { type, data }, failed: 'failed to create secret' },
    request,
    ports,
  );
}
