import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { setOwn } from '../core/json/json-value.ts';

/** What all aliases of a document together may stand for: characters, and this much for each value. */
const MOST_EXPANDED = 1 << 20;
const EACH_VALUE = 16;

/** Why a document that is YAML is none of ours, and where. */
export class UnusableValue extends Error {
  readonly offset: number;

  constructor(why: string, offset: number) {
    super(why);
    this.offset = offset;
  }
}

/**
 * A document as JSON-like values, in one walk that takes time with its length: aliases are copies, and only of so much.
 *
 * @param uniqueKeys whether a key that a mapping has twice is a mistake; else the last counts
 * Fails with `UnusableValue`, and with RangeError where it is too deep.
 */
export function documentValue(document: Document, uniqueKeys: boolean): unknown {
  return new ValueReader(uniqueKeys).value(document.contents);
}

class ValueReader {
  readonly #uniqueKeys: boolean;
  /** What was read under each anchor last: an alias means the one before it. */
  readonly #anchors = new Map<string, unknown>();
  #left = MOST_EXPANDED;

  constructor(uniqueKeys: boolean) {
    this.#uniqueKeys = uniqueKeys;
  }

  value(node: unknown): unknown {
    if (isAlias(node)) return this.#copy(this.#aliased(node), startOf(node));
    const value = this.#own(node);
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor) this.#anchors.set(anchor, value);
    return value;
  }

  #own(node: unknown): unknown {
    if (isScalar(node)) return scalarValue(node);
    if (isSeq(node)) return node.items.map((item) => this.value(item));
    return isMap(node) ? this.#mapping(node) : null;
  }

  #mapping(node: YAMLMap): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const own = new Set<string>();
    for (const pair of node.items) {
      const at = startOf(pair.key ?? node);
      if (isMergeKey(pair)) {
        this.#merge(mapping, pair.value, at);
        continue;
      }
      const key = this.#key(pair.key, at);
      if (this.#uniqueKeys && own.has(key)) throw new UnusableValue('Map keys must be unique', at);
      own.add(key);
      setOwn(mapping, key, this.value(pair.value));
    }
    return mapping;
  }

  #key(node: unknown, at: number): string {
    const key = this.value(node);
    if (key === null) return '';
    if (typeof key === 'object') throw new UnusableValue('a mapping or a list cannot be a key', at);
    return String(key);
  }

  /** Keys that are there already stay. */
  #merge(mapping: Record<string, unknown>, source: unknown, at: number): void {
    const sources = this.#source(source);
    for (const each of Array.isArray(sources) ? sources : [sources]) {
      if (typeof each !== 'object' || each === null || Array.isArray(each)) {
        throw new UnusableValue('Merge sources must be maps or map aliases', at);
      }
      for (const [key, value] of Object.entries(each)) {
        this.#spend(key.length, at);
        if (!Object.hasOwn(mapping, key)) setOwn(mapping, key, this.#copy(value, at));
      }
    }
  }

  /** What is merged, uncopied. */
  #source(node: unknown): unknown {
    if (isAlias(node)) return this.#aliased(node);
    return isSeq(node) ? node.items.map((item) => this.#source(item)) : this.value(node);
  }

  #aliased(alias: Alias): unknown {
    const { source } = alias;
    if (this.#anchors.has(source)) return this.#anchors.get(source);
    throw new UnusableValue('Unresolved alias (the anchor must be set before the alias)', startOf(alias));
  }

  #copy(value: unknown, at: number): unknown {
    this.#spend(typeof value === 'string' ? value.length : 0, at);
    if (Array.isArray(value)) return value.map((item) => this.#copy(item, at));
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      this.#spend(key.length, at);
      setOwn(copy, key, this.#copy(member, at));
    }
    return copy;
  }

  #spend(characters: number, at: number): void {
    this.#left -= EACH_VALUE + characters;
    if (this.#left < 0) throw new UnusableValue('the aliases stand for more than a mebibyte of text', at);
  }
}

function scalarValue(node: Scalar): unknown {
  const { value } = node;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new UnusableValue('a number is too large, or none', startOf(node));
  }
  return value ?? null;
}

/** A plain `<<`, which the library reads as a symbol. */
function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

const startOf = (node: unknown) => (node as { range?: readonly number[] | null }).range?.[0] ?? 0;
