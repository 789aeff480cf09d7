import { addressOf } from '../api/importer.ts';
import { IMAGE_STREAM } from '../core/kind-names.ts';
import type { ImageStream } from '../core/objects/image-stream.ts';
import { parseReference } from '../core/reference.ts';
import { specTag } from '../core/stream/tag-history.ts';
import { isRegistryError } from '../errors.ts';
import type { Ports } from './command.ts';
import type { Resolution } from './resolve.ts';

/**
 * Asks whether the integrated registry has what a tag with the reference policy Local gives out: one request, with the
 * logins of the tag's namespace. Returns warnings.
 */
export async function lookInIntegratedRegistry(resolution: Resolution, ports: Ports): Promise<string[]> {
  const { stream: name, namespace, tag = 'latest', reference, digest } = resolution;
  const written = specTag(await ports.api.get<ImageStream>(IMAGE_STREAM, namespace, name), tag);
  const address = addressOf(parseReference(reference), written?.importPolicy.insecure === true);
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
      written?.from?.kind === 'DockerImage'
        ? `import-image ${name}:${tag} --mirror`
        : `tag ${name}@${digest} ${name}:${tag} --reference-policy=local --mirror`;
    const where = namespace === ports.namespace ? '' : ` -n ${namespace}`;
    return [`the integrated registry does not have ${reference}; to copy it there: imagestream ${copy}${where}`];
  }
}
