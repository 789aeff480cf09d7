import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import type { Agenda, Turn } from '../../core/schedule/agenda.ts';
import { believedDigest, type Look } from '../../core/schedule/look-memory.ts';
import type { RegistryGates } from '../../core/schedule/registry-gates.ts';
import type { ScheduledStream, ScheduledTag } from '../../core/schedule/scheduled-stream.ts';
import { isStatusError } from '../../core/status.ts';
import { isAppError } from '../../errors.ts';
import type { ImageApi } from '../api.ts';
import type { Freshness } from '../imports/image-lookup.ts';
import type { HeldImage } from '../imports/import-cooldown.ts';
import type { StreamIndex } from './stream-index.ts';
import type { WatchLog } from './watch-log.ts';

export interface TurnContext {
  api: ImageApi;
  agenda: Agenda;
  index: StreamIndex;
  gates: RegistryGates;
  log: WatchLog;
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told of the stream that an import has written, before its tags are told of. */
  written(stream: ImageStream): Promise<void>;
}

/**
 * Imports what is due in one stream, and tells what became of its tags.
 *
 * @returns by tag, the looks that count; what was not looked at stays due. Fails for what is no failure of this stream
 */
export async function takeTurn(turn: Turn, context: TurnContext): Promise<ReadonlyMap<string, Look>> {
  try {
    return await importTurn(turn, context);
  } catch (error) {
    return notDone(turn, error, context);
  }
}

async function importTurn(turn: Turn, context: TurnContext): Promise<ReadonlyMap<string, Look>> {
  const { stream, request } = turn;
  const { namespace, name } = stream;
  const found = new Map<string, string>();
  const freshness = new Map<string, Freshness>();
  for (const tag of turn.tags) {
    const seen = seenOf(stream, tag, context);
    if (seen) freshness.set(tag.name, { seen, found: (digest) => void found.set(tag.name, digest) });
  }
  const held = ({ tag, image, until, isNew, message }: HeldImage) => {
    if (isNew) context.log.tell({ event: 'held', namespace, stream: name, tag, image, until, message });
  };
  const done = await context.api.importImages(namespace, request, { freshness, held, stream: stream.object });
  if (done.status.import) await context.written(done.status.import);
  return looksOf(turn, done, found, context);
}

/** What a tag's reference had when it was last looked at; undefined for one that is to be imported whatever it has. */
function seenOf(stream: ScheduledStream, tag: ScheduledTag, { agenda, now }: TurnContext): string[] | undefined {
  if (!tag.fingerprint || !tag.image || stream.pending.has(tag.name) || stream.full) return undefined;
  const look = agenda.look(stream, tag.name);
  const digest = look?.fingerprint === tag.fingerprint ? believedDigest(look, now()) : undefined;
  return digest && digest !== tag.image ? [digest, tag.image] : [tag.image];
}

/** Tells what became of a turn's tags. A tag whose registry is down was not looked at, and stays due. */
function looksOf(
  { stream, request, tags }: Turn,
  done: ImageStreamImport,
  found: ReadonlyMap<string, string>,
  { agenda, gates, log, now }: TurnContext,
): ReadonlyMap<string, Look> {
  const { namespace, name } = stream;
  const looks = new Map<string, Look>();
  const at = now();
  const scheduled = new Map(tags.map((tag) => [tag.name, tag]));
  const current = new Map(agenda.find(namespace, name)?.tags.map((tag) => [tag.name, tag]));
  for (const [index, spec] of (request.spec.images ?? []).entries()) {
    const outcome = done.status.images?.[index];
    const to = spec.to?.name;
    if (!outcome || to === undefined) continue;
    const tag = scheduled.get(to);
    log.outcome({ namespace, stream: name, tag: to }, tag, outcome);
    // Connections and answers of no use are internal errors; whoever is refused was not kept from asking.
    const isDown = outcome.status.reason === 'InternalError' && tag && gates.reason(tag.registry) !== undefined;
    if (!tag || isDown) continue;
    const fingerprint = current.get(to)?.fingerprint || undefined;
    const digest = found.get(to);
    const last = agenda.look(stream, to);
    const isSame = last?.fingerprint === fingerprint && last && believedDigest(last, at) === digest;
    const since = isSame ? last.since : at;
    looks.set(to, { at, ...(fingerprint && digest ? { fingerprint, digest, since } : {}) });
  }
  for (const outcome of done.status.repository?.images ?? []) {
    log.outcome({ namespace, stream: name, tag: outcome.tag ?? '' }, undefined, outcome);
  }
  return looks;
}

/** After a turn that failed as a whole. */
async function notDone({ stream, tags }: Turn, error: unknown, context: TurnContext): Promise<Map<string, Look>> {
  const { agenda, index, log, signal, now } = context;
  if (signal.aborted) return new Map();
  if (!isAppError(error)) throw error;
  const { namespace, name } = stream;
  if (isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound')) {
    // Somebody else wrote it: it is due as it is now.
    await index.refresh(namespace, name);
    return new Map();
  }
  log.notLooked(
    tags.map((tag) => tag.name),
    { namespace, stream: name },
    error.message,
  );
  // What cannot be imported as it is waits for another change, or for its next turn.
  agenda.set(namespace, name, { ...stream, pending: new Set(), full: false });
  const at = now();
  return new Map(tags.map((tag) => [tag.name, { at }]));
}
