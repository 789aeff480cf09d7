import { timestamp } from '../../api/context.ts';
import type { Revision } from '../../core/history/revisions.ts';
import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ChangeNote, TagRecord } from '../../core/objects/image-stream-history.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { pinnedImage, pinTag } from '../../core/stream/pin.ts';
import { latestEvent, specTag, statusTag } from '../../core/stream/tag-history.ts';
import { parseTagArgument, revisionsOfTag, type TagArgument } from '../arguments/tag.ts';
import { type Arguments, type Flag, type Ports, refuse } from '../command.ts';
import { DRY_RUN_FLAG, type DryRun, dryRunSuffix, parseDryRun } from '../flags/dry-run.ts';
import { REASON_FLAG } from '../flags/reason.ts';
import { modifyObject } from './modify-object.ts';

/** What `rollback`, `pin` and `unpin` are told. */
export interface PinRequest {
  at: TagArgument;
  reason: string;
  dryRun: DryRun;
}

/** A sentence about what was done. */
export interface PinResult {
  message: string;
}

export const PIN_FLAGS: readonly Flag[] = [REASON_FLAG, DRY_RUN_FLAG];

/** Fails with USAGE for anything but one tag. */
export function parsePinRequest({ args, flags, usage }: Arguments): PinRequest {
  if (args.length !== 1) throw usage(`exactly one STREAM:TAG is required, got ${args.length}`);
  return { at: parseTagArgument(args[0] as string), reason: flags.string('reason'), dryRun: parseDryRun(flags) };
}

/** How messages name a tag: with its namespace where that is another one. */
export function shownTag({ namespace, stream, tag }: TagArgument, ports: Ports): string {
  const name = `${stream}:${tag}`;
  return namespace === undefined || namespace === ports.namespace ? name : `${namespace}/${name}`;
}

/**
 * Changes the stream of a tag until nobody else wrote in between.
 *
 * @param change changes the stream, and says what it did to the tag that it is given the name of: a sentence without its end
 */
export async function changePin(
  ports: Ports,
  { at, dryRun }: PinRequest,
  change: (stream: ImageStream, name: string) => string,
): Promise<PinResult> {
  const target = { kind: IMAGE_STREAM, namespace: at.namespace ?? ports.namespace, name: at.stream };
  const name = shownTag(at, ports);
  let message = '';
  const apply = (object: KubeObject) => {
    message = change(object as ImageStream, name);
    return object;
  };
  await modifyObject(ports, target, apply, dryRun.mode);
  return { message: `${message}${dryRunSuffix(dryRun.mode)}.` };
}

/**
 * Pins a tag to an image of its history. Fails with ARGUMENT for a tag that has nothing to be held at.
 *
 * @param record what is recorded of the tag
 * @param choose finds the image among the revisions, and the words for what is done
 */
export async function pinTo(
  ports: Ports,
  request: PinRequest,
  record: TagRecord | undefined,
  choose: (revisions: readonly Revision[], stream: ImageStream, name: string) => ChosenImage,
): Promise<PinResult> {
  const { at, reason } = request;
  const note: ChangeNote = { ...(await ports.author()), ...(reason ? { reason } : {}) };
  return changePin(ports, request, (stream, name) => {
    const revisions = revisionsOfTag(stream, at.tag, record);
    checkPinnable(stream, at);
    const { image, done, already } = choose(revisions, stream, name);
    if (pinnedImage(specTag(stream, at.tag)) === image && latestEvent(stream, at.tag)?.image === image) return already;
    pinTag(stream, at.tag, image, timestamp(ports.now()), note);
    return done;
  });
}

export interface ChosenImage {
  image: string;
  /** What is said: where the tag was pinned to it, and where it is pinned to it already. */
  done: string;
  already: string;
}

/** Fails with ARGUMENT for a tag that has nothing to be held at. */
function checkPinnable(stream: ImageStream, { tag }: TagArgument): void {
  const name = `${stream.metadata.name}:${tag}`;
  if (specTag(stream, tag)?.reference) {
    refuse(`the tag "${name}" only points at a name (--reference), and has no images to be held at`);
  }
  if (latestEvent(stream, tag)?.image) return;
  const why = statusTag(stream, tag)?.conditions?.[0]?.message;
  refuse(`the tag "${name}" has no image${why ? `: ${why}` : ' yet'}`);
}
