/** What is used of the npm package keytar. */
export interface KeytarModule {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** The keychain could not be used. `why` is one line for people, and names no secret. */
export interface KeychainFailure {
  ok: false;
  why: string;
}

export type KeychainRead = { ok: true; password: string | undefined } | KeychainFailure;
export type KeychainWrite = { ok: true } | KeychainFailure;
export type KeychainDelete = { ok: true; deleted: boolean } | KeychainFailure;

/**
 * The keychain of the operating system: Secret Service, macOS Keychain, Windows Credential Manager. No method throws:
 * most machines where this runs (CI, containers, servers) have none, and the caller then stores elsewhere.
 */
export interface Keychain {
  get(service: string, account: string): Promise<KeychainRead>;
  set(service: string, account: string, password: string): Promise<KeychainWrite>;
  delete(service: string, account: string): Promise<KeychainDelete>;
}

export interface KeychainOptions {
  /** Milliseconds that one call may take, loading included; 3 seconds if absent. A locked keychain may never answer. */
  timeoutMs?: number;
  /** In place of the optional package keytar. */
  load?: () => Promise<unknown>;
  /** Called when a call got no answer: nobody waits for it any more. */
  abandon?: () => void;
}

/**
 * The keychain, loaded at the first call. When loading fails or a call gets no answer in time, it counts as absent
 * from then on, so that a broken one costs its time limit once and not once per password.
 */
export function createKeychain(options: KeychainOptions = {}): Keychain {
  const { timeoutMs = 3000, load = loadKeytar, abandon = () => {} } = options;
  let loading: Promise<KeytarModule> | undefined;
  let absent: KeychainFailure | undefined;

  async function call<T>(
    work: (keytar: KeytarModule) => Promise<T>,
  ): Promise<{ ok: true; value: T } | KeychainFailure> {
    if (absent) return absent;
    loading ??= Promise.resolve().then(load).then(moduleOf);
    let loaded = false;
    try {
      const run = loading.then((keytar) => {
        loaded = true;
        return work(keytar);
      });
      return { ok: true, value: await within(run, timeoutMs) };
    } catch (error) {
      const failure: KeychainFailure = { ok: false, why: loaded ? reasonOf(error) : loadReason(error) };
      if (error instanceof NoAnswer) abandon();
      if (!loaded || error instanceof NoAnswer) absent = failure;
      return failure;
    }
  }

  return {
    async get(service, account) {
      const result = await call((keytar) => keytar.getPassword(service, account));
      return result.ok ? { ok: true, password: result.value ?? undefined } : result;
    },
    async set(service, account, password) {
      const result = await call((keytar) => keytar.setPassword(service, account, password));
      return result.ok ? { ok: true } : result;
    },
    async delete(service, account) {
      const result = await call((keytar) => keytar.deletePassword(service, account));
      return result.ok ? { ok: true, deleted: result.value } : result;
    },
  };
}

/** Loads the package keytar. Fails with what its loading fails with. */
export async function loadKeytar(): Promise<KeytarModule> {
  return moduleOf(await import('keytar'));
}

/** A CommonJS package is whole as the default export; of its names, Node recognises only some. */
function moduleOf(loaded: unknown): KeytarModule {
  const candidates = [(loaded as { default?: unknown } | undefined)?.default, loaded];
  const found = candidates.find((one) => typeof (one as Partial<KeytarModule> | undefined)?.getPassword === 'function');
  if (found === undefined) throw new Error('it has no getPassword');
  return found as KeytarModule;
}

class NoAnswer extends Error {}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${timeoutMs / 1000} seconds`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function loadReason(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return 'the optional package keytar is not installed';
  }
  const reason = reasonOf(error);
  return /native addon|\.node\b|libsecret/i.test(reason)
    ? 'the native part of keytar cannot be loaded (on Linux it needs libsecret-1)'
    : `keytar cannot be loaded: ${reason}`;
}

function reasonOf(error: unknown): string {
  const text = hasMessage(error) ? String(error.message) : String(error);
  return (
    text
      .replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')
      .trim()
      .slice(0, 300) || 'unknown reason'
  );
}

function hasMessage(error: unknown): error is { message: unknown } {
  return typeof error === 'object' && error !== null && 'message' in error;
}
