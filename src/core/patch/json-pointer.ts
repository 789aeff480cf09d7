import { isJsonObject } from '../json/json-object.ts';

/**
 * The steps of a JSON pointer (RFC 6901): `/a~1b/0` gives `a/b` and `0`.
 * @returns undefined for a text that is no pointer
 */
export function parsePointer(text: string): string[] | undefined {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a step of a pointer leads to. */
export type Step = { found: true; value: unknown } | { found: false };

export function follow(container: unknown, step: string): Step {
  if (Array.isArray(container)) {
    const index = arrayIndex(step);
    return index !== undefined && index < container.length
      ? { found: true, value: container[index] }
      : { found: false };
  }
  if (!isJsonObject(container) || !Object.hasOwn(container, step)) return { found: false };
  return { found: true, value: container[step] };
}

/** An index as pointers write it: digits without leading zeros. */
export function arrayIndex(step: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(step) ? Number(step) : undefined;
}
