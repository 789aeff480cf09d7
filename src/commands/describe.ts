import { SECRET } from '../core/kinds/kind-names.ts';
import type { ResourceKind } from '../core/kinds/kinds.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { matchesLabels, parseLabelSelector, type Selector } from '../core/selection/selector.ts';
import { isStatusError } from '../core/status.ts';
import { isAppError } from '../errors.ts';
import { type ParsedResources, parseResources, refuseClusterOnly } from './arguments/resources.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { LABELS_FLAG } from './objects/object-selection.ts';

export interface DescribeRequest {
  resources: ParsedResources;
  allNamespaces: boolean;
  labels: Selector;
}

export interface DescribeResult {
  objects: readonly { kind: ResourceKind; object: KubeObject }[];
  /** The objects were found by the beginning of their name: each is followed by one more newline (oc CLI 6). */
  byPrefix: boolean;
  /** The namespace looked in, for the note that nothing was found. */
  namespace: string | undefined;
  errors: readonly unknown[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE [NAME ...] | TYPE/NAME ...)',
  description: `Shows objects for people: a stream with every tag, where it points, and every image that it has had, newest first; a tag
or an image with its layers, configuration and labels. A name that does not exist is taken as the beginning of names.`,
  flags: [
    { name: 'all-namespaces', group: 'what', short: 'A', type: 'bool', help: 'Show the objects of every namespace' },
    LABELS_FLAG,
    { name: 'show-events', type: 'bool', default: 'true', help: 'Accepted; there are no events here', hidden: true },
  ],
  examples: [
    { what: 'Show a stream with the history of its tags', run: 'imagestream describe is/httpd' },
    { what: 'Show the image that a tag has now', run: 'imagestream describe istag/httpd:2.4' },
  ],
};

export const command: Command<DescribeRequest, DescribeResult> = {
  spec,

  parse({ args, flags, program }) {
    if (args.length === 0) {
      refuse(`You must specify the type of resource to describe. See '${program} describe -h' for help and examples`);
    }
    return {
      resources: parseResources(args, program),
      allNamespaces: flags.bool('all-namespaces'),
      labels: parseLabelSelector(flags.string('selector')),
    };
  },

  async run(request, ports) {
    const { selections, byPath } = request.resources;
    const objects: { kind: ResourceKind; object: KubeObject }[] = [];
    const errors: unknown[] = [];
    const namespaced = selections.some((selection) => selection.kind.namespaced);
    const namespace = request.allNamespaces || !namespaced ? undefined : ports.namespace;
    for (const selection of selections) {
      const { kind, names } = selection;
      if (names.length === 0) {
        const all = await listed(kind, request, ports);
        refuseClusterOnly(selection, all);
        for (const object of all) {
          objects.push({ kind, object: await withSizes(kind, object, ports) });
        }
      }
      for (const name of names) {
        try {
          objects.push({
            kind,
            object: await withSizes(kind, await ports.api.get(kind, ports.namespace, name), ports),
          });
        } catch (error) {
          if (!isStatusError(error) && !isAppError(error, 'STORE_BROKEN') && !isAppError(error, 'STORE_IO'))
            throw error;
          errors.push(error);
        }
      }
    }
    const only = selections.length === 1 && !byPath ? selections[0] : undefined;
    if (only?.names.length === 1 && isStatusError(errors[0], 'NotFound')) {
      const found = await withPrefix(only.kind, only.names[0] as string, ports);
      if (found.length > 0) return { objects: found, byPrefix: true, namespace, errors: [] };
    }
    return { objects, byPrefix: false, namespace, errors };
  },
};

/**
 * A secret as it really is, because the sizes of its values are shown. Its mark stays, and where its values cannot be had,
 * what lies in the store is shown.
 */
async function withSizes(kind: ResourceKind, object: KubeObject, ports: Ports): Promise<KubeObject> {
  if (kind !== SECRET) return object;
  try {
    const { namespace = '', name } = object.metadata;
    const whole = await ports.api.get(kind, namespace, name, { showSecrets: true });
    return { ...object, ...(whole.data === undefined ? {} : { data: whole.data }) };
  } catch (error) {
    if (!isAppError(error, 'CREDENTIALS') && !isStatusError(error)) throw error;
    return object;
  }
}

async function listed(kind: ResourceKind, request: DescribeRequest, ports: Ports): Promise<KubeObject[]> {
  const list = await ports.api.list(kind, request.allNamespaces ? undefined : ports.namespace);
  return list.items.filter((object) => matchesLabels(request.labels, object.metadata.labels ?? {}));
}

/** Objects whose name begins like the one that is not there. Where there is no list, its refusal is the answer. */
async function withPrefix(kind: ResourceKind, prefix: string, ports: Ports) {
  const list = await ports.api.list(kind, ports.namespace);
  return list.items.filter((object) => object.metadata.name.startsWith(prefix)).map((object) => ({ kind, object }));
}
