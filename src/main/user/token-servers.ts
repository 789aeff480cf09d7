import process from 'node:process';
import type { TokenServerRule } from '../../core/registries/token-server-rules.ts';
import { AppError } from '../../errors.ts';

const VARIABLE = 'IMAGESTREAM_TOKEN_SERVERS';

/**
 * The token servers of other parties that `--token-server`, the variable and the user's configuration allow; nothing in a
 * store does. Fails with FLAG at once, with ARGUMENT when it is read.
 *
 * @param flags the values of `--token-server`
 * @param configured what the configuration says, read with the rest
 */
export async function createTokenServerRules(
  flags: readonly string[],
  configured: () => Promise<readonly TokenServerRule[]>,
): Promise<() => Promise<readonly TokenServerRule[]>> {
  const named = flags.length > 0 ? await namedRules(flags) : [];
  return async () => {
    const { parseTokenServers } = await import('../../core/registries/token-server-rules.ts');
    const variable = parseTokenServers(process.env[VARIABLE] ?? '');
    if (typeof variable === 'string') throw new AppError('ARGUMENT', `${VARIABLE} cannot be used: ${variable}`);
    return [...named, ...variable, ...(await configured())];
  };
}

async function namedRules(flags: readonly string[]): Promise<TokenServerRule[]> {
  const { parseTokenServer } = await import('../../core/registries/token-server-rules.ts');
  return flags.map((text) => {
    const rule = parseTokenServer(text);
    if (typeof rule !== 'string') return rule;
    throw new AppError('FLAG', `invalid argument for "--token-server" flag: ${rule}`);
  });
}
