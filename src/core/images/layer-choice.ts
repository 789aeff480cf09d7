import { AppError } from '../../errors.ts';
import type { Descriptor } from './manifest.ts';

/** A layer of an image with its place among those that were chosen, as `oc` counts them. */
export interface ChosenLayer {
  index: number;
  layer: Descriptor;
}

/** Which layers of an image count. Fails with ARGUMENT where there are none such. */
export type LayerChoice = (layers: readonly Descriptor[]) => readonly Descriptor[];

/**
 * Takes `IMAGE[SELECTOR]` apart. A selector is an index, `FROM:TO` (without the last; either may be missing), or `~` and the
 * beginning of a digest; indexes below 0 count from the end. Fails with ARGUMENT, in the words of `oc image extract`.
 */
export function parseLayerChoice(text: string): { image: string; choice: LayerChoice } {
  const open = text.indexOf('[');
  if (open < 0) return { image: text, choice: (layers) => layers };
  const [image, selector, rest] = [text.slice(0, open), text.slice(open + 1, -1), text.slice(-1)];
  if (image === '' || selector === '' || rest !== ']' || /[[\]]/.test(selector)) {
    throw refused('layer selectors must be of the form IMAGE[\\d:\\d]');
  }
  return { image, choice: choiceOf(selector) };
}

function choiceOf(selector: string): LayerChoice {
  if (selector.startsWith('~')) return byDigest(selector.slice(1));
  if (selector.includes(':')) return byRange(selector);
  if (!NUMBER.test(selector)) {
    throw refused(`the layer selector [${selector}] is not valid, must be [from:to], [index], or [~digest]`);
  }
  return (layers) => {
    const layer = layers.at(Number(selector));
    if (!layer) throw refused(`tried to select layer ${selector}, but image only has ${layers.length} layers`);
    return [layer];
  };
}

const NUMBER = /^[+-]?\d{1,9}$/;

function byDigest(prefix: string): LayerChoice {
  return (layers) => {
    const found = layers.filter(({ digest }) => digest.startsWith(prefix) || digest.startsWith(`sha256:${prefix}`));
    if (found.length === 0) throw refused(`no layers start with '${prefix}'`);
    if (found.length > 1) throw refused(`multiple layers start with '${prefix}', you must be more specific`);
    return found;
  };
}

function byRange(selector: string): LayerChoice {
  const colon = selector.indexOf(':');
  const [first, last] = [selector.slice(0, colon), selector.slice(colon + 1)];
  const wrong = [first, last].find((part) => part !== '' && !NUMBER.test(part));
  if (wrong !== undefined) throw refused(`[from:to] must have valid numbers: ${JSON.stringify(wrong)}`);
  const from = Number(first);
  const to = last === '' ? undefined : Number(last);
  if (to !== undefined && to > 0 && to < from) throw refused('[from:to] to must be larger than from');
  return (layers) => {
    const { length } = layers;
    const start = from < 0 ? length + from : from;
    const end = to === undefined ? length : Math.min(to < 0 ? length + to : to, length);
    if (start < 0 || end < 0 || start >= length) {
      throw refused(`tried to select [${from}:${to ?? ''}], but image only has ${length} layers`);
    }
    return layers.slice(Math.min(start, end), Math.max(start, end));
  };
}

const refused = (message: string) => new AppError('ARGUMENT', message);
