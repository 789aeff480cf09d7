import type { Row } from './row.ts';

export type Environment = Record<string, string>;

/**
 * Rows that are measured against an empty program, and where this machine has a file of certificates for Node, once more
 * with it: Node reads it at every start, so that the floor is higher, and what a command adds to it is less, since the
 * cryptography is there already.
 */
export async function inEnvironments(
  env: Environment,
  full: boolean,
  rows: (env: Environment) => Promise<Row[]>,
): Promise<Row[]> {
  const found = await rows(env);
  const { NODE_EXTRA_CA_CERTS } = process.env;
  if (!full || !NODE_EXTRA_CA_CERTS) return found;
  const given = await rows({ ...env, NODE_EXTRA_CA_CERTS });
  return [...found, ...given.map((row) => ({ ...row, what: `${row.what}, with NODE_EXTRA_CA_CERTS` }))];
}
