import { isJsonObject, objectIn } from '../json/json-object.ts';
import { type ImageChange, type SubjectState, subjectKey, tagKey } from './image-change.ts';

/** What one sink was told: the images by subject. A value; the functions below return another one. */
export interface Ledger {
  /** Whether every subject that there was is in it: then one that is not is new. */
  complete: boolean;
  entries: ReadonlyMap<string, LedgerEntry>;
}

export interface LedgerEntry {
  /** Pull specs by `tagKey`. */
  told: ReadonlyMap<string, string>;
  /** How the last try ended; absent where nothing was tried. */
  last?: LedgerOutcome;
  /** Only others have written it, of whom nothing is known. */
  byOthers?: true;
}

export interface LedgerOutcome {
  /** `changeId`. */
  event: string;
  /** RFC 3339 in UTC. */
  at: string;
  ok: boolean;
  /** Such as `exit code 1`, `HTTP 500`. */
  outcome: string;
  /** How often the event was tried. */
  tries: number;
}

export const EMPTY_LEDGER: Ledger = { complete: false, entries: new Map() };

/** With what subjects have now, for those that are not in it: from here on, what they get is news. */
export function withBaseline(ledger: Ledger, states: readonly SubjectState[], complete = false): Ledger {
  const missing = states.filter(({ subject }) => !ledger.entries.has(subjectKey(subject)));
  if (missing.length === 0 && (ledger.complete || !complete)) return ledger;
  const entries = new Map(ledger.entries);
  for (const { subject, images } of missing) {
    entries.set(subjectKey(subject), { told: new Map(images.map(({ from, image }) => [tagKey(from), image])) });
  }
  return { complete: ledger.complete || complete, entries };
}

/** With the end of a try. Only a success counts as told. */
export function withOutcome(ledger: Ledger, change: ImageChange, last: LedgerOutcome): Ledger {
  const key = subjectKey(change.subject);
  const told = new Map(ledger.entries.get(key)?.told);
  if (last.ok) for (const { from, image } of change.moves) told.set(tagKey(from), image);
  return { ...ledger, entries: new Map(ledger.entries).set(key, { told, last }) };
}

/** With images that are not to be told of, as if they had been. */
export function withTold(ledger: Ledger, { subject, images }: SubjectState): Ledger {
  const key = subjectKey(subject);
  const entry = ledger.entries.get(key);
  if (entry && images.every(({ from, image }) => entry.told.get(tagKey(from)) === image)) return ledger;
  const told = new Map(entry?.told);
  for (const { from, image } of images) told.set(tagKey(from), image);
  const { byOthers: _others, ...rest } = entry ?? {};
  return { ...ledger, entries: new Map(ledger.entries).set(key, { ...rest, told }) };
}

/**
 * Without what others claim to have told of images that a subject has not, and a tag never had. Nobody can have told of what is
 * yet to come: believed, such a claim would silence it.
 *
 * @param states of subjects as they are, before they change
 */
export function withoutClaims(ledger: Ledger, states: readonly SubjectState[]): Ledger {
  let entries: Map<string, LedgerEntry> | undefined;
  for (const { subject, images, history = images } of states) {
    const key = subjectKey(subject);
    const entry = ledger.entries.get(key);
    if (!entry?.byOthers) continue;
    const known = new Set(history.map(({ from, image }) => `${tagKey(from)} ${image}`));
    const told = [...entry.told].filter(([tag, image]) => known.has(`${tag} ${image}`));
    if (told.length === entry.told.size) continue;
    entries ??= new Map(ledger.entries);
    entries.set(key, { ...entry, told: new Map(told) });
  }
  return entries ? { ...ledger, entries } : ledger;
}

/** The ledger that others may have written as well, with what only they have in it marked so. */
export function markOthers(shared: Ledger, own: Ledger): Ledger {
  const entries = new Map<string, LedgerEntry>();
  for (const [key, entry] of shared.entries) {
    const mine = own.entries.get(key)?.told;
    const isMine = mine?.size === entry.told.size && [...entry.told].every(([tag, image]) => mine.get(tag) === image);
    entries.set(key, isMine ? entry : { ...entry, byOthers: true });
  }
  return { complete: shared.complete || own.complete, entries };
}

/** What is our own after a change of the ledger: what was it before, and what has changed. */
export function ownAfter(own: Ledger, before: Ledger, after: Ledger): Ledger {
  const entries = new Map(own.entries);
  for (const [key, entry] of after.entries) if (before.entries.get(key) !== entry) entries.set(key, entry);
  return { complete: after.complete, entries };
}

/** What was kept, from JSON. Undefined for what is none: then nothing was told, and nothing is known to be old. */
export function parseLedger(text: string): Ledger | undefined {
  const value = objectIn(text);
  if (value?.version !== 1 || !isJsonObject(value.subjects)) return undefined;
  const entries = new Map<string, LedgerEntry>();
  for (const [key, entry] of Object.entries(value.subjects)) {
    if (!isJsonObject(entry) || !isJsonObject(entry.told)) continue;
    const told = new Map<string, string>();
    for (const [tag, image] of Object.entries(entry.told)) if (typeof image === 'string') told.set(tag, image);
    const last = outcomeOf(entry.last);
    entries.set(key, { told, ...(last ? { last } : {}) });
  }
  return { complete: value.complete === true, entries };
}

function outcomeOf(value: unknown): LedgerOutcome | undefined {
  if (!isJsonObject(value)) return undefined;
  const { event, at, ok, outcome, tries } = value;
  const fits = typeof event === 'string' && typeof at === 'string' && typeof outcome === 'string';
  return fits && typeof tries === 'number' ? { event, at, ok: ok === true, outcome, tries } : undefined;
}

/** JSON, one subject a line. */
export function printLedger({ complete, entries }: Ledger): string {
  const lines = [...entries].map(([key, { told, last }]) => {
    const entry = { told: Object.fromEntries(told), ...(last ? { last } : {}) };
    return `${JSON.stringify(key)}:${JSON.stringify(entry)}`;
  });
  return `{"version":1,"complete":${complete},"subjects":{\n${lines.join(',\n')}\n}}\n`;
}
