import { isHostPort } from './host-syntax.ts';

/** Reads `insecureRegistries` of the user's configuration. @returns what is wrong with it, with the field, where it cannot be used */
export function parseInsecureRegistries(value: unknown): string[] | string {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return 'insecureRegistries: must be a list of hosts';
  const wrong = value.findIndex((host) => typeof host !== 'string' || !isHostPort(host));
  return wrong < 0 ? value : `insecureRegistries[${wrong}]: must be a host with an optional port`;
}
