import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SIGNAL_CODES } from '../../src/cli/exit-codes.ts';
import { plainPage } from '../../src/cli/help/layout.ts';
import { everyCommand, groupHelp, rootHelp } from '../../src/cli/help/root.ts';
import { ENVIRONMENT } from '../../src/cli/topics/environment.ts';
import { EXIT_CODES } from '../../src/cli/topics/exit-codes.ts';
import { TOPICS } from '../../src/cli/topics/index.ts';
import { topicText } from '../../src/cli/topics/text.ts';
import type { Topic } from '../../src/cli/topics/topic.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const root = path.resolve(import.meta.dirname, '../..');
const shown = TOPICS.map((entry) => [entry.name, entry] as const);
const help = (...words: string[]) => runInProcess(anImageApi(), ['help', ...words]);

/** The terms of a topic's tables. */
function terms({ sections }: Topic): string[] {
  const blocks = sections.flatMap((section) => section.blocks);
  return blocks
    .flatMap((block) => (typeof block === 'object' && 'entries' in block ? block.entries : []))
    .map(([t]) => t);
}

describe('help TOPIC', () => {
  test.each(shown)('%s is listed and shown, in lines that no terminal breaks', async (name, entry) => {
    expect(rootHelp('imagestream', plainPage())).toMatch(new RegExp(`^  (?:.*, )?${name}(?:,|$)`, 'm'));
    expect(everyCommand(plainPage(100))).toMatch(new RegExp(`^  ${name} +${entry.summary}$`, 'm'));
    const topic = await entry.load();
    expect(topic.name).toBe(name);
    const text = topicText(topic, plainPage());
    expect(text).not.toMatch(/`|undefined|[ \t]$/m);
    const written = topic.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (typeof block === 'object' && 'lines' in block ? block.lines.split('\n') : [])),
    );
    const wide = text.split('\n').filter((line) => line.length > 80);
    expect(wide.filter((line) => !written.includes(line.replace(/^ {2}/, '')))).toEqual([]);
    const { status, stdout, stderr } = await help(name);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.endsWith(text)).toBe(true);
  });

  test('a word that begins verbs too tells of both', async () => {
    const { stdout } = await help('git');
    expect(stdout.startsWith(groupHelp('imagestream', ['git'], plainPage()))).toBe(true);
    expect(stdout).toContain('\n\nSeveral people, one store in git\n');
  });

  test('the topics are words of their own', () => {
    const verbs = VERBS.filter(({ path: words }) => words.length === 1).map(({ path: words }) => words[0]);
    expect(TOPICS.map(({ name }) => name).filter((name) => verbs.includes(name))).toEqual([]);
  });

  test('an unknown one is refused as an unknown verb is, with the names of the topics', async () => {
    const refused = await runInProcess(anImageApi(), ['nosuch']);
    const topics = 'hint: The topics are registries, store, events, environment, exit-codes, git, recipes, oc\n';
    expect(await help('nosuch')).toEqual({ status: 1, stdout: '', stderr: `${refused.stderr}${topics}` });
  });

  test('verbs are told about as before', async () => {
    expect(await help('resolve')).toEqual(await runInProcess(anImageApi(), ['resolve', '--help']));
    expect(await help()).toEqual(await runInProcess(anImageApi(), ['--help']));
    expect(await help('git', 'check')).toEqual(await runInProcess(anImageApi(), ['git', 'check', '--help']));
  });

  test.each([
    ['store', ['store']],
    ['exit', ['exit-codes']],
    ['git', ['git']],
  ])('%j is completed after help', async (word, expected) => {
    const { stdout } = await runInProcess(anImageApi(), ['__complete', 'help', word]);
    const values = stdout.split('\n').map((line) => line.split('\t')[0]);
    expect(values).toEqual([...expected, ':4', '']);
  });
});

describe('environment', () => {
  const documented = new Set(
    terms(ENVIRONMENT)
      .concat(meanings())
      .join(' ')
      .match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g),
  );

  function meanings(): string[] {
    const blocks = ENVIRONMENT.sections.flatMap((section) => section.blocks);
    return blocks
      .flatMap((block) => (typeof block === 'object' && 'entries' in block ? block.entries : []))
      .map(([, m]) => m);
  }

  test('names every variable that the source reads or hands on', () => {
    const read = variablesOfSource();
    // What the patterns below are known to see, each in a way of its own.
    for (const name of [
      'IMAGESTREAM_STORE',
      'CI',
      'APPDATA',
      'SSL_CERT_FILE',
      'GIT_CONFIG_GLOBAL',
      'IMAGESTREAM_SINK',
    ]) {
      expect(read).toContain(name);
    }
    expect(read.filter((name) => !documented.has(name))).toEqual([]);
  });

  test('names none that the source does not know', () => {
    const source = sources()
      .map(({ text }) => text)
      .join('\n');
    const names = terms(ENVIRONMENT).flatMap((term) => term.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g) ?? []);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(source) && name !== 'CI')).toEqual([]);
  });
});

function sources(): { file: string; text: string }[] {
  const files = ['src', 'bin'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  );
  return files
    .filter((file) => /\.[jt]s$/.test(file) && !file.includes('/topics/'))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** By the ways in which the source takes a variable: a property, a destructured one, a name in quotes where `env` is indexed. */
function variablesOfSource(): string[] {
  const codes = new Set(readFileSync(path.join(root, 'src/errors.ts'), 'utf8').match(/'[A-Z_]+'/g));
  const found = sources().flatMap(({ text }) => {
    const properties = [...text.matchAll(/\benv\??\.([A-Z][A-Z0-9_]*)\b/g)].map((match) => match[1] as string);
    const taken = [...text.matchAll(/\{([^{}]*)\}\s*(?:=\s*(?:process\.|[\w.]+\.)?env\b|\)\s*=>)/g)];
    const destructured = taken.flatMap(
      (match) => (match[1] as string).match(/(?<=^|[\s,])[A-Z][A-Z0-9_]*(?=\s*(?:[:,]|$))/g) ?? [],
    );
    const ours = (text.match(/\bIMAGESTREAM_[A-Z][A-Z_]*\b/g) ?? []).filter((name) => name !== 'IMAGESTREAM_VERSION');
    const usesEnvironment = /\benv\[|\(env\)|\(env,|entries\(env/.test(text);
    const quoted = usesEnvironment ? (text.match(/'[A-Z][A-Z0-9]*_[A-Z0-9_]+'/g) ?? []) : [];
    return [
      ...properties,
      ...destructured,
      ...ours,
      ...quoted.filter((name) => !codes.has(name)).map((name) => name.slice(1, -1)),
    ];
  });
  return [...new Set(found)].sort();
}

test('exit-codes tells of every code that a command line can end with', () => {
  const own = sources().flatMap(({ text }) => [...text.matchAll(/\bexitCode: (\d+)/g)]);
  const codes = new Set([0, 1, ...Object.values(SIGNAL_CODES), ...own.map((match) => Number(match[1]))]);
  expect(codes).toContain(2);
  expect(terms(EXIT_CODES).map(Number)).toEqual([...codes].sort((a, b) => a - b));
});
