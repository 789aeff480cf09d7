import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ChangeNote } from '../../core/objects/image-stream-history.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { pinnedImage, pinTag } from '../../core/stream/pin.ts';
import { latestEvent, specTag, statusTag } from '../../core/stream/tag-history.ts';
import { parseTagArgument, type TagArgument } from '../arguments/tag.ts';
import { type Arguments, type Flag, type Ports, refuse } from '../command.ts';
import { DRY_RUN_FLAG, type DryRun, parseDryRun } from '../flags/dry-run.ts';
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

/** Changes the stream of a tag until nobody else wrote in between. */
export async function changeStream(
  ports: Ports,
  { at: { namespace = ports.namespace, stream: name }, dryRun }: PinRequest,
  change: (stream: ImageStream) => void,
): Promise<void> {
  const apply = (object: KubeObject) => {
    change(object as ImageStream);
    return object;
  };
  await modifyObject(ports, { kind: IMAGE_STREAM, namespace, name }, apply, dryRun.mode);
}

export async function pinNote(ports: Ports, reason: string): Promise<ChangeNote> {
  return { ...(await ports.author()), ...(reason ? { reason } : {}) };
}

/** Pins the tag to an image of its history. Changes `stream`. @returns whether it is not what it was already */
export function pinned(stream: ImageStream, tag: string, image: string, at: string, note: ChangeNote): boolean {
  if (pinnedImage(specTag(stream, tag)) === image && latestEvent(stream, tag)?.image === image) return false;
  pinTag(stream, tag, image, at, note);
  return true;
}

/** Fails with ARGUMENT for a tag that has nothing to be held at. */
export function checkPinnable(stream: ImageStream, { tag }: TagArgument): void {
  const name = `${stream.metadata.name}:${tag}`;
  if (specTag(stream, tag)?.reference) {
    refuse(`the tag "${name}" only points at a name (--reference), and has no images to be held at`);
  }
  if (latestEvent(stream, tag)?.image) return;
  const why = statusTag(stream, tag)?.conditions?.[0]?.message;
  refuse(`the tag "${name}" has no image${why ? `: ${why}` : ' yet'}`);
}
