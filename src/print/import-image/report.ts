import type { Image, ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageImportStatus, ImageStreamImportStatus } from '../../core/objects/image-stream-import.ts';
import { isAppError } from '../../errors.ts';
import { describeImage } from '../describe/image.ts';
import { describeImageStream } from '../describe/image-stream.ts';
import { safeLine } from '../text/safe-text.ts';

/** What `import-image` has to tell after the import (oc-cli.md 3.5). */
export interface ImportImageReport {
  /** The stream's name. */
  name: string;
  dryRun: boolean;
  /** Whether a tag, or the repository as a whole, failed. */
  withErrors: boolean;
  /** The stream after the import; absent in a dry run. */
  stream?: ImageStream;
  /** What came of each tag of `--all`. */
  repositoryImages: ImportOutcome[];
  /** What came of each single image. */
  images: ImportOutcome[];
  /** Tags of the repository beyond the limit. */
  additionalTags: string[];
}

/** One image, or why there is none. `sourceTag` is the tag of the source's pull spec; empty for a digest. */
export type ImportOutcome = { sourceTag: string; image: Image } | { sourceTag: string; failure: string };

/** The report of what the image API answered. */
export function importImageReport(name: string, dryRun: boolean, status: ImageStreamImportStatus): ImportImageReport {
  const { repository } = status;
  const failed = (status.images ?? []).some((image) => image.status.status === 'Failure');
  return {
    name,
    dryRun,
    withErrors: failed || repository?.status.status === 'Failure',
    ...(status.import ? { stream: status.import } : {}),
    repositoryImages: (repository?.images ?? []).map(outcomeOf),
    images: (status.images ?? []).map(outcomeOf),
    additionalTags: repository?.additionalTags ?? [],
  };
}

function outcomeOf({ image, tag, status }: ImageImportStatus): ImportOutcome {
  const sourceTag = tag ?? '';
  return image ? { sourceTag, image } : { sourceTag, failure: status.message ?? '' };
}

/** What goes to stdout: the verdict, the stream, every image, the tags left out. Ends with an empty line. */
export function printImportImage(report: ImportImageReport, now: Date): string {
  const { name, dryRun, withErrors, stream, additionalTags } = report;
  const verdict = `imported${withErrors ? ' with errors' : ''}${dryRun ? ' (dry run)' : ''}`;
  const images = [...report.repositoryImages, ...report.images].map((outcome) => {
    const description = describeOutcome(name, outcome, now);
    return 'text' in description ? `${description.text}\n` : '';
  });
  return [
    `imagestream.image.openshift.io/${name} ${verdict}\n\n`,
    stream ? `${describeImageStream(stream, now)}\n` : '',
    ...images,
    additionalTagsText(additionalTags),
    '\n',
  ].join('');
}

/** What goes to stderr before that: one line for each failed tag, and nothing for a failure of the repository as a whole. */
export function printImportFailures(report: ImportImageReport, now: Date): string {
  const lines = (outcomes: readonly ImportOutcome[], word: string) =>
    outcomes.flatMap((outcome) => {
      const tag = safeLine(outcome.sourceTag);
      if ('failure' in outcome) return [`error: ${word} ${tag} failed: ${safeLine(outcome.failure)}\n`];
      const description = describeOutcome(report.name, outcome, now);
      return 'failure' in description ? [`error: tag ${tag} failed: ${description.failure}\n`] : [];
    });
  return [...lines(report.repositoryImages, 'repository tag'), ...lines(report.images, 'tag')].join('');
}

function describeOutcome(name: string, outcome: ImportOutcome, now: Date): { text: string } | { failure: string } {
  if ('failure' in outcome) return outcome;
  try {
    return { text: describeImage(outcome.image, { imageName: `${name}:${outcome.sourceTag || 'latest'}`, now }) };
  } catch (error) {
    if (isAppError(error, 'ARGUMENT')) return { failure: error.message };
    throw error;
  }
}

function additionalTagsText(tags: readonly string[]): string {
  if (tags.length === 0) return '';
  const names = safeLine(tags.join(', '));
  return `\ninfo: The remote repository contained ${tags.length} additional tags which were not imported: ${names}\n`;
}
