import { diffPlatforms, type PlatformDiff } from '../core/diff/platform-pairs.ts';
import { chooseRevision, parseRevision, type RevisionChoice } from '../core/history/choose-revision.ts';
import { sinceOf } from '../core/history/revisions.ts';
import { IMAGE } from '../core/kinds/kind-names.ts';
import type { Image } from '../core/objects/image-stream.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { parseLabelSelector } from '../core/selection/selector.ts';
import { ifFound } from '../core/status.ts';
import { parseTagArgument, readTag, type TagArgument } from './arguments/tag.ts';
import { type Arguments, type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import type { FilesDiff, FilesDiffRequest } from './diff/files.ts';
import { orTrouble } from './flags/exit-code.ts';
import { FILE_FLAGS, parseFilesAlone } from './flags/file-flags.ts';
import { parseOutputChoice } from './flags/output-format.ts';
import { acceptedFlag } from './flags/write-flags.ts';
import { shownTag } from './objects/pin-change.ts';

export interface ImageDiffRequest {
  type: 'images';
  from: DiffSide;
  to: DiffSide;
  output: 'text' | 'json' | 'yaml';
}

export type DiffRequest = ImageDiffRequest | FilesDiffRequest;

interface DiffSide {
  at: TagArgument;
  revision: RevisionChoice | { type: 'current' };
}

/** One of the two images. */
export interface DiffedImage {
  /** The tag, with its namespace where that is another one. */
  tag: string;
  revision: number;
  image: string;
  dockerImageReference: string;
  /** When the tag got it: RFC 3339 in UTC. */
  since: string;
}

export interface ImagesDiff {
  type: 'images';
  from: DiffedImage;
  to: DiffedImage;
  /** Platform by platform; one for images without an index. Absent where both are the same. */
  platforms?: readonly PlatformDiff[];
}

export type DiffResult = ImagesDiff | FilesDiff;

const spec: CommandSpec = {
  needsStore: true,
  usage: '(STREAM:TAG [REVISION|STREAM:TAG] [REVISION] | -f FILE)',
  description: `Compares the image that a tag has now with the one before, with another revision, or two revisions with each other: a
number that "history" shows, or @ and the beginning of a digest. With two tags, what these have now. Platforms of a
multi-platform image are compared one by one. Everything is read from the store; no registry is asked.

Where the images name their source and revision (the labels org.opencontainers.image.source and .revision), a link to
the commits in between is shown. The exit code is 0 whether they differ or not.

With -f, the objects of files are compared with those of the store, as "apply" would change them; nothing is written. They
are shown by "diff -u -N", or by the program that KUBECTL_EXTERNAL_DIFF names, and values of secrets are masked. The exit
code is 0 where nothing differs, 1 where something does, and above that where something went wrong.`,
  flags: [
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'json|yaml',
      help: 'Print the differences of images as data',
    },
    ...FILE_FLAGS,
    {
      name: 'selector',
      group: 'what',
      short: 'l',
      type: 'string',
      value: 'LABELS',
      help: 'With -f: only objects with these labels',
    },
    {
      name: 'server-side',
      group: 'how',
      type: 'bool',
      help: 'With -f: also show what is recorded as applied last',
    },
    { name: 'prune', type: 'bool', help: 'Not supported', hidden: true },
    acceptedFlag('field-manager'),
    acceptedFlag('force-conflicts', 'bool'),
    acceptedFlag('show-managed-fields', 'bool'),
    acceptedFlag('concurrency'),
  ],
  examples: [
    { what: 'What did the last change bring?', run: 'imagestream diff marsview:latest' },
    { what: 'Compare revision 3 with what the tag has now', run: 'imagestream diff marsview:latest 3' },
    { what: 'Compare two revisions', run: 'imagestream diff marsview:latest 3 5' },
    { what: 'What would a promotion bring?', run: 'imagestream diff marsview:prod marsview:develop' },
    { what: 'What would an apply change?', run: 'imagestream diff -f streams/' },
  ],
};

