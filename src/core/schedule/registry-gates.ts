import type { RegistryErrorCode } from '../../errors.ts';

/** Failures of a registry as a whole, or of the way to it: asking for another tag would fare no better. */
const WHOLE: ReadonlySet<string> = new Set<RegistryErrorCode>([
  'REGISTRY_CONNECTION',
  'REGISTRY_TIMEOUT',
  'REGISTRY_TLS',
  'REGISTRY_HTTP_ONLY',
  'REGISTRY_TOO_MANY_REQUESTS',
]);

/** Answers of what stands before a registry, and of one that is overloaded. A 500 may be about one broken tag. */
const GATEWAY_STATUSES = new Set([502, 503, 504, 522]);

/** Whether a failure says something about the registry, and not only about the tag that was asked for. */
export function isRegistryDown(error: {
  code: string;
  status?: number | undefined;
  retryAfter?: number | undefined;
}): boolean {
  if (WHOLE.has(error.code)) return true;
  const { status = 0, retryAfter } = error;
  if (error.code !== 'REGISTRY_UNEXPECTED_ANSWER') return false;
  return GATEWAY_STATUSES.has(status) || (status >= 500 && retryAfter !== undefined);
}

export interface GateOptions {
  /** The first pause after a failure, and the longest one; in milliseconds. */
  first: number;
  longest: number;
  /** From 0 up to 1. */
  random(): number;
}

interface Gate {
  failures: number;
  opensAt: number;
  /** The pause by the own clock, which a probe that found nothing out is followed by. */
  own: number;
  longestWait: number;
  /** One request is on its way to find out whether the registry is back. */
  probing: boolean;
  reason: unknown;
}

/**
 * Which registries may be asked. One that failed is left alone for a while, which doubles with every further failure up
 * to a limit, half of it at random; then a single tag is tried, and only its success lets the others follow. One that said
 * how long it wants to be left alone is left alone for so long, also beyond the limit (RFC 9110, 10.2.3; registry client
 * TR7); where it keeps on failing and asks for less than the own pause, that counts.
 */
export class RegistryGates {
  readonly #options: GateOptions;
  readonly #gates = new Map<string, Gate>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** `probe` lets one tag through: say `begin` for it. */
  state(registry: string, now: number): 'open' | 'probe' | 'shut' {
    const gate = this.#gates.get(registry);
    if (!gate) return 'open';
    // A clock that was set back does not lengthen the pause.
    if (gate.opensAt - now > gate.longestWait) gate.opensAt = now + gate.longestWait;
    return gate.probing || now < gate.opensAt ? 'shut' : 'probe';
  }

  /** When a registry may be asked again, in milliseconds since the epoch; infinite while a probe is on its way. */
  opensAt(registry: string, now: number): number {
    const gate = this.#gates.get(registry);
    if (!gate) return now;
    return gate.probing ? Number.POSITIVE_INFINITY : Math.max(now, gate.opensAt);
  }

  isProbing(registry: string): boolean {
    return this.#gates.get(registry)?.probing === true;
  }

  begin(registry: string): void {
    const gate = this.#gates.get(registry);
    if (gate) gate.probing = true;
  }

  /** The probe ended, well or badly. One that found nothing out is followed by the same pause once more. */
  end(registry: string, now: number): void {
    const gate = this.#gates.get(registry);
    if (!gate) return;
    gate.probing = false;
    if (gate.opensAt <= now) gate.opensAt = now + gate.own;
  }

  /** What a registry failed with last; undefined where it did not. */
  reason(registry: string): unknown {
    return this.#gates.get(registry)?.reason;
  }

  /**
   * @param retryAfter how long the registry asks to be left alone, in milliseconds
   * @returns whether the registry was well until now
   */
  failed(registry: string, reason: unknown, now: number, retryAfter?: number): boolean {
    const before = this.#gates.get(registry);
    // What was under way together fails together, and counts once; a longer pause that was asked for counts all the same.
    if (before && now < before.opensAt) {
      if (retryAfter === undefined || now + retryAfter <= before.opensAt) return false;
      this.#gates.set(registry, { ...before, opensAt: now + retryAfter, longestWait: retryAfter, reason });
      return false;
    }
    const failures = (before?.failures ?? 0) + 1;
    const { first, longest, random } = this.#options;
    const own = Math.min(longest, first * 2 ** Math.min(failures - 1, 30));
    const chosen = own * (0.5 + random() / 2);
    const pause = retryAfter === undefined ? chosen : failures === 1 ? retryAfter : Math.max(retryAfter, chosen);
    const longestWait = Math.max(own, pause);
    const probing = before?.probing ?? false;
    this.#gates.set(registry, { failures, opensAt: now + pause, own, longestWait, probing, reason });
    return before === undefined;
  }

  /** @returns whether the registry was down until now */
  succeeded(registry: string): boolean {
    return this.#gates.delete(registry);
  }
}
