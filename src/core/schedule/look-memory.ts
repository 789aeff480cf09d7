/** When a tag was last looked at, and what was found. */
export interface Look {
  /** Milliseconds since the epoch. */
  at: number;
  /** See `ScheduledTag`. */
  fingerprint?: string | undefined;
  /** What the reference itself had: for a Legacy import of an index, the index and not the image that was recorded. */
  digest?: string | undefined;
}

/** Looks by `namespace/stream:tag`. */
export type LookMemory = Map<string, Look>;

/** The key of a tag. */
export function lookKey(stream: { namespace: string; name: string }, tag: string): string {
  return `${stream.namespace}/${stream.name}:${tag}`;
}

/** What was remembered, from JSON. Undefined for what is none: then everything is looked at anew. */
export function parseLooks(text: string): LookMemory | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, looks } = (value ?? {}) as { version?: unknown; looks?: unknown };
  if (version !== 1 || typeof looks !== 'object' || looks === null) return undefined;
  const memory: LookMemory = new Map();
  for (const [key, look] of Object.entries(looks as Record<string, Partial<Look> | null>)) {
    const { at, fingerprint, digest } = look ?? {};
    if (typeof at !== 'number' || !Number.isFinite(at)) continue;
    const known = typeof fingerprint === 'string' && typeof digest === 'string' ? { fingerprint, digest } : {};
    memory.set(key, { at, ...known });
  }
  return memory;
}

/** JSON, one tag a line. */
export function printLooks(memory: LookMemory): string {
  const lines = [...memory].map(([key, look]) => `${JSON.stringify(key)}:${JSON.stringify(look)}`);
  return `{"version":1,"looks":{\n${lines.join(',\n')}\n}}\n`;
}
