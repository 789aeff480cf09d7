import { parseYaml } from '../../codec/parse-yaml.ts';
import { printYaml } from '../../codec/yaml.ts';
import { sameJson } from '../../core/json/json-value.ts';
import { conflictText } from '../../core/merge/conflict-text.ts';
import { mergeVersions } from '../../core/merge/merge-object.ts';
import type { GitWork } from '../../core/ports/git-work.ts';
import { isAppError } from '../../errors.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';

export interface MergeDriverRequest {
  /** Files of what both come from, of ours, which gets the result, and of theirs. */
  base: string;
  ours: string;
  theirs: string;
  /** Where the file lies in the work tree, for messages. */
  path: string;
}

export interface MergeDriverResult {
  path: string;
  /** Why a person has to finish the merge; empty for a clean one. */
  contradictions: readonly string[];
}

const spec: CommandSpec = {
  usage: 'BASE OURS THEIRS PATH',
  description: `Called by git, once "imagestream git setup" has told it to. Streams and their histories are merged tag by tag and revision
by revision: what was done to different tags, or to one tag one after the other, is merged; the newest image of a tag wins by
its time, and the other stays in the history; a pin holds against whoever did not know of it. Other objects are merged field
by field. The result is written into OURS.

What contradicts itself, such as two pins of one tag, is said in a sentence, stands between conflict markers in the file, and
makes the exit code 1. Both versions stay with git: "git checkout --ours PATH" and "--theirs" bring them back.`,
  flags: [],
  examples: [
    {
      what: 'What "git setup" writes into the configuration of the repository',
      run: 'imagestream git merge-driver %O %A %B %P',
    },
  ],
};

export const command: Command<MergeDriverRequest, MergeDriverResult> = {
  spec,

  parse({ args, usage }) {
    if (args.length !== 4) throw usage(`four files are required, got ${args.length}`);
    const [base, ours, theirs, path] = args as [string, string, string, string];
    return { base, ours, theirs, path };
  },

  async run({ base, ours, theirs, path }, { git }) {
    const [a, b] = [await textOf(git, ours), await textOf(git, theirs)];
    const [o, x, y] = [await objectOf(await textOf(git, base), path), await objectOf(a, path), await objectOf(b, path)];
    const merged = mergeVersions(o, x, y);
    if (!merged) {
      await git.write(ours, conflictText(a, b));
      return { path, contradictions: ['the two sides are not two versions of one object that can be read'] };
    }
    if (merged.contradictions.length > 0) {
      await git.write(ours, conflictText(printYaml(merged.ours), printYaml(merged.theirs)));
    } else if (sameJson(merged.ours, y)) await git.write(ours, b);
    else if (!sameJson(merged.ours, x)) await git.write(ours, printYaml(merged.ours));
    return { path, contradictions: merged.contradictions };
  },
};

async function textOf(git: GitWork, file: string): Promise<string> {
  const text = await git.read(file);
  if (text === undefined) refuse(`there is no file ${file}`);
  return text;
}

/** Undefined for what cannot be read: it is left to a person. */
async function objectOf(text: string, file: string): Promise<unknown> {
  try {
    return (await parseYaml(text, file)) ?? undefined;
  } catch (error) {
    if (!isAppError(error, 'STORE_BROKEN')) throw error;
    return undefined;
  }
}
