/** One link of a `Link` header: its target as it was written, and its relations in lower case. */
export interface Link {
  target: string;
  relations: readonly string[];
}

const START = /[\s,]*<([^>]*)>/y;
const PARAMETER = /\s*;\s*([A-Za-z0-9!#$&+\-.^_`|~*]+)\s*(?:=\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s;,"]*)))?/y;

/** Reads a `Link` header (RFC 8288); stops at what it cannot read. Never throws, takes linear time. */
export function parseLinks(header: string | undefined): Link[] {
  const links: Link[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(header ?? '');
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (let start = take(START); start; start = take(START)) {
    let relations: string[] = [];
    for (let parameter = take(PARAMETER); parameter; parameter = take(PARAMETER)) {
      if (parameter[1]?.toLowerCase() !== 'rel' || relations.length > 0) continue;
      relations = (parameter[2] ?? parameter[3] ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    }
    links.push({ target: start[1] as string, relations });
  }
  return links;
}

export interface Page {
  /** The URL that the page was asked under. */
  url: URL;
  link: string | undefined;
  /** As the registry listed them. */
  tags: readonly string[];
  /** How many were asked for; undefined when the registry does not take a number. */
  size: number | undefined;
}

/**
 * Where the next page of a tag list is, always at the same host and path (registry client S11). A link that leads
 * elsewhere (Artifactory, Nexus, or somebody hostile) only lends its `last`; a full page without a link is asked for
 * what follows its last tag.
 *
 * @returns undefined at the end of the list
 */
export function nextPage({ url, link, tags, size }: Page): URL | undefined {
  const next = parseLinks(link).find(({ relations }) => relations.includes('next'));
  if (next === undefined) return size !== undefined && tags.length === size ? after(url, tags.at(-1), size) : undefined;
  if (!URL.canParse(next.target, url.href)) return after(url, tags.at(-1), size);
  const target = new URL(next.target, url);
  const here = target.origin === url.origin && target.pathname === url.pathname && target.username === '';
  if (here) {
    target.hash = '';
    return target;
  }
  return after(url, target.searchParams.get('last') ?? tags.at(-1), size);
}

function after(url: URL, last: string | undefined, size: number | undefined): URL | undefined {
  if (last === undefined || last === '') return undefined;
  const next = new URL(url);
  next.search = '';
  if (size !== undefined) next.searchParams.set('n', String(size));
  next.searchParams.set('last', last);
  return next;
}
