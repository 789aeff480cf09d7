import { sortedBy } from '../../core/byte-order.ts';
import { hasRipe, isNewSource, type Look, type Verdict, waitsUntil, weigh } from '../../core/history/cooldown.ts';
import { MIN_AGE_ANNOTATION, minAgeOf } from '../../core/history/min-age.ts';
import { recorded } from '../../core/history/record-news.ts';
import { revisionsOf } from '../../core/history/revisions.ts';
import { recordOf } from '../../core/history/stored-history.ts';
import type { Image, ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageStreamHistory, TagRecord } from '../../core/objects/image-stream-history.ts';
import type { ImageImportStatus, ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import { exact, parseReference } from '../../core/references/reference.ts';
import { asRepository } from '../../core/references/reference-forms.ts';
import { latestEvent, specTag, statusTag } from '../../core/stream/tag-history.ts';
import type { ApiContext } from '../context.ts';
import { storedImage, storeFound } from '../storage/stored-images.ts';
import type { StreamHistories } from '../storage/stream-histories.ts';
import type { Freshness } from './image-lookup.ts';

/** An image that a tag does not take yet. */
export interface HeldImage {
  tag: string;
  image: string;
  /** What the tag keeps, or takes instead. */
  current: string;
  /** RFC 3339 in UTC; absent where the minimal age cannot be read. */
  until?: string;
  /** Whether it was seen for the first time. */
  isNew: boolean;
  /** All of it in a sentence. */
  message: string;
}

/** A tag of an import whose source has an image. */
interface FoundTag {
  tag: string;
  from: string;
  outcome: ImageImportStatus;
  image: Image;
  minAge: number;
}

/** Of one import: holds images back that are not old enough, and remembers since when they are known. */
export class ImportCooldown {
  readonly #context: ApiContext;
  readonly #histories: StreamHistories;
  readonly #stream: ImageStream;
  readonly #minAge: string | undefined;
  readonly #history: ImageStreamHistory | undefined;
  #found: FoundTag[] = [];

  private constructor(
    context: ApiContext,
    histories: StreamHistories,
    stream: ImageStream,
    minAge: string | undefined,
    history: ImageStreamHistory | undefined,
  ) {
    this.#context = context;
    this.#histories = histories;
    this.#stream = stream;
    this.#minAge = minAge;
    this.#history = history;
  }

  /** @param minAge what every tag of the import is to have from now on; undefined for what each has */
  static async open(
    context: ApiContext,
    histories: StreamHistories,
    stream: ImageStream,
    minAge: string | undefined,
  ): Promise<ImportCooldown> {
    const { namespace = '', name } = stream.metadata;
    return new ImportCooldown(context, histories, stream, minAge, await histories.find(namespace, name));
  }

  /**
   * What an import may take for unchanged: while something waits, only the newest of it, as a source that goes back has to
   * be noticed; and nothing once one of them is old enough.
   */
  freshness(given: ReadonlyMap<string, Freshness> | undefined): ReadonlyMap<string, Freshness> | undefined {
    if (!given) return undefined;
    const allowed = new Map(given);
    for (const [tag, freshness] of given) {
      const minAge = this.#minAgeOf(tag);
      const waiting = this.#record(tag)?.waiting ?? [];
      const [newest] = waiting;
      if (minAge === undefined || !newest) continue;
      if (hasRipe(waiting, minAge, this.#now())) allowed.delete(tag);
      else allowed.set(tag, { ...freshness, seen: [newest.image] });
    }
    return allowed;
  }

  /**
   * Puts what each tag is to have in the place of what was found for it, and stores what waits, so that it can be taken
   * when its source has moved on.
   */
  async hold(done: ImageStreamImport): Promise<HeldImage[]> {
    this.#found = [];
    const held: HeldImage[] = [];
    const exchange = async (outcome: ImageImportStatus, tag: string | undefined, from: string) => {
      const minAge = tag === undefined ? undefined : this.#minAgeOf(tag);
      if (tag === undefined || minAge === undefined || !outcome.image) return outcome;
      const found = { tag, from, outcome, image: outcome.image, minAge };
      this.#found.push(found);
      const verdict = await this.#verdict(found);
      const notice = this.#notice(found, verdict);
      if (!notice) return outcome;
      if (notice.waits) held.push(notice.held);
      await storeFound(this.#context, [outcome]);
      return { ...outcome, image: await this.#instead(found, verdict), manifests: [] };
    };
    const { images = [], repository } = done.spec;
    if (done.status.images) {
      done.status.images = await inTurn(done.status.images, (outcome, index) =>
        exchange(outcome, images[index]?.to?.name, images[index]?.from.name ?? ''),
      );
    }
    if (repository && done.status.repository?.images) {
      const place = asRepository(parseReference(repository.from.name));
      done.status.repository.images = await inTurn(done.status.repository.images, (outcome) =>
        exchange(outcome, outcome.tag, exact({ ...place, tag: outcome.tag ?? '' })),
      );
    }
    return held;
  }

  /** Remembers what waits, after the stream was written. */
  async remember(written: ImageStream): Promise<void> {
    const { namespace = '', name } = written.metadata;
    const next = (history: ImageStreamHistory) => {
      const records = new Map(history.tags.map((record) => [record.tag, record]));
      for (const found of this.#found) {
        const known = recordOf(history, found.tag);
        const { waiting: _old, ...record } = known ?? recorded(written, found.tag, undefined);
        const current = latestEvent(written, found.tag)?.image;
        const { waiting } = weigh(this.#look(found, current, known));
        records.set(found.tag, { ...record, source: found.from, ...(waiting.length > 0 ? { waiting } : {}) });
      }
      return { ...history, tags: sortedBy([...records.values()], ({ tag }) => tag) };
    };
    if (this.#found.length > 0) await this.#histories.modify(namespace, name, next);
  }

  #minAgeOf(tag: string): number | undefined {
    if (this.#minAge !== undefined) return minAgeOf({ [MIN_AGE_ANNOTATION]: this.#minAge });
    return minAgeOf(specTag(this.#stream, tag)?.annotations);
  }

  #record(tag: string): TagRecord | undefined {
    return recordOf(this.#history, tag);
  }

  #now(): number {
    return this.#context.now().getTime();
  }

  #look({ tag, image, minAge }: FoundTag, current: string | undefined, record: TagRecord | undefined): Look {
    const { name } = image.metadata;
    const had = revisionsOf(statusTag(this.#stream, tag)?.items ?? [], record).filter(
      ({ event }) => event.image === name,
    );
    const first = had.at(-1);
    return {
      current: current || undefined,
      waiting: record?.waiting ?? [],
      found: { image: name, dockerImageReference: image.dockerImageReference },
      hadSince: first && (first.record?.seen ?? first.event.created),
      minAge,
      now: this.#now(),
    };
  }

  /** A waiting image whose Image object is gone cannot be taken. */
  async #verdict(found: FoundTag): Promise<Verdict> {
    const record = this.#record(found.tag);
    const event = latestEvent(this.#stream, found.tag);
    const current = isNewSource(found.from, event, record) ? undefined : event?.image;
    const look = this.#look(found, current, record);
    for (;;) {
      const verdict = weigh(look);
      const { adopt } = verdict;
      if (!adopt || adopt.image === look.found.image || (await storedImage(this.#context, adopt.image))) return verdict;
      look.waiting = look.waiting.filter(({ image }) => image !== adopt.image);
    }
  }

  /** Undefined where the tag gets what was found, or has it. */
  #notice({ tag, image: { metadata }, minAge }: FoundTag, { adopt, waiting }: Verdict) {
    const current = adopt?.image ?? latestEvent(this.#stream, tag)?.image ?? '';
    const image = metadata.name;
    if (current === image) return undefined;
    const wait = waiting.find((candidate) => candidate.image === image);
    const until = wait && waitsUntil(wait, minAge);
    const name = `${this.#stream.metadata.name}:${tag}`;
    const why = until
      ? `${image} is not old enough for ${name} before ${until}`
      : `${MIN_AGE_ANNOTATION} of ${name} cannot be read, and ${image} is not taken`;
    const isNew = !(this.#record(tag)?.waiting ?? []).some((known) => known.image === image);
    const message = `${why}; ${adopt ? 'it gets' : 'it stays at'} ${current}`;
    return { waits: wait !== undefined, held: { tag, image, current, ...(until ? { until } : {}), isNew, message } };
  }

  /** The image that a tag keeps, or takes from those that waited, under the pull spec that it has there. */
  async #instead({ tag }: FoundTag, { adopt }: Verdict): Promise<Image> {
    const event = latestEvent(this.#stream, tag);
    const digest = adopt?.image ?? event?.image ?? '';
    const dockerImageReference = adopt?.dockerImageReference ?? event?.dockerImageReference ?? '';
    const image = await storedImage(this.#context, digest);
    if (!image) return { metadata: { name: digest }, dockerImageReference };
    const { uid: _uid, resourceVersion: _version, ...metadata } = image.metadata;
    return { ...image, metadata, dockerImageReference };
  }
}

async function inTurn<T>(items: readonly T[], change: (item: T, index: number) => Promise<T>): Promise<T[]> {
  const changed: T[] = [];
  for (const [index, item] of items.entries()) changed.push(await change(item, index));
  return changed;
}
