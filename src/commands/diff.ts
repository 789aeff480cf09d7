import { diffPlatforms, type PlatformDiff } from '../core/diff/platform-pairs.ts';
import { chooseRevision, parseRevision, type RevisionChoice } from '../core/history/choose-revision.ts';
import { sinceOf } from '../core/history/revisions.ts';
import { IMAGE } from '../core/kind-names.ts';
import type { Image } from '../core/objects/image-stream.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { isStatusError } from '../core/status.ts';
import { AppError } from '../errors.ts';
import { type Command, type CommandSpec, type Ports, usageError } from './command.ts';
import { parseOutputChoice } from './output-format.ts';
import { shownTag } from './pin-change.ts';
import { parseTagArgument, readTag, type TagArgument } from './tag-argument.ts';

export interface DiffRequest {
  from: DiffSide;
  to: DiffSide;
  output: 'text' | 'json' | 'yaml';
}

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

export interface DiffResult {
  from: DiffedImage;
  to: DiffedImage;
  /** Platform by platform; one for images without an index. Absent where both are the same. */
  platforms?: readonly PlatformDiff[];
}

const spec: CommandSpec = {
  path: ['diff'],
  usage: 'STREAM:TAG [REVISION|STREAM:TAG] [REVISION]',
  summary: 'Show what differs between two images of a tag, or of two tags',
  description: `Compares the image that a tag has now with the one before, with another revision, or two revisions with each other: a
number that "history" shows, or @ and the beginning of a digest. With two tags, what these have now. Platforms of a
multi-platform image are compared one by one. Everything is read from the store; no registry is asked.

Where the images name their source and revision (the labels org.opencontainers.image.source and .revision), a link to
the commits in between is shown. The exit code is 0 whether they differ or not.`,
  flags: [{ name: 'output', short: 'o', type: 'string', value: 'json|yaml', help: 'Print the differences as data' }],
  examples: [
    { what: 'What did the last change bring?', run: 'imagestream diff marsview:latest' },
    { what: 'Compare revision 3 with what the tag has now', run: 'imagestream diff marsview:latest 3' },
    { what: 'Compare two revisions', run: 'imagestream diff marsview:latest 3 5' },
    { what: 'What would a promotion bring?', run: 'imagestream diff marsview:prod marsview:develop' },
  ],
};

export const diff: Command<DiffRequest, DiffResult> = {
  spec,

  parse({ args, flags, program }) {
    if (args.length === 0 || args.length > 3) {
      throw usageError(
        spec,
        program,
        `a STREAM:TAG and up to two revisions are required, got ${args.length} arguments`,
      );
    }
    return { ...parseSides(args), output: parseOutputChoice(flags, ['json', 'yaml']) || 'text' };
  },

  async run({ from, to }, ports) {
    const [before, after] = [await readSide(from, ports), await readSide(to, ports)];
    if (before.image === after.image) return { from: before, to: after };
    return { from: before, to: after, platforms: await platformsOf(before, after, ports) };
  },
};

const isRevision = (text: string) => /^(\d+$|@|sha\d+:)/.test(text);

function parseSides([first = '', second, third]: readonly string[]): Pick<DiffRequest, 'from' | 'to'> {
  const at = parseTagArgument(first);
  const current = { type: 'current' } as const;
  if (second === undefined) return { from: { at, revision: { type: 'previous' } }, to: { at, revision: current } };
  if (!isRevision(second)) {
    if (third !== undefined)
      throw new AppError('ARGUMENT', 'two tags are compared by what they have now: no revision may follow');
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
  if (!newest) throw new AppError('ARGUMENT', `the tag "${tag}" has had no image`);
  const found = revision.type === 'current' ? newest : chooseRevision(revisions, revision, tag);
  const { image, dockerImageReference } = found.event;
  if (!image)
    throw new AppError('ARGUMENT', `revision ${found.number} of ${tag} only points at ${dockerImageReference}`);
  return { tag, revision: found.number, image, dockerImageReference, since: sinceOf(found) };
}

/** Fails with ARGUMENT where an Image object is missing: then nothing but the digest is known. */
async function platformsOf(from: DiffedImage, to: DiffedImage, ports: Ports): Promise<PlatformDiff[]> {
  const images = new Map<string, Image>();
  const load = async (digest: string) => {
    const image = await storedImage(digest, ports);
    if (image) images.set(digest, image);
    return image;
  };
  const tops = await Promise.all([from, to].map(({ image }) => load(image)));
  const [before, after] = tops;
  if (!before || !after) {
    const missing = (before ? to : from).image;
    throw new AppError('ARGUMENT', `the store has no Image ${missing}: there is nothing to compare`);
  }
  const children = tops.flatMap((image) => (image?.dockerImageManifests ?? []).map(({ digest }) => digest));
  await Promise.all([...new Set(children)].map(load));
  return diffPlatforms(before, after, (digest) => images.get(digest));
}

async function storedImage(digest: string, { api }: Ports): Promise<Image | undefined> {
  try {
    return await api.get<Image & KubeObject>(IMAGE, '', digest);
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}
