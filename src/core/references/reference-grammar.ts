/**
 * The grammar of container image references (image-stream model 1.2), as a scanner that looks at every character a
 * fixed number of times: references come from untrusted files, and the usual pattern for them backtracks.
 */

/** The three parts of a text that matches `name[:tag][@digest]`; a missing part is empty. */
export interface ReferenceParts {
  name: string;
  tag: string;
  digest: string;
}

/** Matches the whole text, or gives undefined. Case, length of the name and kind of the digest are not judged here. */
export function matchReference(text: string): ReferenceParts | undefined {
  const at = text.indexOf('@');
  const digest = at < 0 ? '' : text.slice(at + 1);
  if (at >= 0 && !isDigestShape(digest)) return undefined;
  const rest = at < 0 ? text : text.slice(0, at);
  // A colon before the last slash belongs to the host; a second one after it belongs to nothing.
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  const name = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? '' : rest.slice(colon + 1);
  if (colon >= 0 && !isTag(tag)) return undefined;
  return isName(name) ? { name, tag, digest } : undefined;
}

function isName(name: string): boolean {
  const slash = name.indexOf('/');
  let start = 0;
  if (slash >= 0 && isHost(name, slash)) start = slash + 1;
  for (;;) {
    const next = name.indexOf('/', start);
    const end = next < 0 ? name.length : next;
    if (!isComponent(name, start, end)) return false;
    if (next < 0) return true;
    start = next + 1;
  }
}

/** `label(.label)*[:digits]` in `text[0..end)`; a label has letters of either case, digits, and `-` inside. */
function isHost(text: string, end: number): boolean {
  let at = 0;
  for (;;) {
    const start = at;
    while (at < end && (isAlphanumeric(text.charCodeAt(at)) || text.charCodeAt(at) === DASH)) at++;
    if (at === start || text.charCodeAt(start) === DASH || text.charCodeAt(at - 1) === DASH) return false;
    if (at === end) return true;
    const separator = text.charCodeAt(at++);
    if (separator === COLON) return at < end && isRun(text, at, end, isDigit);
    if (separator !== DOT) return false;
  }
}

/** `[a-z0-9]+` joined by one `.`, one or two `_`, or a run of `-`, in `text[start..end)`. */
function isComponent(text: string, start: number, end: number): boolean {
  let at = start;
  for (;;) {
    const run = at;
    while (at < end && isLowerOrDigit(text.charCodeAt(at))) at++;
    if (at === run) return false;
    if (at === end) return true;
    const separator = text.charCodeAt(at++);
    if (separator === DASH) while (at < end && text.charCodeAt(at) === DASH) at++;
    else if (separator === UNDERSCORE) at += text.charCodeAt(at) === UNDERSCORE ? 1 : 0;
    else if (separator !== DOT) return false;
  }
}

function isTag(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text.length === 0 || text.length > 128 || first === DOT || first === DASH) return false;
  return isRun(text, 0, text.length, isTagCharacter);
}

/** `algorithm:hex{32,}`, whatever the algorithm; its words begin with a letter and are joined by one of `- _ + .`. */
function isDigestShape(text: string): boolean {
  const colon = text.indexOf(':');
  if (colon < 0 || text.length - colon - 1 < 32 || !isRun(text, colon + 1, text.length, isHexDigit)) return false;
  let at = 0;
  for (;;) {
    if (!isLetter(text.charCodeAt(at))) return false;
    while (at < colon && isAlphanumeric(text.charCodeAt(at))) at++;
    if (at === colon) return true;
    const separator = text.charCodeAt(at++);
    if (separator !== DASH && separator !== UNDERSCORE && separator !== PLUS && separator !== DOT) return false;
  }
}

function isRun(text: string, start: number, end: number, accepts: (code: number) => boolean): boolean {
  for (let at = start; at < end; at++) if (!accepts(text.charCodeAt(at))) return false;
  return true;
}

const PLUS = 0x2b;
const DASH = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isLower = (code: number) => code >= 0x61 && code <= 0x7a;
const isLetter = (code: number) => isLower(code | 0x20) && code < 0x80;
const isLowerOrDigit = (code: number) => isLower(code) || isDigit(code);
const isAlphanumeric = (code: number) => isLetter(code) || isDigit(code);
const isHexDigit = (code: number) => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
const isTagCharacter = (code: number) => isAlphanumeric(code) || code === UNDERSCORE || code === DOT || code === DASH;
