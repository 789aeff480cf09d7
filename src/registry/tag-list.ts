import { ownValue } from '../core/json/json-object.ts';
import { parseJson } from '../core/json/json-syntax.ts';
import type { RegistryRequest, RepositoryAddress } from '../core/ports/registry.ts';
import { isTagName } from '../core/references/names.ts';
import { RegistryError } from '../errors.ts';
import type { FollowedAnswer } from './addresses/redirect.ts';
import { headerOf } from './http.ts';
import { exceeded, type Limits, limitOf } from './limits.ts';
import { nextPage } from './pagination.ts';
import { answerError } from './response-error.ts';
import type { Session } from './session.ts';

/** As many as every registry allows on one page; some refuse more. */
const PAGE_SIZE = 1000;

export interface TagListOptions {
  session: Session;
  limits: Limits;
  warn(message: string): void;
}

/** Every valid tag of a repository, page by page, in the registry's order. */
export async function listTags(
  repository: RepositoryAddress,
  request: RegistryRequest,
  { session, limits, warn }: TagListOptions,
): Promise<string[]> {
  const name = `${repository.registry}/${repository.repository}`;
  const found = new Set<string>();
  const visited = new Set<string>();
  let invalid = 0;
  let size: number | undefined = PAGE_SIZE;
  let search: string | undefined = `?n=${PAGE_SIZE}`;
  while (search !== undefined) {
    if (visited.size === limits.tagPages) throw exceeded('the tag list', name, limits.tagPages, 'pages', 'tagPages');
    visited.add(search);
    let answer = await ask(search);
    if (visited.size === 1 && (answer.status === 400 || answer.status === 405)) {
      size = undefined; // some registries take no number, or a smaller one
      answer = await ask('');
    }
    if (answer.status !== 200) throw answerError(answer, 'tags');
    const tags = readTags(answer, name);
    const before = found.size;
    for (const tag of tags) {
      if (typeof tag === 'string' && isTagName(tag)) found.add(tag);
      else invalid++;
    }
    if (found.size > limits.tags) throw exceeded('the tag list', name, limits.tags, 'tags', 'tags');
    search = following(answer, tags, found.size > before);
  }
  if (invalid > 0)
    warn(`${name}: ${invalid} ${invalid === 1 ? 'entry' : 'entries'} of the tag list left out: no valid tag`);
  return [...found];

  async function ask(query: string): Promise<FollowedAnswer> {
    return await session.send(repository, request, {
      method: 'GET',
      rest: 'tags/list',
      search: query,
      headers: { accept: 'application/json' },
      limit: limitOf(limits, 'tagPage', 'a page of the tag list'),
    });
  }

  function following(answer: FollowedAnswer, tags: readonly unknown[], progress: boolean): string | undefined {
    const link = headerOf(answer, 'link');
    const names = tags.filter((tag): tag is string => typeof tag === 'string');
    const next = nextPage({ url: answer.url, link, tags: names, size })?.search;
    if (next === undefined || (!progress && link === undefined)) return undefined;
    if (!visited.has(next)) return next;
    if (link === undefined) return undefined;
    throw new RegistryError('REGISTRY_REFUSED', `${name}: the pages of the tag list lead in a circle`);
  }
}

function readTags({ body }: FollowedAnswer, name: string): unknown[] {
  const broken = () => new RegistryError('REGISTRY_CONTENT', `${name}: the tag list is not valid`);
  const parsed = parseJson(body.toString('utf8'));
  if (!parsed.ok) throw broken();
  const document = parsed.value;
  if (typeof document !== 'object' || document === null) throw broken();
  const tags = ownValue(document, 'tags') ?? [];
  if (!Array.isArray(tags)) throw broken();
  return tags;
}
