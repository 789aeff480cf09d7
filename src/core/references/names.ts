import { AppError } from '../../errors.ts';

/** True for a tag that a pull spec can carry and that `oc tag` writes: 1 to 128 ASCII word characters, `.` and `-`. */
export function isTagName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text);
}

/** Splits `stream:tag` at the first colon; no or an empty tag means `latest`. `ok` says whether there was a colon. */
export function splitImageStreamTag(name: string): { stream: string; tag: string; ok: boolean } {
  const colon = name.indexOf(':');
  if (colon < 0) return { stream: name, tag: 'latest', ok: false };
  return { stream: name.slice(0, colon), tag: name.slice(colon + 1) || 'latest', ok: true };
}

/** Reads `stream:tag` strictly: exactly one colon, two halves (image-stream model 1.6). Fails with ARGUMENT. */
export function parseImageStreamTagName(name: string): { stream: string; tag: string } {
  if (name.includes('@')) throw new AppError('ARGUMENT', `"${name}" is an image stream image, not an image stream tag`);
  const [stream, tag] = halves(name, ':');
  if (tag === undefined) throw new AppError('ARGUMENT', `expected exactly one : delimiter in the istag "${name}"`);
  if (!stream || !tag) throw new AppError('ARGUMENT', `image stream tag name "${name}" must have a name and a tag`);
  return { stream, tag };
}

/** Reads `stream@id`; the id may be a prefix of a digest (image-stream model 1.6). Fails with ARGUMENT. */
export function parseImageStreamImageName(name: string): { stream: string; id: string } {
  const [stream, id] = halves(name, '@');
  if (id === undefined) throw new AppError('ARGUMENT', `expected exactly one @ in the isimage name "${name}"`);
  if (!stream || !id) throw new AppError('ARGUMENT', `image stream image name "${name}" must have a name and ID`);
  return { stream, id };
}

/** The texts before and after the only separator; the second is undefined when there is none or more than one. */
function halves(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  if (at < 0 || text.includes(separator, at + 1)) return [text, undefined];
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Whether `id` is the beginning of an image's name or of its digest's hex digits (image-stream model 1.6). */
export function digestOrImageMatch(image: string, id: string): boolean {
  if (image.startsWith(id)) return true;
  const colon = image.indexOf(':');
  return colon >= 0 && image.startsWith(id, colon + 1);
}

/**
 * Why a text cannot be one segment of an API path, one sentence per reason (Kubernetes `IsValidPathSegmentName`).
 * Every object's name obeys it, whatever else its kind asks for.
 */
export function pathSegmentProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((character) => name.includes(character)).map((c) => `may not contain '${c}'`);
}

/** Checks the name of an object that is asked for (oc CLI 3.1). Fails with ARGUMENT. */
export function checkResourceName(name: string): void {
  if (name === '') throw new AppError('ARGUMENT', 'resource name may not be empty');
  const problems = pathSegmentProblems(name);
  if (problems.length > 0) {
    throw new AppError('ARGUMENT', `invalid resource name ${JSON.stringify(name)}: [${problems.join(' ')}]`);
  }
}

const STREAM_NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*';

/** Why a text cannot name an image stream: stricter than a pull spec, as `a__b` and `a--b` are not allowed. */
export function streamNameProblems(name: string): string[] {
  const problems = pathSegmentProblems(name);
  if (problems.length > 0) return problems;
  return /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name) ? [] : [`must match ${JSON.stringify(STREAM_NAME)}`];
}
