import type { Ports } from '../../src/commands/command.ts';
import type { EditedFile } from '../../src/core/ports/editor.ts';
import type { ComparedText } from '../../src/core/ports/file-comparison.ts';
import type { ManifestReader } from '../../src/core/ports/manifest-reader.ts';
import { AppError } from '../../src/errors.ts';
import { parseManifests } from '../../src/files/manifest-text.ts';
import { outputFiles } from '../../src/files/output-files.ts';
import { parseObjectPath } from '../../src/print/formats/jsonpath/plain-values.ts';
import { type ApiFixture, anImageApi } from './image-api.ts';
import { type InProcessOutcome, runInProcess } from './in-process.ts';

/** Command lines over objects in memory, with files, an editor and a saved project that are values of the test. */
export interface ObjectCommands {
  api: ApiFixture;
  /** By path; `-` is standard input. */
  files: Map<string, string>;
  /** What the user does in the editor, one function for each time that it opens. The last one stays. */
  edits: ((text: string) => string)[];
  /** What the editor was given, each time. */
  opened: string[];
  /** Files that the editor left behind. */
  kept: Set<string>;
  saved: string[];
  /** What was to be compared, each time. */
  compared: ComparedText[][];
  run(...argv: string[]): Promise<InProcessOutcome>;
}

export function objectCommands(
  over: { origin?: 'saved' | 'environment' | 'default'; program?: 'oc' | 'imagestream' } = {},
): ObjectCommands {
  const api = anImageApi();
  const files = new Map<string, string>();
  const site: ObjectCommands = {
    api,
    files,
    edits: [],
    opened: [],
    kept: new Set(),
    saved: [],
    compared: [],
    run: (...argv) =>
      runInProcess(api, argv, {
        ...(over.program ? { program: over.program } : {}),
        open: async (flags) => session(site, flags.string('namespace'), over),
      }),
  };
  return site;
}

function session(
  site: ObjectCommands,
  flag: string,
  { origin = 'default' }: { origin?: 'saved' | 'environment' | 'default' },
) {
  const ports = {
    api: site.api.api,
    namespace: flag || site.saved.at(-1) || 'demo',
    now: site.api.context.now,
    signal: new AbortController().signal,
    manifests: manifestsOf(site.files),
    files: {
      read: async (path: string) => Buffer.from(site.files.get(path) ?? ''),
      readStdin: async () => Buffer.from(site.files.get('-') ?? ''),
    },
    outputs: outputFiles,
    parseObjectPath: async (expression: string) => parseObjectPath(expression),
    editor: {
      async edit(text: string): Promise<EditedFile> {
        const path = `/tmp/edited-${site.opened.length}.yaml`;
        const edit = site.edits[Math.min(site.opened.length, site.edits.length - 1)] as (text: string) => string;
        site.opened.push(text);
        site.kept.add(path);
        return { text: edit(text), path, remove: async () => void site.kept.delete(path) };
      },
    },
    comparison: {
      async compare(texts: readonly ComparedText[]) {
        site.compared.push([...texts]);
        const different = texts.some(({ before, after }) => before !== after);
        return { different, stdout: different ? 'they differ\n' : '', stderr: '' };
      },
    },
    project: { store: '/store', origin, look: () => {}, save: async (name: string) => void site.saved.push(name) },
    nextLooks: async () => new Map(),
    platform: site.api.context.settings.platform,
    report: () => {},
    registries: () => {
      throw new Error('no registries here');
    },
  };
  // Ports that these verbs do not use are left out.
  return { ports: ports as unknown as Ports, close: async () => {} };
}

function manifestsOf(files: ReadonlyMap<string, string>): ManifestReader {
  return {
    async read(sources) {
      const missing = sources.find((source) => !files.has(source));
      if (missing) throw new AppError('ARGUMENT', `the path ${JSON.stringify(missing)} does not exist`);
      const entries = sources.map((source) =>
        parseManifests(files.get(source) as string, source === '-' ? 'STDIN' : source),
      );
      return (await Promise.all(entries)).flat();
    },
    parse: parseManifests,
  };
}
