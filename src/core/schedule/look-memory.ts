import { objectIn } from '../json/json-object.ts';

/** When a tag was last looked at, and what was found. */
export interface Look {
  /** Milliseconds since the epoch. */
  at: number;
  /** See `ScheduledTag`. */
  fingerprint?: string | undefined;
  /** What the reference itself had: for a Legacy import of an index, the index and not the image that was recorded. */
  digest?: string | undefined;
  /** When the digest was first found by a look at the image itself, in milliseconds since the epoch. */
  since?: number | undefined;
}

/** How long a digest is believed that nobody has looked behind, in milliseconds. */
const BELIEVED = 24 * 60 * 60_000;
/** How far apart clocks of machines that share a store may be, in milliseconds. */
const SKEW = 60_000;

/**
 * The digest that a look has found, as long as it may stand for what was recorded then. What is written beside a store may be
 * wrong: believed for ever, it would keep a tag from moving.
 */
export function believedDigest({ digest, since = Number.NEGATIVE_INFINITY }: Look, now: number): string | undefined {
  return since <= now + SKEW && now - since < BELIEVED ? digest : undefined;
}

/** The looks that can have been: one at a time that is yet to come would keep a tag from being looked at. */
export function withoutFuture(looks: LookMemory, now: number): LookMemory {
  return new Map([...looks].filter(([, { at }]) => at <= now + SKEW));
}

/** Looks by `namespace/stream:tag`. */
export type LookMemory = Map<string, Look>;

/** The key of a tag. */
export function lookKey(stream: { namespace: string; name: string }, tag: string): string {
  return `${stream.namespace}/${stream.name}:${tag}`;
}

/** What was remembered, from JSON. Undefined for what is none: then everything is looked at anew. */
export function parseLooks(text: string): LookMemory | undefined {
  const { version, looks } = objectIn(text) ?? {};
  if (version !== 1 || typeof looks !== 'object' || looks === null) return undefined;
  const memory: LookMemory = new Map();
  for (const [key, look] of Object.entries(looks as Record<string, Partial<Look> | null>)) {
    const { at, fingerprint, digest, since } = look ?? {};
    if (typeof at !== 'number' || !Number.isFinite(at)) continue;
    const isKnown = typeof fingerprint === 'string' && typeof digest === 'string' && Number.isFinite(since);
    const known = isKnown ? { fingerprint, digest, since } : {};
    memory.set(key, { at, ...known });
  }
  return memory;
}

/** JSON, one tag a line. */
export function printLooks(memory: LookMemory): string {
  const lines = [...memory].map(([key, look]) => `${JSON.stringify(key)}:${JSON.stringify(look)}`);
  return `{"version":1,"looks":{\n${lines.join(',\n')}\n}}\n`;
}
