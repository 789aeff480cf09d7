import type { RegistryAccess, RegistryChoice } from '../../core/ports/registry-access.ts';
import { type RoutingOptions, routeRegistry } from '../../core/registries/routed-registry.ts';
import { readAuthorities } from '../user/host-certificates.ts';
import type { User } from '../user/user.ts';

/** The ways to registries that one call goes. */
export interface Registries extends RegistryAccess {
  /**
   * The way with the logins that the flags of a command ask for. Fails with ARGUMENT for a file of authorities that cannot
   * be used, which is said before anything is asked.
   */
  choose(choice: RegistryChoice): RegistryAccess;
}

/** The user's registries where the rules send who asks: to mirrors, elsewhere, or nowhere. */
export function routeRegistries(
  { registries, ownCredentials, credentials }: User,
  routing: RoutingOptions,
): Registries {
  const access: RegistryAccess = {
    registry: routeRegistry(registries, routing),
    credentials: ownCredentials,
    async transfer() {
      const { routeTransfer } = await import('../../core/registries/routed-transfer.ts');
      return routeTransfer(await registries.transfer(), routing);
    },
  };
  return {
    ...access,
    choose({ authFile, authorityFile }) {
      if (authorityFile !== '') readAuthorities(authorityFile);
      return authFile === '' ? access : { ...access, credentials: credentials(authFile) };
    },
  };
}
