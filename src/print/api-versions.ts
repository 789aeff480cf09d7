import type { Printed } from './printed.ts';

/** `api-versions`: one a line. */
export async function prepare(): Promise<(versions: readonly string[]) => Printed> {
  return (versions) => ({ stdout: versions.map((version) => `${version}\n`).join('') });
}
