import type { ImageStream, TagReference } from '../../core/objects/image-stream.ts';
import { type ParseCron, parseRhythm, type Rhythm, SCHEDULE_ANNOTATION } from '../../core/schedule/rhythm.ts';
import { isAppError } from '../../errors.ts';

export interface TagRhythmsOptions {
  /** Milliseconds between two looks at a tag that says nothing else. */
  interval: number;
  parseCron: ParseCron;
  /** Told once of each text that cannot be read. */
  warn(message: string, stream?: { namespace: string; stream: string }): void;
}

/** When scheduled tags are due again. Texts that many tags have are read once. */
export class TagRhythms {
  readonly #options: TagRhythmsOptions;
  readonly #known = new Map<string, Rhythm | undefined>();

  constructor(options: TagRhythmsOptions) {
    this.#options = options;
  }

  /** The rhythms of a stream's tags, for `scheduledStream`. */
  async of(stream: ImageStream): Promise<(tag: TagReference) => Rhythm> {
    const usual: Rhythm = { type: 'interval', every: this.#options.interval };
    const rhythms = new Map<TagReference, Rhythm>();
    for (const tag of stream.spec.tags ?? []) {
      const own = await this.#own(stream, tag);
      if (own) rhythms.set(tag, own);
    }
    return (tag) => rhythms.get(tag) ?? usual;
  }

  async #own(stream: ImageStream, tag: TagReference): Promise<Rhythm | undefined> {
    const text = tag.annotations?.[SCHEDULE_ANNOTATION];
    if (text === undefined || tag.importPolicy.scheduled !== true) return undefined;
    if (!this.#known.has(text)) {
      try {
        this.#known.set(text, await parseRhythm(text, this.#options.parseCron));
      } catch (error) {
        if (!isAppError(error)) throw error;
        this.#known.set(text, undefined);
        const { namespace = '', name } = stream.metadata;
        const why = `the annotation ${SCHEDULE_ANNOTATION} of tag ${tag.name} is not used: ${error.message}`;
        this.#options.warn(why, { namespace, stream: name });
      }
    }
    return this.#known.get(text);
  }
}
