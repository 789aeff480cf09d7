import type { KubeObject } from '../objects/meta.ts';
import { referenceIn } from '../references/reference.ts';
import { changeId, type ImageChange } from './image-change.ts';

/**
 * A change as a CloudEvent (CloudEvents 1.0, JSON format, structured mode). The same change has the same `id` whenever and
 * however often it is sent.
 */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: 'dev.imagestream.tag.moved' | 'dev.imagestream.object.changed';
  subject: string;
  /** When the tag got the image: RFC 3339 in UTC. */
  time?: string;
  datacontenttype: 'application/json';
  data: EventData;
}

/** One image that moved. Empty texts stand for what there was not. */
export interface EventData extends EventMove {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  /** What changed the object; as a deployment config records it. */
  cause: 'ImageChange';
  /** Every tag whose image is new to the object; the first one is also told of above. */
  moves: readonly EventMove[];
}

export interface EventMove {
  stream: string;
  tag: string;
  /** Of the stream. */
  streamNamespace: string;
  image: string;
  digest: string;
  previousImage: string;
  previousDigest: string;
}

/** @param object what is shown of the subject: itself, or the build that it has started */
export function cloudEvent(change: ImageChange, object: KubeObject): CloudEvent {
  const { subject, moves } = change;
  const { tag } = subject;
  const { apiVersion, kind } = object;
  const { name, namespace = '' } = object.metadata;
  const told = moves.map(eventMove);
  const [first] = told as [EventMove];
  const time = moves[0]?.created;
  return {
    specversion: '1.0',
    id: changeId(change),
    source: `/namespaces/${first.streamNamespace}/imagestreams/${first.stream}`,
    type: tag === undefined ? 'dev.imagestream.object.changed' : 'dev.imagestream.tag.moved',
    subject: tag === undefined ? `${kind}/${name}` : `${name}:${tag}`,
    ...(time ? { time } : {}),
    datacontenttype: 'application/json',
    data: { apiVersion, kind, namespace, name, cause: 'ImageChange', ...first, moves: told },
  };
}

function eventMove({ from, image, digest, previous }: ImageChange['moves'][number]): EventMove {
  const [stream = '', tag = ''] = from.name.split(':');
  return {
    stream,
    tag,
    streamNamespace: from.namespace,
    image,
    digest,
    previousImage: previous,
    previousDigest: referenceIn(previous)?.id ?? '',
  };
}

/** The same for programs that read variables rather than JSON. */
export function eventVariables({ id, data }: CloudEvent): Record<string, string> {
  return {
    IMAGESTREAM_EVENT_ID: id,
    IMAGESTREAM_CAUSE: data.cause,
    IMAGESTREAM_KIND: data.kind,
    IMAGESTREAM_NAME: data.name,
    IMAGESTREAM_NAMESPACE: data.namespace,
    IMAGESTREAM_STREAM: data.stream,
    IMAGESTREAM_TAG: data.tag,
    IMAGESTREAM_NEW_IMAGE: data.image,
    IMAGESTREAM_NEW_DIGEST: data.digest,
    IMAGESTREAM_OLD_IMAGE: data.previousImage,
    IMAGESTREAM_OLD_DIGEST: data.previousDigest,
  };
}
