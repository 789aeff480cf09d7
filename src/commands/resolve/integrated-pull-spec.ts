import type { TagReference } from '../../core/objects/image-stream.ts';
import { parseReference } from '../../core/references/reference.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { isRegistryError } from '../../errors.ts';
import type { Ports } from '../command.ts';
import type { Resolution } from './resolution.ts';

/**
 * Asks whether the integrated registry has what a tag with the reference policy Local gives out: one request, with the
 * logins of the tag's namespace. Returns warnings.
 */
export async function lookInIntegratedRegistry(
  { stream, namespace, reference, digest }: Resolution,
  tag: TagReference,
  ports: Ports,
): Promise<string[]> {
  const address = addressOf(parseReference(reference), tag.importPolicy.insecure === true);
  const { registry } = ports.registries({ authFile: '', authorityFile: '' });
  const credentials = ports.api.credentials(namespace);
  try {
    await registry.resolveDigest(address, digest, { credentials, signal: ports.signal });
    return [];
  } catch (error) {
    if (!isRegistryError(error)) throw error;
    if (error.code !== 'REGISTRY_MANIFEST_UNKNOWN' && error.code !== 'REGISTRY_NAME_UNKNOWN') {
      return [`whether ${reference} can be pulled is not known: ${error.message}`];
    }
    const copy =
      tag.from?.kind === 'DockerImage'
        ? `import-image ${stream}:${tag.name} --mirror`
        : `tag ${stream}@${digest} ${stream}:${tag.name} --reference-policy=local --mirror`;
    const where = namespace === ports.namespace ? '' : ` -n ${namespace}`;
    return [`the integrated registry does not have ${reference}; to copy it there: imagestream ${copy}${where}`];
  }
}
