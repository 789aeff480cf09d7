import type { Keychain } from '../../src/credentials/keychain.ts';

/** A keychain in memory; `why` makes it one that cannot be used. */
export function memoryKeychain(why?: string): Keychain & { passwords: Map<string, string>; calls: string[] } {
  const passwords = new Map<string, string>();
  const calls: string[] = [];
  const keyOf = (service: string, account: string) => `${service} ${account}`;
  const failed = { ok: false, why: why ?? '' } as const;
  return {
    passwords,
    calls,
    async get(service, account) {
      calls.push(`get ${service}`);
      return why ? failed : { ok: true, password: passwords.get(keyOf(service, account)) };
    },
    async set(service, account, password) {
      calls.push(`set ${service}`);
      if (why) return failed;
      passwords.set(keyOf(service, account), password);
      return { ok: true };
    },
    async delete(service, account) {
      calls.push(`delete ${service}`);
      return why ? failed : { ok: true, deleted: passwords.delete(keyOf(service, account)) };
    },
  };
}
