import { clusterOnly } from '../../core/kinds/cluster-kinds.ts';
import { findKind, KINDS, type ResourceKind } from '../../core/kinds/kinds.ts';
import { nearKinds } from '../../core/kinds/near-kinds.ts';
import { didYouMean } from '../../core/near-words.ts';
import { refuse } from '../command.ts';

/** What the arguments of `get`, `describe`, `delete` and their like select: kinds, each with names or without. */
export interface ResourceSelection {
  kind: ResourceKind;
  /** Empty for all objects of the kind. */
  names: readonly string[];
  /** Asked for with others, as `all`. */
  inAll?: boolean;
}

export interface ParsedResources {
  selections: readonly ResourceSelection[];
  /** Whether the arguments were of the form TYPE/NAME. */
  byPath: boolean;
}

/**
 * Reads `TYPE`, `TYPE NAME ...`, `TYPE1,TYPE2`, `TYPE/NAME ...`, and the category `all`, as kubectl's resource builder does.
 * Fails with ARGUMENT for an unknown type and for mixed forms.
 */
export function parseResources(args: readonly string[], program: string): ParsedResources {
  if (args.some((arg) => arg.includes('/'))) {
    return { selections: args.map((arg) => parsePath(arg, program)), byPath: true };
  }
  const [types = '', ...names] = args;
  const selections = types.split(',').flatMap((type): ResourceSelection[] => {
    if (type.toLowerCase() !== 'all') return [{ kind: kindOf(type, program), names }];
    return KINDS.filter((kind) => kind.inAll).map((kind) => ({ kind, names, inAll: true }));
  });
  return { selections, byPath: false };
}

function parsePath(arg: string, program: string): ResourceSelection {
  const parts = arg.split('/');
  if (parts.length === 1) {
    refuse(
      `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${program} get resource/<resource_name>' instead of '${program} get resource resource/<resource_name>'`,
    );
  }
  const [type = '', name = ''] = parts;
  if (parts.length !== 2 || (!type && !name)) {
    refuse('arguments in resource/name form may not have more than one slash');
  }
  if (!type || !name) refuse('arguments in resource/name form must have a single resource and name');
  return { kind: kindOf(type, program), names: [name] };
}

/**
 * Fails with ARGUMENT where objects of a kind were asked for that only a cluster has, and none was stored all the same.
 */
export function refuseClusterOnly({ kind, names, inAll }: ResourceSelection, found: readonly unknown[]): void {
  if (inAll || names.length > 0 || found.length > 0) return;
  const why = clusterOnly(kind.plural);
  if (why !== undefined) refuse(why);
}

/** The kind that a word means. Fails with ARGUMENT in kubectl's words, and with the types that come near. */
function kindOf(type: string, program: string): ResourceKind {
  const kind = findKind(type);
  const why = kind ? undefined : clusterOnly(type);
  if (why !== undefined) refuse(why);
  // What follows a dot is a version and a group.
  const [name] = type.split('.', 1);
  if (!kind) refuse(`the server doesn't have a resource type "${name}"`, { hint: unknownTypeHint(type, program) });
  return kind;
}

/** What to try instead of a type that there is not. As `oc`, the product says no more than that. */
export function unknownTypeHint(type: string, program: string): string | undefined {
  return didYouMean(nearKinds(type)) ?? (program === 'oc' ? undefined : `"${program} api-resources" lists the types`);
}