export const command: Command<DiffRequest, DiffResult> = {
  spec,

  parse(input) {
    const { args, flags, usage } = input;
    const files = ['filename', 'kustomize'].some((name) => flags.changed(name));
    if (files || args.length === 0) return orTrouble(() => parseFilesDiff(input));
    if (args.length > 3) {
      throw usage(`a STREAM:TAG and up to two revisions are required, got ${args.length} arguments`);
    }
    return { type: 'images', ...parseSides(args), output: parseOutputChoice(flags, ['json', 'yaml']) || 'text' };
  },

  async run(request, ports) {
    if (request.type === 'files') {
      const { diffFiles } = await import('./diff/files.ts');
      return orTrouble(() => diffFiles(request, ports));
    }
    const [from, to] = [await readSide(request.from, ports), await readSide(request.to, ports)];
    if (from.image === to.image) return { type: 'images', from, to };
    return { type: 'images', from, to, platforms: await platformsOf(from, to, ports) };
  },
};

/** Fails with ARGUMENT and USAGE. */
function parseFilesDiff(input: Arguments): FilesDiffRequest {
  const { flags } = input;
  const files = parseFilesAlone(input);
  if (flags.changed('output')) refuse('--output is for images: files are compared as text');
  if (flags.bool('prune')) {
    refuse('--prune is not supported: nothing here records which objects belong to a set of files');
  }
  const labels = parseLabelSelector(flags.string('selector'));
  return { type: 'files', files, labels, serverSide: flags.bool('server-side') };
}

const isRevision = (text: string) => /^(\d+$|@|sha\d+:)/.test(text);

function parseSides([first = '', second, third]: readonly string[]): Pick<ImageDiffRequest, 'from' | 'to'> {
  const at = parseTagArgument(first);
  const current = { type: 'current' } as const;
  if (second === undefined) return { from: { at, revision: { type: 'previous' } }, to: { at, revision: current } };
  if (!isRevision(second)) {
    if (third !== undefined) refuse('two tags are compared by what they have now: no revision may follow');
    return { from: { at, revision: current }, to: { at: parseTagArgument(second), revision: current } };
  }
  return {
    from: { at, revision: parseRevision(second) },
    to: { at, revision: third === undefined ? current : parseRevision(third) },
  };
}

async function readSide({ at, revision }: DiffSide, ports: Ports): Promise<DiffedImage> {
  const { revisions } = await readTag(ports, at);
  const tag = shownTag(at, ports);
  const [newest] = revisions;
  if (!newest) refuse(`the tag "${tag}" has had no image`);
  const found = revision.type === 'current' ? newest : chooseRevision(revisions, revision, tag);
  const { image, dockerImageReference } = found.event;
  if (!image) refuse(`revision ${found.number} of ${tag} only points at ${dockerImageReference}`);
  return { tag, revision: found.number, image, dockerImageReference, since: sinceOf(found) };
}

/** Fails with ARGUMENT where an Image object is missing: then nothing but the digest is known. */
async function platformsOf(from: DiffedImage, to: DiffedImage, ports: Ports): Promise<PlatformDiff[]> {
  const images = new Map<string, Image>();
  const load = async (digest: string) => {
    const image = await ifFound(ports.api.get<Image & KubeObject>(IMAGE, '', digest));
    if (image) images.set(digest, image);
    return image;
  };
  const tops = await Promise.all([from, to].map(({ image }) => load(image)));
  const [before, after] = tops;
  if (!before || !after) {
    const missing = (before ? to : from).image;
    refuse(`the store has no Image ${missing}: there is nothing to compare`);
  }
  const children = tops.flatMap((image) => (image?.dockerImageManifests ?? []).map(({ digest }) => digest));
  await Promise.all([...new Set(children)].map(load));
  return diffPlatforms(before, after, (digest) => images.get(digest));
}
