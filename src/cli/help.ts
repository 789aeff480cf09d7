import { Command, Help, Option } from 'commander';
import type { CommandSpec, Flag } from '../commands/command.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { TOPICS } from './topics/index.ts';
import { VERBS, type Verb } from './verbs.ts';

const INTRO = `Image streams without a cluster: named tags that follow images in registries, with the history of every digest
that each tag has had. Streams are YAML files (image.openshift.io/v1) in a directory, .imagestream by default. Scripts
written for "oc import-image" and "oc tag" run unchanged.`;

const FIRST_STEPS = `First steps:
  # Record an image of Docker Hub in a new stream
  imagestream import-image approved-apache:2.4 --from=bitnami/apache:2.4 --confirm

  # See where the tag points, and every image that it has had
  imagestream describe is/approved-apache

  # Run exactly the image that the tag has now
  docker run $(imagestream resolve approved-apache:2.4)`;

/** The help of the whole program. */
export function rootHelp(program: string): string {
  const root = new Command(program)
    .usage('COMMAND [ARGUMENTS] [FLAGS]')
    .description(INTRO)
    .helpOption(false)
    .helpCommand(false);
  const seen = new Set<string>();
  for (const entry of VERBS) {
    const [first = ''] = entry.path;
    if (seen.has(first)) continue;
    seen.add(first);
    const members = VERBS.filter((other) => other.path[0] === first);
    const names = members.flatMap((member) => member.path.slice(1).join(' ') || []).join(', ');
    const summary = [...(entry.path.length === 1 ? [entry.summary] : []), ...(names ? [names] : [])].join(', or: ');
    root.addCommand(
      new Command(first).summary(summary).description(summary).helpOption(false).helpGroup(`${entry.group}:`),
    );
  }
  const topics = TOPICS.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n');
  root.addHelpText(
    'after',
    `\nTopics:\n${topics}\n\n${FIRST_STEPS}\n\n"${program} COMMAND --help" tells more about a command, "${program} help TOPIC" about a topic.`,
  );
  return render(root);
}

/** The help of a word that only begins commands, such as `create`. */
export function groupHelp(program: string, prefix: readonly string[]): string {
  const group = new Command([program, ...prefix].join(' '))
    .usage('COMMAND [ARGUMENTS] [FLAGS]')
    .helpOption(false)
    .helpCommand(false);
  for (const entry of VERBS) {
    if (entry.path.length <= prefix.length || !prefix.every((word, i) => entry.path[i] === word)) continue;
    const name = entry.path.slice(prefix.length).join(' ');
    group.addCommand(new Command(name).summary(entry.summary).description(entry.summary).helpOption(false));
  }
  return render(group);
}

/** The help of one command: what it does, its flags in groups, examples. */
export function commandHelp({ path, summary, aliases }: Verb, spec: CommandSpec, program: string): string {
  const command = new Command([program, ...path].join(' '))
    .usage(`${spec.usage} [FLAGS]`.trim())
    .description(`${summary}.\n\n${spec.description}`)
    .helpOption(false);
  for (const flag of spec.flags) addFlag(command, flag, 'Flags:');
  const own = new Set(spec.flags.map((flag) => flag.name));
  for (const flag of GLOBAL_FLAGS) if (!own.has(flag.name)) addFlag(command, flag, 'Flags of every command:');
  const others =
    aliases.length > 0
      ? `
Also called: ${aliases.join(', ')}
`
      : '';
  const examples = spec.examples.map((example) => `  # ${example.what}\n  ${example.run}`).join('\n\n');
  command.addHelpText('after', `${others}\nExamples:\n${examples}`);
  return render(command);
}

function addFlag(command: Command, flag: Flag, group: string): void {
  const name = flag.name.length === 1 ? `-${flag.name}` : `${flag.short ? `-${flag.short}, ` : '    '}--${flag.name}`;
  const option = new Option(`${name}${flag.type === 'bool' ? '' : ` <${flag.value ?? 'value'}>`}`.trim(), flag.help);
  if (flag.default && flag.type !== 'bool') option.description += ` (${flag.default} if not given)`;
  option.helpGroup(group).hideHelp(flag.hidden ?? false);
  command.addOption(option);
}

/** Plain text without wrapping to the terminal: help is read in pipes and compared in tests. */
class PlainHelp extends Help {
  override helpWidth = 120;

  /** Paragraphs that are written in lines stay in them. */
  override boxWrap(text: string, width: number): string {
    return text.includes('\n') ? text : super.boxWrap(text, width);
  }
}

function render(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => 120,
    getOutHasColors: () => false,
  });
  command.createHelp = () => new PlainHelp();
  command.outputHelp();
  return text;
}
