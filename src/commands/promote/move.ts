import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import { isMoving, promoteImage, promotionOf } from '../../core/stream/promotion.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { Ports } from '../command.ts';
import { modifyObject } from '../objects/modify-object.ts';
import type { PromotedStream } from './request.ts';

/**
 * Moves the tags of a plan, stream by stream. What somebody else has written since is looked at anew: a pin that came
 * meanwhile holds, and the image is the one that the tag has then. A stream is written whole or not at all; there is nothing
 * that writes several.
 *
 * @returns what became of each stream, and what stopped it, with how far it came
 */
export async function movePromoted(
  planned: readonly PromotedStream[],
  ports: Ports,
): Promise<{ streams: PromotedStream[]; errors: unknown[] }> {
  const streams = [...planned];
  for (const [index, stream] of planned.entries()) {
    if (!isMoving(stream)) continue;
    try {
      streams[index] = await moveOne(stream, ports);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { streams, errors: [error, howFar(streams)] };
    }
  }
  return { streams, errors: [] };
}

async function moveOne(planned: PromotedStream, ports: Ports): Promise<PromotedStream> {
  const { namespace, stream: name, from, to } = planned;
  let outcome = planned;
  const change = (object: ImageStream) => {
    const promotion = promotionOf(object, from, to);
    const moved = isMoving(promotion);
    outcome = { namespace, stream: name, from, to, ...promotion, moved };
    if (moved) promoteImage(object, promotion.fromImage ?? '', to);
    return object;
  };
  await modifyObject(ports, { kind: IMAGE_STREAM, namespace, name }, (object) => change(object as ImageStream), 'none');
  return outcome;
}

function howFar(streams: readonly PromotedStream[]): AppError {
  const moving = streams.filter(isMoving);
  const moved = streams.filter((stream) => stream.moved).map(({ stream, to }) => `${stream}:${to}`);
  const which = moved.length > 0 ? `, and stay moved: ${moved.join(', ')}` : '';
  return new AppError('ARGUMENT', `${moved.length} of ${moving.length} tags were moved before that${which}`, {
    hint: 'Run the command again: it moves the others',
  });
}
