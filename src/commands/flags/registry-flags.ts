import type { RegistryChoice } from '../../core/ports/registry-access.ts';
import type { Flag, FlagValues } from '../command.ts';

/** Flags of the commands that talk to registries without the image API. */
export const REGISTRY_FLAGS: readonly Flag[] = [
  {
    name: 'registry-config',
    group: 'registry',
    short: 'a',
    type: 'string',
    value: 'FILE',
    help: 'The file of registry logins, instead of those of podman and docker',
  },
  {
    name: 'certificate-authority',
    group: 'registry',
    type: 'string',
    value: 'FILE',
    help: 'Certificate authorities in PEM to trust as well',
  },
  {
    name: 'insecure',
    group: 'registry',
    type: 'bool',
    help: 'Accept unverified TLS, and plain HTTP where there is no TLS',
  },
  { name: 'skip-verification', type: 'bool', help: 'Without effect: content is always verified', hidden: true },
];

export const OS_FILTER_FLAG: Flag = {
  name: 'filter-by-os',
  group: 'what',
  type: 'string',
  value: 'REGEXP',
  help: 'Take only the images of an index whose os/architecture[/variant] matches',
};

export function registryChoice(flags: FlagValues): RegistryChoice {
  return { authFile: flags.string('registry-config'), authorityFile: flags.string('certificate-authority') };
}
