import { GLOBAL_FLAGS } from '../../src/cli/global-flags.ts';
import { flagGroups, flagMeaning } from '../../src/cli/help/flags.ts';
import { TOPICS, type TopicEntry } from '../../src/cli/topics/index.ts';
import { VERBS, type Verb } from '../../src/cli/verbs.ts';
import type { Flag } from '../../src/commands/command.ts';
import { block, heading, lines, page, paragraph, subheading, term } from './roff.ts';

/**
 * The manual for `man`, from the same data as the help: a page for the program, one for each verb, one for each topic.
 *
 * @returns name of a file, such as `imagestream-tag.1`, to its roff
 */
export async function manPages(version: string): Promise<Map<string, string>> {
  const pages = new Map([['imagestream.1', programPage(version)]]);
  for (const verb of VERBS) pages.set(`${verbPageName(verb)}.1`, await verbPage(verb, version));
  for (const topic of TOPICS) pages.set(`${topicPageName(topic)}.7`, await topicPage(topic, version));
  return pages;
}

const verbPageName = ({ path }: Verb) => ['imagestream', ...path].join('-');
const topicPageName = ({ name }: TopicEntry) => `imagestream-${name}`;

function programPage(version: string): string {
  const groups = [...new Set(VERBS.map(({ group }) => group))];
  return page('imagestream', 1, 'image streams without a cluster', version, [
    heading('Synopsis'),
    paragraph('`imagestream` COMMAND [ARGUMENTS] [FLAGS]'),
    ...groups.flatMap((group) => [heading(group), ...VERBS.filter((verb) => verb.group === group).map(verbLine)]),
    heading('Flags of every command'),
    ...flagLines(GLOBAL_FLAGS),
    heading('See also'),
    ...TOPICS.map((topic) => term(`\`${topicPageName(topic)}\`(7)`, topic.summary)),
  ]);
}

const verbLine = (verb: Verb) => term(`\`${verb.path.join(' ')}\``, `${verb.summary}. See ${verbPageName(verb)}(1).`);

async function verbPage(verb: Verb, version: string): Promise<string> {
  const { spec } = await verb.load();
  const groups = flagGroups(spec.flags);
  const flags = groups.flatMap(({ heading: over, members }) => [
    ...(groups.length > 1 ? [subheading(over)] : []),
    ...flagLines(members),
  ]);
  return page(verbPageName(verb), 1, verb.summary, version, [
    heading('Synopsis'),
    paragraph(`\`imagestream ${verb.path.join(' ')}\` ${spec.usage} [FLAGS]`),
    heading('Description'),
    // What is set in columns stays so; the rest is filled by man.
    ...spec.description.split('\n\n').map((text) => (/^ /m.test(text) ? lines(text) : paragraph(text))),
    ...(verb.aliases.length > 0 ? [paragraph(`Also called: ${verb.aliases.join(', ')}`)] : []),
    ...(flags.length > 0 ? [heading('Flags'), ...flags] : []),
    heading('Examples'),
    ...spec.examples.flatMap(({ what, run }) => [paragraph(`${what}:`), lines(run)]),
    heading('See also'),
    paragraph('imagestream(1), with the flags of every command'),
  ]);
}

async function topicPage(entry: TopicEntry, version: string): Promise<string> {
  const { title, sections } = await entry.load();
  return page(topicPageName(entry), 7, entry.summary, version, [
    ...sections.flatMap((section) => [heading(section.heading ?? title), ...section.blocks.map(block)]),
    heading('See also'),
    paragraph('imagestream(1)'),
  ]);
}

function flagLines(flags: readonly Flag[]): string[] {
  return flags.filter(({ hidden }) => !hidden).map((flag) => term(`\`${flagName(flag)}\``, flagMeaning(flag)));
}

function flagName({ name, short, value }: Flag): string {
  const names = [...(short ? [`-${short}`] : []), ...(name.length > 1 ? [`--${name}`] : [])].join(', ');
  return value ? `${names} ${value}` : names;
}
