import type { Example } from '../../commands/command.ts';
import { OWN_WORDS } from '../own-words.ts';
import { TOPICS } from '../topics/index.ts';
import { VERBS, type Verb } from '../verbs.ts';
import { examples } from './command.ts';
import { type Page, terms, wrapped } from './layout.ts';

const INTRO =
  'Image streams without a cluster: named tags that follow images in registries, with the history of every digest that each tag has had. Streams are YAML files (image.openshift.io/v1) in a directory, .imagestream by default. Scripts written for "oc import-image" and "oc tag" run unchanged.';

const FIRST_STEPS: readonly Example[] = [
  {
    what: 'Record an image of Docker Hub in a new stream',
    run: 'imagestream import-image httpd:2.4 --from=docker.io/library/httpd:2.4 --confirm',
  },
  { what: 'See where the tag points, and every image that it has had', run: 'imagestream describe is/httpd' },
  { what: 'Run exactly the image that the tag has now', run: 'docker run $(imagestream resolve httpd:2.4)' },
];

/** The first page: what this is, how to begin, what is used daily, and where the rest is told. */
export function rootHelp(program: string, page: Page): string {
  const { width, heading } = page;
  const [first = '', ...others] = new Set(VERBS.map(({ group }) => group));
  const daily = VERBS.filter(({ group }) => group === first);
  const topics = TOPICS.map(({ name }) => name).join(', ');
  const parts = [
    wrapped(INTRO, width),
    wrapped(`${program} COMMAND [ARGUMENTS] [FLAGS]`, width, `${heading('Usage:')} `, '    '),
    examples('First steps', FIRST_STEPS, page),
    `${heading(`${first}:`)}\n${terms(daily.map(line), width)}`,
    ...others.map((group) => `${heading(`${group}:`)}\n${wrapped(firstWords(group).join(', '), width, '  ')}`),
    `${heading('Topics:')}\n${wrapped(topics, width, '  ')}`,
    wrapped(
      `"${program} COMMAND --help" tells about a command, "${program} help TOPIC" about a topic; "${program} help --all" lists every command.`,
      width,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

const line = ({ path, summary }: Verb) => [path.join(' '), summary] as const;

/** The words by which the verbs of a heading begin, and behind each the words that may follow. */
function firstWords(group: string): string[] {
  const members = VERBS.filter((verb) => verb.group === group);
  return [...new Set(members.map(({ path }) => path[0] as string))];
}

/** `help --all`: every command and every topic, each with its line. */
export function everyCommand({ width, heading }: Page): string {
  const groups = [...new Set(VERBS.map(({ group }) => group))];
  const sections: [string, readonly (readonly [string, string])[]][] = [
    ...groups.map((group): [string, ReturnType<typeof line>[]] => [
      group,
      VERBS.filter((verb) => verb.group === group).map(line),
    ]),
    ['This program', OWN_WORDS],
    ['Topics of help', TOPICS.map(({ name, summary }) => [name, summary])],
  ];
  return `${sections.map(([title, list]) => `${heading(`${title}:`)}\n${terms(list, width)}`).join('\n\n')}\n`;
}

/** The help of a word that only begins commands, such as `rollout`. */
export function groupHelp(program: string, prefix: readonly string[], { width, heading }: Page): string {
  const members = VERBS.filter(
    ({ path }) => path.length > prefix.length && prefix.every((word, i) => word === path[i]),
  );
  const list = members.map(({ path, summary }) => [path.slice(prefix.length).join(' '), summary] as const);
  const called = [program, ...prefix].join(' ');
  const parts = [
    wrapped(`${called} COMMAND [ARGUMENTS] [FLAGS]`, width, `${heading('Usage:')} `, '    '),
    `${heading('Commands:')}\n${terms(list, width)}`,
    wrapped(`"${called} COMMAND --help" tells about one of them.`, width),
  ];
  return `${parts.join('\n\n')}\n`;
}
