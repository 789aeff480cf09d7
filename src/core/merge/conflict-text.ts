/**
 * A text that git shows as conflicted: what two results have in common once, and around where they differ the markers that
 * editors and git know.
 *
 * @param ours both end with a newline
 */
export function conflictText(ours: string, theirs: string): string {
  const [a, b] = [lines(ours), lines(theirs)];
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && a[before] === b[before]) before++;
  let after = 0;
  while (after < most - before && a.at(-1 - after) === b.at(-1 - after)) after++;
  const part = (all: readonly string[]) => all.slice(before, all.length - after);
  return [
    ...a.slice(0, before),
    '<<<<<<< ours',
    ...part(a),
    '=======',
    ...part(b),
    '>>>>>>> theirs',
    ...a.slice(a.length - after),
    '',
  ].join('\n');
}

function lines(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
