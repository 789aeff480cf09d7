import type { FoundImages } from '../../../api/imports/image-stream-imports.ts';
import { planPhases } from '../../../core/mirror/phases.ts';
import type { RegistryAccess } from '../../../core/ports/registry-access.ts';
import { parseReference } from '../../../core/references/reference.ts';
import { type Ports, refuse } from '../../command.ts';
import { executeMirror } from './execute.ts';
import type { Mapping } from './mapping.ts';
import { createMirrorProgress } from './mirror-progress.ts';
import { readPlan } from './read-plan.ts';

/** As `image mirror` has it by default. */
const REGISTRIES = 4;
const PER_REGISTRY = 6;

/**
 * Copies images to their stream's repository in the integrated registry, so that what a tag with the reference policy
 * Local gives out can be pulled. An index is copied with all of its images, and what is there already is left alone.
 * Fails with ARGUMENT without an integrated registry, and with the RegistryError of what could not be copied.
 */
export async function copyToIntegratedRegistry({ images, credentials, repository }: FoundImages, ports: Ports) {
  if (repository === undefined) {
    refuse('there is no integrated registry to copy the image to', {
      hint: 'set IMAGESTREAM_INTERNAL_REGISTRY to its host[:port], or status.internalRegistryHostname of image.config.openshift.io/cluster',
    });
  }
  const access = { ...ports.registries({ authFile: '', authorityFile: '' }), credentials };
  for (const insecure of [false, true]) {
    const mappings = images
      .filter((found) => found.insecure === insecure)
      // What comes from the stream's own repository is there.
      .filter(({ image }) => !image.dockerImageReference.startsWith(`${repository}@`))
      .map(({ image, tag }) => ({
        source: parseReference(image.dockerImageReference),
        destination: { ...parseReference(repository), tag },
      }));
    if (mappings.length > 0) await copy(mappings, insecure, access, ports);
  }
}

async function copy(
  mappings: readonly Mapping[],
  insecure: boolean,
  access: RegistryAccess,
  ports: Ports,
): Promise<void> {
  const { signal } = ports;
  const transfer = await access.transfer();
  const { plan, errors } = await readPlan(mappings, {
    ...{ access, insecure, signal, transfer },
    ...{ force: false, skipMissing: false, keepList: true },
    ...{ filter: () => true, width: PER_REGISTRY, registries: REGISTRIES },
  });
  if (errors.length > 0) throw errors[0];
  const phases = planPhases(plan);
  const progress = createMirrorProgress(phases, ports, 'decimal');
  const events = executeMirror(phases, {
    transfer,
    request: { credentials: access.credentials, signal },
    registries: REGISTRIES,
    perRegistry: PER_REGISTRY,
    ...{ force: false, skipMount: false, skipMultipleScopes: false, continueOnError: false },
    onBytes: progress.add,
    onSpared: progress.spare,
  });
  const failures: unknown[] = [];
  for await (const event of events) if (event.type === 'failed') failures.push(event.error);
  if (failures.length > 0) throw failures[0];
}
