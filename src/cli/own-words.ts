/** Words of the command line itself, which are no verbs: what calls them, and a line about each. */
export const OWN_WORDS: readonly (readonly [word: string, summary: string])[] = [
  ['help', 'Tell about a command or a topic; with --all, list them'],
  ['options', 'List the flags of every command'],
];
