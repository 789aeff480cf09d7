import { cannotUnmarshal } from '../json/cannot-unmarshal.ts';
import type { WrittenNumbers } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, withItems, withMembers } from '../json/json-object.ts';
import { setOwn } from '../json/json-value.ts';
import type { SchemaType, StructType } from './types.ts';
import { wrongScalar } from './wrong-scalar.ts';

/** What decoding a value into a Go struct finds. */
export interface CheckedFields {
  /** The value without its unknown fields; shared with what was given where there are none. */
  value: JsonObject;
  /** The paths of unknown fields, such as `spec.tags[0].extra`, by the order of names. */
  unknown: readonly string[];
  /** Why it cannot be decoded, in the words of Go's decoder: the first field of a wrong type. */
  wrong?: string;
}

/**
 * Decodes a value as a strict server does: names are case-sensitive, null is a field that is not there, and what the type
 * does not know is left out and named. The argument stays as it is.
 *
 * @param written the unusual numbers of the text that the decoder gets
 */
export function checkFields(value: JsonObject, type: StructType, written?: WrittenNumbers): CheckedFields {
  return check(value, type, new Set(), written);
}

/**
 * Checks a value that was made of a stored one: only what is new in it is found. What somebody wrote into the stored one
 * by hand stays, and is not named.
 */
export function checkChange(
  before: JsonObject,
  after: JsonObject,
  type: StructType,
  written?: WrittenNumbers,
): CheckedFields {
  const was = checkFields(before, type);
  const { wrong, ...rest } = check(after, type, new Set(was.unknown.map(withoutPositions)), written);
  return wrong === undefined || wrong === was.wrong ? rest : { ...rest, wrong };
}

function check(
  value: JsonObject,
  type: StructType,
  kept: ReadonlySet<string>,
  written?: WrittenNumbers,
): CheckedFields {
  const decoder = new Decoder(kept, written);
  const checked = decoder.struct(value, type, '') as JsonObject;
  const wrong = decoder.hard ?? decoder.wrong;
  return { value: checked, unknown: decoder.unknown, ...(wrong === undefined ? {} : { wrong }) };
}

/** Items may have moved in their lists. */
const withoutPositions = (path: string) => path.replace(/\[\d+\]/g, '[]');

class Decoder {
  readonly unknown: string[] = [];
  /** The first mismatch, after which decoding goes on. */
  wrong: string | undefined;
  /** What a type that reads itself refused: decoding ends there, whatever came before. */
  hard: string | undefined;
  /** The structs that are open, and the Go fields that were gone into: positions in lists do not count. */
  readonly #structs: StructType[] = [];
  readonly #fields: string[] = [];
  /** Paths of unknown fields that stay, without positions. */
  readonly #kept: ReadonlySet<string>;

  readonly #written: WrittenNumbers | undefined;

  constructor(kept: ReadonlySet<string>, written: WrittenNumbers | undefined) {
    this.#kept = kept;
    this.#written = written;
  }

  struct(given: unknown, type: StructType, path: string): unknown {
    if (!isJsonObject(given)) return this.#mismatch(given, type.go);
    const { fields } = type;
    this.#structs.push(type);
    let copy: JsonObject | undefined;
    for (const name of Object.keys(given).sort()) {
      if (this.hard !== undefined) break;
      const at = path === '' ? name : `${path}.${name}`;
      const field = fields.get(name);
      if (!field) {
        if (this.#kept.has(withoutPositions(at))) continue;
        this.unknown.push(at);
        copy ??= { ...given };
        delete copy[name];
        continue;
      }
      const before = given[name];
      this.#fields.push(name);
      const after = this.#value(before, field, at);
      this.#fields.pop();
      if (after === before) continue;
      copy ??= { ...given };
      setOwn(copy, name, after);
    }
    this.#structs.pop();
    return copy ?? given;
  }

  #value(value: unknown, type: SchemaType, path: string): unknown {
    if (value === null || value === undefined || type.is === 'any') return value;
    switch (type.is) {
      case 'struct':
        return this.struct(value, type, path);
      case 'list':
        if (!Array.isArray(value)) return this.#mismatch(value, type.go);
        return withItems(value, (item, index) => this.#below(item, type.of, `${path}[${index}]`));
      case 'map':
        if (!isJsonObject(value)) return this.#mismatch(value, type.go);
        return withMembers(value, (member, key) => this.#below(member, type.of, `${path}.${key}`));
      default: {
        const why = wrongScalar(value, type.is, this.#written?.get(path));
        if (why?.is === 'hard') this.hard ??= why.message;
        else if (why?.is === 'mismatch') this.#mismatch(value, why.go ?? type.go, why.found);
        return value;
      }
    }
  }

  #below(value: unknown, type: SchemaType, path: string): unknown {
    return this.hard === undefined ? this.#value(value, type, path) : value;
  }

  #mismatch(value: unknown, go: string, found?: string): unknown {
    const struct = this.#structs.at(-1)?.name;
    const where = struct === undefined ? 'Go value' : `Go struct field ${struct}.${this.#fields.join('.')}`;
    this.wrong ??= cannotUnmarshal(value, where, go, found);
    return value;
  }
}
