const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?';
const NAME = `${LABEL}(?:\\.${LABEL})*`;
const ADDRESS = `(?:${NAME}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::\\d{1,5})?`;
const PATH = '(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*';

const HOST_PORT = new RegExp(`^${ADDRESS}$`);
const LOCATION = new RegExp(`^${ADDRESS}${PATH}$`);
const WILDCARD = new RegExp(`^\\*\\.${NAME}$`);

/** Whether a text is `host` or `host:port`. */
export function isHostPort(text: string): boolean {
  return HOST_PORT.test(text) && hasPort(text);
}

/** Whether a text is `host[:port][/path]`, as mirrors and sources are written. */
export function isLocation(text: string): boolean {
  return LOCATION.test(text) && hasPort(text);
}

/** Whether a text means all hosts below a name: `*.example.com`. */
export function isWildcard(text: string): boolean {
  return WILDCARD.test(text);
}

function hasPort(text: string): boolean {
  const port = /^[^/]*?\]?:(\d+)(?:\/|$)/.exec(text.replace(/^\[[^\]]*\]/, ''))?.[1];
  return port === undefined || (Number(port) > 0 && Number(port) < 65536);
}

/** The host of `host[:port][/path]`. */
export function hostOf(location: string): string {
  const slash = location.indexOf('/');
  return slash < 0 ? location : location.slice(0, slash);
}
