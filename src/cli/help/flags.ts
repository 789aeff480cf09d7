import { FLAG_GROUPS, type Flag } from '../../commands/command.ts';
import { isNarrow, type Page, terms } from './layout.ts';

/** Flags under the headings of their groups, in the order of the groups, in columns that all share; nothing without any. */
export function flagSections(flags: readonly Flag[], { width, heading: mark }: Page): string[] {
  const shown = flags.filter(({ hidden }) => !hidden);
  const aligned = !isNarrow(width) && shown.some(({ short }) => short);
  const rows = (list: readonly Flag[]) => list.map((flag) => [flagTerm(flag, aligned), flagMeaning(flag)] as const);
  return flagGroups(shown).map(
    ({ heading, members }) => `${mark(`${heading}:`)}\n${terms(rows(members), width, rows(shown))}`,
  );
}

/** The flags that are shown, by group. Those of no group come first; where there is one group alone, nothing is to be told apart. */
export function flagGroups(flags: readonly Flag[]): { heading: string; members: readonly Flag[] }[] {
  const shown = flags.filter(({ hidden }) => !hidden);
  const groups = [undefined, ...Object.keys(FLAG_GROUPS)].map((group) => ({
    heading: FLAG_GROUPS[group as keyof typeof FLAG_GROUPS] ?? 'Flags',
    members: shown.filter((flag) => flag.group === group),
  }));
  const some = groups.filter(({ members }) => members.length > 0);
  return some.length === 1 ? [{ heading: 'Flags', members: shown }] : some;
}

/** `-o, --output FORMAT`. @param aligned leaves room for the letter that other flags of the list have */
function flagTerm({ name, short, type, value }: Flag, aligned: boolean): string {
  const letter = short ? `-${short}, ` : aligned ? '    ' : '';
  const names = name.length === 1 ? `-${name}` : `${letter}--${name}`;
  return type === 'bool' ? names : `${names} ${value ?? 'VALUE'}`;
}

export const flagMeaning = ({ help, type, default: value }: Flag) =>
  value && type !== 'bool' ? `${help} (${value} if not given)` : help;
