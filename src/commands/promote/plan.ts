import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import { matchesLabels } from '../../core/selection/selector.ts';
import { isMoving, promoteImage, promotionOf } from '../../core/stream/promotion.ts';
import { latestEvent, specTag, statusTag } from '../../core/stream/tag-history.ts';
import { AppError, isAppError } from '../../errors.ts';
import { allStreams } from '../arguments/all-streams.ts';
import { findStream } from '../arguments/stream.ts';
import { tagsWithImage } from '../arguments/tags-with-image.ts';
import { type Ports, refuse } from '../command.ts';
import type { PromotedStream, PromoteRequest } from './request.ts';

/** What is to be done, and why it cannot be: with any error nothing is. */
export interface PromotionPlan {
  streams: PromotedStream[];
  errors: unknown[];
}

/**
 * Reads the streams, and tries each change without writing it. Fails with ARGUMENT where no stream is meant, and with
 * STORE_BROKEN where one of all cannot be read.
 */
export async function planPromotion(request: PromoteRequest, ports: Ports): Promise<PromotionPlan> {
  const { from, to } = request;
  const plan: PromotionPlan = { streams: [], errors: [] };
  const tried = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
      plan.errors.push(error);
    }
  };
  const consider = async (stream: ImageStream) => {
    const { namespace = '', name } = stream.metadata;
    const promotion = promotionOf(stream, from, to);
    plan.streams.push({ namespace, stream: name, from, to, ...promotion, moved: false });
    if (promotion.state === 'missing' && (request.streams.type === 'named' || hasTag(stream, from))) {
      throw nothingToGive(stream, from);
    }
    if (!isMoving(promotion)) return;
    promoteImage(stream, promotion.fromImage ?? '', to);
    await ports.api.update(IMAGE_STREAM, namespace, stream, { dryRun: true });
  };
  if (request.streams.type === 'named') {
    for (const name of new Set(request.streams.names)) {
      await tried(async () => consider(await findStream(name, ports)));
    }
    return plan;
  }
  const { labels } = request.streams;
  const all = await allStreams(ports);
  for (const stream of all) {
    if (!labels || matchesLabels(labels, stream.metadata.labels ?? {})) await tried(() => consider(stream));
  }
  if (plan.streams.every(({ state }) => state === 'missing') && plan.errors.length === 0) {
    refuse(`no stream ${labels ? 'with these labels ' : ''}in the namespace "${ports.namespace}" has a tag "${from}"`, {
      hint: `Tags that there are: imagestream get is -n ${ports.namespace}`,
    });
  }
  return plan;
}

const hasTag = (stream: ImageStream, tag: string) =>
  specTag(stream, tag) !== undefined || statusTag(stream, tag) !== undefined;

function nothingToGive(stream: ImageStream, tag: string): AppError {
  const { name } = stream.metadata;
  if (!hasTag(stream, tag)) {
    return new AppError('ARGUMENT', `the stream "${name}" has no tag "${tag}"`, { hint: tagsWithImage(stream) });
  }
  const event = latestEvent(stream, tag);
  if (event) refuse(`the tag "${name}:${tag}" only points at ${event.dockerImageReference}, and has no image to give`);
  const why = statusTag(stream, tag)?.conditions?.[0]?.message;
  return new AppError('ARGUMENT', `the tag "${name}:${tag}" has no image${why ? `: ${why}` : ' yet'}`, {
    hint: `Nothing is moved; to leave it out, name the other streams, or remove it: imagestream tag -d ${name}:${tag}`,
  });
}
