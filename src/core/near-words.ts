/**
 * The known words that a mistyped one may have meant: those that differ from it least, if that is little for its length.
 * One letter too many, too few or another counts as one, two that changed places as a half: short words are near to many
 * others, and most who mistype one have swapped letters.
 *
 * A word of at least two letters also means those that it begins, where none is near; before others those of which it is a
 * whole part.
 *
 * @returns in the order of `known`, each once; empty where none is near enough to be offered
 */
export function nearWords(word: string, known: Iterable<string>): string[] {
  const typed = word.toLowerCase();
  const all = [...new Set(known)].filter((name) => name !== '' && name !== word);
  const most = allowance(typed.length);
  let least = most;
  let near: string[] = [];
  for (const name of all) {
    if (Math.abs(name.length - typed.length) > most) continue;
    const distance = editDistance(typed, name.toLowerCase());
    if (distance > least) continue;
    near = distance < least ? [name] : [...near, name];
    least = distance;
  }
  if (near.length > 0 || typed.length < 2) return near;
  const longer = all.filter((name) => name.toLowerCase().startsWith(typed));
  const byWord = longer.filter((name) => name[typed.length] === '-');
  return byWord.length > 0 ? byWord : longer;
}

/** The hint that names near words; undefined where there are none. */
export function didYouMean(near: readonly string[]): string | undefined {
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined;
}

/** How far a word of that many letters may be from what it means. */
function allowance(length: number): number {
  if (length <= 2) return 0.5;
  if (length <= 4) return 1;
  if (length <= 7) return 1.5;
  return length <= 11 ? 2 : 3;
}

/** Letters to be changed, added and left out, and halves for neighbours that changed places. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped && !same) least = Math.min(least, before[j - 2]! + 0.5);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
