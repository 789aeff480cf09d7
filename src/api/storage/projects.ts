import { PROJECT } from '../../core/kinds/kind-names.ts';
import { apiVersionOf, resourceName } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { alreadyExists, isStatusError, notFound } from '../../core/status.ts';
import type { ResourceStorage } from './storage.ts';

/** Projects: namespaces, under the name that OpenShift has for them. */
export function createProjects(namespaces: Required<ResourceStorage>): Required<ResourceStorage> {
  return {
    get: (_none, name, options) => named(name, namespaces.get('', name, options)),

    async list(namespace, options) {
      const list = await namespaces.list(namespace, options);
      return { ...list, items: list.items.map(toProject) };
    },

    create: (_none, project, options) =>
      named(project.metadata.name, namespaces.create('', toNamespace(project), options)),

    update: (_none, project, options) =>
      named(project.metadata.name, namespaces.update('', toNamespace(project), options)),

    delete: (_none, name, options) => named(name, namespaces.delete('', name, options)),
  };
}

/** The answer about a namespace, as one about a project. */
async function named(name: string, answer: Promise<KubeObject>): Promise<KubeObject> {
  try {
    return toProject(await answer);
  } catch (error) {
    if (isStatusError(error, 'NotFound')) throw notFound(resourceName(PROJECT), name);
    // The server says it of what was asked for: in the singular.
    if (isStatusError(error, 'AlreadyExists')) throw alreadyExists('project.project.openshift.io', name);
    throw error;
  }
}

const toProject = (namespace: KubeObject): KubeObject => ({
  ...namespace,
  apiVersion: apiVersionOf(PROJECT),
  kind: PROJECT.kind,
});

const toNamespace = (project: KubeObject): KubeObject => ({ ...project, apiVersion: 'v1', kind: 'Namespace' });
