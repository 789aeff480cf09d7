import { falseClaims } from '../../core/consistency/false-claims.ts';
import type { Finding } from '../../core/consistency/finding.ts';
import { disagreements, mendedHistory } from '../../core/consistency/history-findings.ts';
import { lineOf } from '../../core/consistency/line-of.ts';
import { mendedStream, oddities } from '../../core/consistency/stream-findings.ts';
import { historyFromStored } from '../../core/history/stored-history.ts';
import { sameJson } from '../../core/json/json-value.ts';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ObjectKey } from '../../core/ports/object-store.ts';
import type { StoredText } from '../../core/ports/stored-texts.ts';
import { imageStreamFromUntrusted } from '../../core/validation/shape.ts';
import { isAppError } from '../../errors.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';

export interface GitCheckRequest {
  /** None for the whole store. */
  paths: readonly string[];
  fix: boolean;
}

export interface FileFinding {
  file: string;
  line: number;
  what: string;
  /** Whether `--fix` would mend it. */
  fixable: boolean;
}

export interface GitCheckResult {
  /** What is wrong still. */
  findings: readonly FileFinding[];
  /** What was mended. */
  fixed: readonly FileFinding[];
  files: number;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '[PATH ...]',
  description: `Looks at every file of the store, or at those in the paths: conflict markers, what is no object or lies in the wrong place,
pins that a merge by lines has moved to another tag, images and generations that are not in order, and histories that do not
agree with their stream. Prints FILE:LINE: WHAT for each, and exits with 1 when there is any.

With --fix it writes the right answer where there is only one. Everything else is left to a person, whom git helps: "git log
-p -- FILE" shows what a file was, "imagestream git setup" lets the next merge go by meaning.`,
  flags: [{ name: 'fix', type: 'bool', help: 'Mend what has one right answer' }],
  examples: [
    { what: 'After a merge, in a pipeline, or as a line of .git/hooks/pre-commit', run: 'imagestream git check' },
    { what: 'Only one namespace', run: 'imagestream git check .imagestream/namespaces/default' },
    { what: 'Mend what can be mended', run: 'imagestream git check --fix' },
  ],
};

export const command: Command<GitCheckRequest, GitCheckResult> = {
  spec,

  parse: ({ args, flags }) => ({ paths: args, fix: flags.bool('fix') }),

  async run({ paths, fix }, ports) {
    if (!(await ports.git.isFolder(ports.project.store))) {
      refuse(`there is no store at ${ports.project.store}`, {
        hint: 'Name the store with --store, or run this where it is',
      });
    }
    const findings: FileFinding[] = [];
    const fixed: FileFinding[] = [];
    let files = 0;
    const texts: StoredText[] = [];
    for await (const text of ports.texts.read(paths)) texts.push(text);
    // A history is mended by its stream, which is mended before it.
    texts.sort((a, b) => Number(isHistory(a)) - Number(isHistory(b)));
    for (const text of texts) {
      files++;
      const found = await look(text, ports, fix);
      findings.push(...found.findings);
      fixed.push(...found.fixed);
    }
    const inOrder = (a: FileFinding, b: FileFinding) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
    return { findings: findings.sort(inOrder), fixed: fixed.sort(inOrder), files };
  },
};

const isHistory = ({ stored }: StoredText) => stored?.key.resource === IMAGE_STREAM_HISTORY.plural;

async function look(text: StoredText, ports: Ports, fix: boolean): Promise<Pick<GitCheckResult, 'findings' | 'fixed'>> {
  if (!text.stored) return { findings: [broken(text)], fixed: [] };
  const examined = await examine(text.stored, ports);
  const at = (found: readonly Finding[]) =>
    found.map((finding) => ({
      file: text.file,
      line: lineOf(text.text, finding),
      what: finding.what,
      fixable: finding.fixable,
    }));
  if (!fix || !examined.mended) return { findings: at(examined.found), fixed: [] };
  await ports.texts.replace(text.stored.key, examined.mended);
  const left = (await examine({ ...text.stored, object: examined.mended }, ports)).found;
  const isLeft = ({ what }: Finding) => left.some((other) => other.what === what);
  return { findings: at(left), fixed: at(examined.found.filter((finding) => !isLeft(finding))) };
}

/** What is found in an object, and the object without it where it has one right answer. */
async function examine(
  { key, object }: NonNullable<StoredText['stored']>,
  ports: Ports,
): Promise<{ found: readonly Finding[]; mended?: KubeObject }> {
  try {
    if (key.resource === IMAGE_STREAM.plural && key.group === IMAGE_STREAM.group) {
      const stream = imageStreamFromUntrusted(object);
      const found = [...falseClaims(stream), ...oddities(stream)];
      if (found.length === 0) return { found };
      const beside = await ports.texts.find({ ...key, ...placeOf(IMAGE_STREAM_HISTORY) });
      return { found, ...ifOther(stream, mendedStream(stream, beside && historyFromStored(beside))) };
    }
    if (key.resource === IMAGE_STREAM_HISTORY.plural && key.group === IMAGE_STREAM_HISTORY.group) {
      const beside = await ports.texts.find({ ...key, ...placeOf(IMAGE_STREAM) });
      const stream = beside && readable(beside);
      if (!stream) return { found: [] };
      const history = historyFromStored(object);
      const found = disagreements(stream, history);
      return found.length === 0 ? { found } : { found, ...ifOther(history, mendedHistory(history, stream)) };
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { found: [{ what: error.message, section: 'spec', isFalse: true, fixable: false }] };
  }
  return { found: [] };
}

const placeOf = ({ group, plural }: { group: string; plural: string }): Pick<ObjectKey, 'group' | 'resource'> => ({
  group,
  resource: plural,
});

function ifOther(before: object, after: object): { mended?: KubeObject } {
  return sameJson(before, after) ? {} : { mended: after as KubeObject };
}

/** A stream that is broken itself is told of by itself. */
function readable(object: KubeObject): ImageStream | undefined {
  try {
    return imageStreamFromUntrusted(object);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return undefined;
  }
}

/** Errors name a file with its line where they know it. */
function broken({ file, error }: StoredText): FileFinding {
  const message = error?.message ?? 'cannot be read';
  const rest = message.startsWith(`${file}:`) ? message.slice(file.length + 1) : ` ${message}`;
  const [, line, what] = /^(\d+):\d+: ([\s\S]*)$/.exec(rest) ?? [];
  return { file, line: Number(line ?? 1), what: what ?? rest.trim(), fixable: false };
}
