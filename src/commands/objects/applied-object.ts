import { isJsonObject } from '../../core/json/json-object.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { threeWayMerge } from '../../core/patch/apply.ts';
import { mergeRules } from '../../core/patch/merge-keys.ts';
import { lastApplied } from './last-applied.ts';

/**
 * What a live object becomes when a configuration is applied to it: see `threeWayMerge`. Fails with ARGUMENT where the record
 * of the last apply is not readable, and as the merge does.
 */
export function appliedTo(live: KubeObject, config: KubeObject, kind: ResourceKind): unknown {
  return threeWayMerge(usersPart(lastApplied(live)), live, usersPart(config), mergeRules(kind));
}

const SERVERS = ['creationTimestamp', 'generation', 'managedFields', 'selfLink'];

/** A configuration without what is not the user's to set, as it stands in objects that were exported: it would never be equal. */
function usersPart(config: unknown): unknown {
  if (!isJsonObject(config)) return config;
  const { status: _status, metadata, ...rest } = config;
  if (!isJsonObject(metadata)) return { ...rest, metadata };
  const own = Object.entries(metadata).filter(([key]) => !SERVERS.includes(key));
  return { ...rest, metadata: Object.fromEntries(own) };
}
