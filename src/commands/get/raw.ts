import { goJson, serverOrder } from '../../codec/go-json.ts';
import { compareBytes } from '../../core/byte-order.ts';
import { verbsOf } from '../../core/kinds/kind-verbs.ts';
import { apiVersionOf, KINDS, type ResourceKind } from '../../core/kinds/kinds.ts';
import { failure, StatusError } from '../../core/status.ts';
import type { Ports } from '../command.ts';

/**
 * What a server would answer to a GET of the path, as JSON: objects and lists of `/api/v1/...` and
 * `/apis/GROUP/VERSION/...`, and which groups, versions and resources there are. Fails with a status as the API server
 * words it, NotFound for any other path.
 */
export async function getRaw(path: string, { api }: Pick<Ports, 'api'>): Promise<string> {
  const parts = partsOf(path);
  return goJson(discovery(parts) ?? (await objects(parts, api)), {
    keys: serverOrder,
    indent: '',
  });
}

/** Fails with Status NotFound for what is no address. */
function partsOf(path: string): string[] {
  try {
    return new URL(path, 'http://api.invalid').pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw unknownPath();
  }
}

const unknownPath = () => new StatusError(failure('NotFound', 'the server could not find the requested resource'));

/** The groups, versions and resources below a path that names no resource. */
function discovery([root, ...rest]: readonly string[]): object | undefined {
  if (root === 'api' && rest.length === 0) return { kind: 'APIVersions', versions: ['v1'] };
  if (root === 'api' && rest.length === 1) return resourcesOf(rest[0] as string);
  if (root !== 'apis' || rest.length > 2) return undefined;
  const [group, version] = rest;
  const groups = [...new Set(KINDS.map((kind) => kind.group))].filter(Boolean).sort(compareBytes);
  if (group === undefined) return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) };
  if (version !== undefined) return resourcesOf(`${group}/${version}`);
  return groups.includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) } : undefined;
}

function groupOf(group: string) {
  const versions = [...new Set(KINDS.filter((kind) => kind.group === group).map((kind) => kind.version))].map(
    (version) => ({ groupVersion: `${group}/${version}`, version }),
  );
  return { name: group, versions, preferredVersion: versions[0] };
}

function resourcesOf(groupVersion: string): object | undefined {
  const kinds = KINDS.filter((kind) => apiVersionOf(kind) === groupVersion);
  if (kinds.length === 0) return undefined;
  const resources = kinds
    .sort((a, b) => compareBytes(a.plural, b.plural))
    .map((kind) => ({
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: verbsOf(kind),
      ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

async function objects(parts: readonly string[], api: Ports['api']): Promise<object> {
  const { kind, namespace, name } = target(parts);
  if (name !== undefined) return api.get(kind, namespace ?? '', name);
  const { items } = await api.list(kind, namespace);
  return { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: {}, items };
}

/** What a path names below its group and version: `RESOURCE[/NAME]`, in a namespace `namespaces/NAMESPACE/RESOURCE[/NAME]`. */
function target([root, ...rest]: readonly string[]): { kind: ResourceKind; namespace?: string; name?: string } {
  const version = root === 'api' ? rest[0] : `${rest[0]}/${rest[1]}`;
  const below = rest.slice(root === 'api' ? 1 : 2);
  const find = (plural: string | undefined, namespaced: boolean) =>
    KINDS.find((kind) => apiVersionOf(kind) === version && kind.plural === plural && kind.namespaced === namespaced);
  const [, namespace, inside, name, ...more] = below[0] === 'namespaces' ? below : [];
  const held = find(inside, true);
  if (held && namespace && more.length === 0) return { kind: held, namespace, ...(name ? { name } : {}) };
  const [plural, own, ...others] = below;
  const kind = find(plural, false) ?? (own === undefined ? find(plural, true) : undefined);
  if (!kind || others.length > 0) throw unknownPath();
  return { kind, ...(own ? { name: own } : {}) };
}
