import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { AppError } from '../../errors.ts';
import type { Ports } from '../command.ts';
import type { DryRunMode } from '../flags/dry-run.ts';

/** Creates an object as a dry run asks for it, and returns it as it is then. Fails as the API does. */
export async function createObject(
  ports: Ports,
  kind: ResourceKind,
  namespace: string,
  object: KubeObject,
  mode: DryRunMode,
): Promise<KubeObject> {
  if (!object.metadata.name) throw nameless(object);
  if (mode === 'client') return object;
  if (kind.kind === 'ImageStreamImport') {
    if (mode === 'server') return object;
    // What a file leaves out is there after it was read: policies above all.
    const { imageStreamImportFromUntrusted } = await import('../../core/validation/shape.ts');
    return ports.api.importImages(namespace, imageStreamImportFromUntrusted(object));
  }
  return ports.api.create(kind, namespace, object, { dryRun: mode === 'server' });
}

function nameless(object: KubeObject): AppError {
  if (object.metadata.generateName) {
    return new AppError('ARGUMENT', 'metadata.generateName is not supported: names here are written down', {
      hint: 'Give the object a metadata.name',
    });
  }
  return new AppError('ARGUMENT', 'resource name may not be empty');
}
