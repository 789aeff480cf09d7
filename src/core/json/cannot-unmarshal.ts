/**
 * What Go's decoder says of a value of a wrong type.
 *
 * @param where such as `Go struct field ObjectMeta.metadata.name`
 * @param go Go's name of the type that was expected
 * @param found the value's own type, where more is to be said of it than that
 */
export function cannotUnmarshal(value: unknown, where: string, go: string, found = jsonType(value)): string {
  return `json: cannot unmarshal ${found} into ${where} of type ${go}`;
}

/** What Go's decoder calls a JSON value. */
function jsonType(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'boolean' ? 'bool' : type === 'bigint' ? 'number' : type;
}
