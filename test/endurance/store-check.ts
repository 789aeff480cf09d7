import { readdirSync } from 'node:fs';
import path from 'node:path';
import { KINDS } from '../../src/core/kinds/kinds.ts';
import type { Image, ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { validateImage } from '../../src/core/validation/image.ts';
import { validateImageStream } from '../../src/core/validation/image-stream.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';

const VALIDATORS: Record<string, (object: KubeObject) => readonly { message?: string | undefined }[]> = {
  ImageStream: (object) => validateImageStream(object as unknown as ImageStream),
  Image: (object) => validateImage(object as unknown as Image),
};

/** Reads every object of a store as its kind, and says what is wrong: broken objects, and files that are none. */
export async function wrongObjects(directory: string): Promise<string[]> {
  const store = createDirectoryStore({ directory });
  const wrong: string[] = [];
  let objects = 0;
  for (const { group, plural: resource, kind } of KINDS) {
    try {
      const { items } = await store.list({ group, resource });
      objects += items.length;
      for (const item of items) {
        const causes = group === 'image.openshift.io' ? (VALIDATORS[kind]?.(item) ?? []) : [];
        wrong.push(...causes.map(({ message }) => `${kind} ${item.metadata.name}: ${message}`));
      }
    } catch (error) {
      wrong.push(String(error));
    }
  }
  const files = filesBelow(directory).filter((file) => file.endsWith('.yaml') && !isHidden(directory, file));
  if (wrong.length === 0 && files.length !== objects) wrong.push(`${files.length} files hold ${objects} objects`);
  return wrong;
}

/** Locks and temporary files. */
export function leftovers(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(({ name }) => (name.startsWith('.') || name.startsWith('lease')) && !KEPT.includes(name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const KEPT = ['.watch', '.gitignore'];

/** A killed writer's files lie in the folder of its lock until the next one clears it: no reader sees them. */
const isHidden = (directory: string, file: string) =>
  path
    .relative(directory, file)
    .split(path.sep)
    .some((name) => name.startsWith('.'));

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
