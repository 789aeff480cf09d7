import process from 'node:process';
import { whenAsked } from '../../core/concurrency/when-asked.ts';
import type { Keychain } from '../../credentials/keychain.ts';

/** The argument that makes the program answer for the keychain, in a process of its own. */
export const KEYCHAIN_PROCESS = '__keychain';

/** How long a call to the keychain may go on when nobody waits for it any more, in milliseconds. */
const ORPHAN_LIMIT = 5_000;

/** The keychain, whose parts are loaded when it is first asked: most imports have no use for it. */
export function createOwnKeychain(): Keychain {
  const open = async () => {
    const [{ createKeychain }, { createKeychainProcess }] = await Promise.all([
      import('../../credentials/keychain.ts'),
      import('../../credentials/keychain-process.ts'),
    ]);
    const { execPath, argv, env, platform } = process;
    return createKeychain(createKeychainProcess(execPath, [argv[1] as string, KEYCHAIN_PROCESS], env, platform));
  };
  return whenAsked(open, ['get', 'set', 'delete']);
}

/** What the process of its own does: it answers until nobody asks any more. */
export async function answerForKeychain(): Promise<void> {
  const { answerForKeychain: answer } = await import('../../credentials/keychain-process.ts');
  // Who asks is gone: a call that hangs would keep this process for ever.
  process.stdin.once('end', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), ORPHAN_LIMIT).unref());
  return answer(process.stdin, process.stdout);
}
