import { minAgeOf } from '../../core/history/min-age.ts';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY, SECRET } from '../../core/kinds/kind-names.ts';
import { findKind, type ResourceKind } from '../../core/kinds/kinds.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageStreamHistory } from '../../core/objects/image-stream-history.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { foreignStreams } from '../../core/project-status/followed-source.ts';
import {
  DRAWN_KINDS,
  type DrawnKind,
  keyOfObject,
  type ProjectObjects,
} from '../../core/project-status/project-objects.ts';
import { ifFound } from '../../core/status.ts';
import type { Ports } from '../command.ts';

/** Streams of other namespaces that are looked into, at most. */
const FOREIGN_STREAMS = 200;

/** Reads what the overview of a project is drawn from. @param namespace undefined for all */
export async function readProject({ api }: Ports, namespace: string | undefined): Promise<ProjectObjects> {
  const list = async (kind: DrawnKind): Promise<readonly KubeObject[]> =>
    (await api.list(findKind(kind) as ResourceKind, namespace)).items;
  const of = {} as Record<DrawnKind, readonly KubeObject[]>;
  for (const kind of DRAWN_KINDS) of[kind] = await list(kind);
  const { items: streams } = await api.list<ImageStream>(IMAGE_STREAM, namespace);
  const secrets = await api.names(SECRET, namespace);
  const others: ImageStream[] = [];
  for (const key of foreignStreams(streams, FOREIGN_STREAMS)) {
    const slash = key.indexOf('/');
    const stream = await ifFound(api.get<ImageStream>(IMAGE_STREAM, key.slice(0, slash), key.slice(slash + 1)));
    if (stream) others.push(stream);
  }
  return {
    namespace,
    streams,
    others,
    secrets: new Set(secrets.map(({ namespace: own = '', name }) => `${own}/${name}`)),
    of,
  };
}

/** The histories of streams of which a tag lets images ripen: only these say what waits. */
export async function readWaiting(
  { api }: Ports,
  streams: readonly ImageStream[],
): Promise<ReadonlyMap<string, ImageStreamHistory>> {
  const histories = new Map<string, ImageStreamHistory>();
  for (const stream of streams) {
    if (!stream.spec.tags?.some(({ annotations }) => minAgeOf(annotations) !== undefined)) continue;
    const { namespace = '', name } = stream.metadata;
    const history = await ifFound(api.get<ImageStreamHistory>(IMAGE_STREAM_HISTORY, namespace, name));
    if (history) histories.set(keyOfObject(stream), history);
  }
  return histories;
}
