const WORDS = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false] as const),
]);

/** A boolean as Go's strconv.ParseBool reads it; undefined for what is none. */
export const parseBool = (text: string): boolean | undefined => WORDS.get(text);
