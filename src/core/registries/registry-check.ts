export interface RegistryCheckRequest {
  /** Whose pull secrets count. */
  namespace: string;
  /** `HOST`, `HOST/REPOSITORY` or a name without a registry. */
  target: string;
  insecure: boolean;
}

/** One thing that was looked at, and what was found. */
export interface CheckStep {
  what: string;
  found: readonly string[];
}

export interface RegistryCheck {
  target: string;
  /** What the configuration says, before anything is asked. */
  steps: readonly CheckStep[];
  /** Every place that an import would ask, in its order. */
  places: readonly CheckedPlace[];
  /** The one thing that does not work, and what to do; absent where an import would work. */
  problem?: { message: string; fix: string };
}

export interface CheckedPlace {
  /** `host[:port][/repository]`. */
  where: string;
  steps: readonly CheckStep[];
  works: boolean;
}
