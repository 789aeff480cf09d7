import { type LayerChoice, parseLayerChoice } from '../../../core/images/layer-choice.ts';
import { type PathChoice, parsePathChoice } from '../../../core/images/path-choice.ts';
import type { Reference } from '../../../core/references/reference.ts';
import { parseImage } from '../../arguments/image-source.ts';
import { refuse } from '../../command.ts';

/** What is taken from an image, and the folder that it goes into. */
export interface Mapping {
  reference: Reference;
  layers: LayerChoice;
  paths: PathChoice;
  to: string;
  /** The folder is looked at first: it was named. */
  checked: boolean;
}

/** Reads `--file`, `--path` and the images that they count for (oc CLI 12). Fails with ARGUMENT. */
export function parseMappings(
  images: readonly string[],
  { files, paths }: { files: readonly string[]; paths: readonly string[] },
): Mapping[] {
  if (images.length === 0) refuse('you must specify at least one image to extract as an argument');
  const places = [
    ...files.map((file) => ({ source: fileOf(file), to: '.', checked: false })),
    ...(files.length + paths.length === 0 ? ['/:.'] : paths).map((path) => ({ ...pathOf(path), checked: true })),
  ];
  return images.flatMap((text) => {
    const { image, choice } = parseLayerChoice(text);
    const reference = parseImage(image);
    if (reference.tag === '' && reference.id === '') refuse('source image must point to an image ID or image tag');
    return places.map(({ source, to, checked }) => ({
      reference,
      layers: choice,
      paths: choiceOf(source),
      to,
      checked,
    }));
  });
}

function fileOf(file: string): string {
  if (file.endsWith('/')) refuse(`invalid file: ${file} must not end with a slash`);
  return file;
}

function pathOf(path: string): { source: string; to: string } {
  const colon = path.indexOf(':');
  if (colon < 0) refuse('--paths must be of the form SRC:DST');
  return { source: path.slice(0, colon), to: path.slice(colon + 1) || '.' };
}

function choiceOf(source: string): PathChoice {
  const choice = parsePathChoice(source);
  if (!choice) refuse(`${JSON.stringify(source)}: syntax error in pattern`);
  return choice;
}
