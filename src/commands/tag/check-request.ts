import { refuse } from '../command.ts';
import { type Destination, splitDestination } from './destination.ts';
import type { TagRequest } from './request.ts';
import type { TagSourceArgument } from './source.ts';

/** oc CLI 5.1, step 7: the first rule that matches decides. Fails with ARGUMENT. */
export function checkRequest(
  request: TagRequest,
  source: TagSourceArgument | undefined,
  destinations: readonly Destination[],
  namespace: string,
): void {
  const importing = request.scheduled || request.insecure;
  if (request.mirror && (request.alias || request.reference || request.delete)) {
    refuse('--mirror copies an image: it does not go with --alias, --reference or --delete');
  }
  if (
    request.minAge &&
    (request.delete || request.reference || (source && !request.alias && source.kind !== 'DockerImage'))
  ) {
    refuse('--min-age is for tags that follow an image elsewhere, or with --alias another tag');
  }
  if (request.alias && request.delete) refuse('--alias and --delete may not be both specified');
  if (request.referencePolicy !== 'source' && request.referencePolicy !== 'local') {
    refuse("reference policy must be set to 'source' or 'local'");
  }
  if (request.delete) {
    if (request.sourceKindGiven) refuse('cannot specify a source kind when deleting');
    if (request.importModeGiven) refuse('cannot specify an import mode when deleting');
    if (importing) refuse('cannot set flags for importing images when deleting a tag');
  }
  if (destinations.length === 0) refuse('at least a destination is required');
  if (!source) return;
  if (source.kind !== 'DockerImage' && importing) refuse('only container images can have importing flags set');
  if (request.alias) {
    if (importing) refuse('cannot set a container image tag as an alias and also set import flags');
    for (const destination of destinations) {
      const { stream } = splitDestination(destination.name);
      if (destination.namespace !== namespace || stream !== source.reference.name) {
        refuse('cannot set alias across different Image Streams');
      }
    }
  }
  if (!['', 'Legacy', 'PreserveOriginal'].includes(request.importMode)) {
    refuse('valid ImportMode values are Legacy or PreserveOriginal');
  }
}
