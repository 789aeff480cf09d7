/** The texts of several described objects as one: two empty lines between them (oc-cli.md 6). */
export function joinDescriptions(texts: readonly string[]): string {
  return texts.join('\n\n');
}

/** The same for the objects whose name starts with what was asked: each is followed by one empty line. */
export function joinPrefixDescriptions(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
