import type { ImageImportStatus, RepositoryImportStatus } from '../../core/objects/image-stream-import.ts';
import type { ImageLookup } from './image-lookup.ts';

/**
 * What was found for an import that has to be computed again, because somebody else wrote the stream in between: then no
 * registry is asked again for the same. Failures count as well.
 */
export class ImportAnswers {
  readonly #images = new Map<string, ImageImportStatus>();
  readonly #repositories = new Map<string, RepositoryImportStatus>();

  /** @param ask looks up what nobody has asked for yet, in the order given */
  async images(
    lookups: readonly ImageLookup[],
    ask: (lookups: readonly ImageLookup[]) => Promise<ImageImportStatus[]>,
  ): Promise<ImageImportStatus[]> {
    const missing = lookups.filter((lookup) => !this.#images.has(keyOf(lookup)));
    const found = missing.length > 0 ? await ask(missing) : [];
    for (const [index, lookup] of missing.entries()) this.#images.set(keyOf(lookup), found[index] as ImageImportStatus);
    return lookups.map((lookup) => ({ ...(this.#images.get(keyOf(lookup)) as ImageImportStatus) }));
  }

  /** @param spec what is asked of the repository */
  async repository(spec: unknown, ask: () => Promise<RepositoryImportStatus>): Promise<RepositoryImportStatus> {
    const key = JSON.stringify(spec);
    const found = this.#repositories.get(key) ?? (await ask());
    this.#repositories.set(key, found);
    return { ...found };
  }
}

function keyOf({ from, importMode, insecure, preference }: ImageLookup): string {
  return JSON.stringify([from, importMode, insecure, preference]);
}
