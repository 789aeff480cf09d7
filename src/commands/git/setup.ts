import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';

export interface GitSetupResult {
  /** What was written, in sentences; empty where all was as it should be. */
  written: readonly string[];
  top: string;
}

const spec: CommandSpec = {
  usage: '',
  description: `Writes .gitattributes into the store, which says that "imagestream git merge-driver" merges its files and that those of
images are generated, and tells the git repository around the store how that driver is called. The first is to be committed;
the second is a setting of each clone: everybody who merges runs this command once. What is there already stays; running
it again changes nothing.`,
  flags: [],
  examples: [
    { what: 'Once in every clone', run: 'imagestream git setup' },
    { what: 'For a store elsewhere', run: 'imagestream git setup --store deploy/.imagestream' },
  ],
};

const HEAD = '# git merges these files by their meaning once "imagestream git setup" was run in a clone.';
const LINES = [
  '*.yaml text eol=lf merge=imagestream',
  'cluster-scoped-resources/image.openshift.io/images/*.yaml linguist-generated',
];
const DRIVER_NAME = 'image streams by tag and revision';

export const command: Command<object, GitSetupResult> = {
  spec,

  parse({ args, usage }) {
    if (args.length > 0) throw usage(`no arguments are expected, got ${args.length}`);
    return {};
  },

  async run(_request, { git, project }) {
    const { store } = project;
    if (!(await git.isFolder(store))) {
      refuse(`there is no store at ${store}`, {
        hint: 'Import or create something first, or name the store with --store',
      });
    }
    const top = await git.topOf(store);
    if (top === undefined) {
      refuse(`the store ${store} lies in no git repository`, {
        hint: 'Run "git init" in the folder that is to be one, and this command again',
      });
    }
    const written = await writeAttributes(`${store}/.gitattributes`, git);
    const driver = `${git.program} git merge-driver %O %A %B %P`;
    const named = await git.configure(store, 'merge.imagestream.name', DRIVER_NAME);
    if ((await git.configure(store, 'merge.imagestream.driver', driver)) || named) {
      written.push(`set merge.imagestream.driver of the repository ${top}: ${driver}`);
    }
    return { written, top };
  },
};

async function writeAttributes(file: string, git: Ports['git']): Promise<string[]> {
  const text = (await git.read(file)) ?? '';
  const known = text.split(/\r?\n/).map((line) => line.trim());
  const missing = LINES.filter((line) => !known.includes(line));
  if (missing.length === 0) return [];
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await git.write(file, `${before}${[...(known.includes(HEAD) ? [] : [HEAD]), ...missing].join('\n')}\n`);
  return [`wrote ${file}: commit it`];
}
