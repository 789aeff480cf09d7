import type { ImportImageResult } from '../../commands/import-image.ts';
import { shortDigest } from '../../core/history/choose-revision.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageImportStatus } from '../../core/objects/image-stream-import.ts';
import { latestEvent } from '../../core/stream/tag-history.ts';
import { safeLine } from '../text/safe-text.ts';
import { GET_TABS, tabWriter } from '../text/tab-writer.ts';

/** What came of many tags, for people: the verdict, and a line for each tag with its image and whether that is new. */
export function printOverview({ request, before, stream, import: done, withErrors }: ImportImageResult): string {
  const verdict = `imported${withErrors ? ' with errors' : ''}${request.dryRun ? ' (dry run)' : ''}`;
  const images = done.status.images ?? [];
  const repository = done.status.repository?.images ?? [];
  const rows = [
    ...images.map((outcome, at) => row(done.spec.images?.[at]?.to?.name ?? outcome.tag ?? '', outcome, before, stream)),
    ...repository.map((outcome) => row(outcome.tag ?? '', outcome, before, stream)),
  ];
  const left = done.status.repository?.additionalTags?.length ?? 0;
  const lines = [['TAG', 'IMAGE', 'STATE'], ...rows].map((cells) => cells.map(safeLine).join('\t'));
  return [
    `imagestream.image.openshift.io/${request.stream} ${verdict}\n`,
    rows.length > 0 ? tabWriter(`${lines.join('\n')}\n`, GET_TABS) : '',
    left > 0 ? `${left} more tags of the repository were not imported\n` : '',
  ].join('');
}

function row(
  tag: string,
  { image, status }: ImageImportStatus,
  before: ImageStream,
  after: ImageStream | undefined,
): string[] {
  const had = latestEvent(before, tag)?.image;
  if (!image || status.status === 'Failure') return [tag, had ? shortDigest(had) : '-', 'failed'];
  const found = image.metadata.name;
  const has = after ? latestEvent(after, tag)?.image : found;
  if (has !== found) return [tag, has ? shortDigest(has) : '-', `${shortDigest(found)} waits`];
  const state = had === undefined ? 'new' : had === found ? 'same' : `moved from ${shortDigest(had)}`;
  return [tag, shortDigest(found), state];
}
