import { compareBytes } from '../byte-order.ts';
import { present } from '../json/json-object.ts';
import type { DockerConfig, Image } from '../objects/image-stream.ts';
import { type BuiltFrom, compareLink } from './compare-link.ts';

/** What two images differ in. What is the same is absent. */
export interface ImageDiff {
  /** When they were built. */
  created?: Change<string>;
  architecture?: Change<string>;
  source?: Change<string>;
  revision?: Change<string>;
  /** A page that shows the commits in between. */
  compare?: string;
  labels?: NamedChanges;
  environment?: NamedChanges;
  entrypoint?: Change<readonly string[]>;
  command?: Change<readonly string[]>;
  user?: Change<string>;
  workingDir?: Change<string>;
  ports?: SetChange;
  volumes?: SetChange;
  /** Bytes: distinct layers and config together. */
  size?: Change<number>;
  layers?: LayerChange;
}

/** Before and after; absent where there is nothing. */
export interface Change<T> {
  from?: T;
  to?: T;
}

/** By name, in byte order. */
export type NamedChanges = Readonly<Record<string, Change<string>>>;

export interface SetChange {
  added: readonly string[];
  removed: readonly string[];
}

export interface LayerChange {
  shared: { count: number; size: number };
  added: readonly Layer[];
  removed: readonly Layer[];
}

export interface Layer {
  digest: string;
  /** Bytes. */
  size: number;
}

const SOURCE = 'org.opencontainers.image.source';
const REVISION = 'org.opencontainers.image.revision';

/** Compares what is stored of two images. */
export function diffImages(from: Image, to: Image): ImageDiff {
  const [before, after] = [from.dockerImageMetadata, to.dockerImageMetadata];
  const [a, b] = [before?.Config ?? {}, after?.Config ?? {}];
  const [builtA, builtB] = [builtFrom(a), builtFrom(b)];
  const compare = compareLink(builtA, builtB);
  return present({
    created: change(before?.Created ?? undefined, after?.Created ?? undefined),
    architecture: change(before?.Architecture, after?.Architecture),
    source: change(builtA.source, builtB.source),
    revision: change(builtA.revision, builtB.revision),
    compare,
    labels: namedChanges(labelsOf(a), labelsOf(b)),
    environment: namedChanges(variablesOf(a), variablesOf(b)),
    entrypoint: wordsChange(a.Entrypoint, b.Entrypoint),
    command: wordsChange(a.Cmd, b.Cmd),
    user: change(a.User, b.User),
    workingDir: change(a.WorkingDir, b.WorkingDir),
    ports: setChange(a.ExposedPorts, b.ExposedPorts),
    volumes: setChange(a.Volumes, b.Volumes),
    size: change(before?.Size, after?.Size),
    layers: layerChange(from, to),
  });
}

function change<T>(from: T | undefined, to: T | undefined): Change<T> | undefined {
  if (from === to) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function wordsChange(from: readonly string[] | null | undefined, to: readonly string[] | null | undefined) {
  const [a, b] = [from ?? [], to ?? []];
  const same = a.length === b.length && a.every((word, i) => word === b[i]);
  return same ? undefined : change<readonly string[]>(a.length > 0 ? a : undefined, b.length > 0 ? b : undefined);
}

function builtFrom({ Labels: labels }: DockerConfig): BuiltFrom {
  const [source, revision] = [labels?.[SOURCE], labels?.[REVISION]];
  return { ...(source ? { source } : {}), ...(revision ? { revision } : {}) };
}

function labelsOf({ Labels: labels }: DockerConfig): Map<string, string> {
  return new Map(Object.entries(labels ?? {}).filter(([name]) => name !== SOURCE && name !== REVISION));
}

function variablesOf({ Env: env }: DockerConfig): Map<string, string> {
  return new Map(
    (env ?? []).map((variable): [string, string] => {
      const equals = variable.indexOf('=');
      return equals < 0 ? [variable, ''] : [variable.slice(0, equals), variable.slice(equals + 1)];
    }),
  );
}

function namedChanges(from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): NamedChanges | undefined {
  const names = [...new Set([...from.keys(), ...to.keys()])].sort(compareBytes);
  const changes = names.flatMap((name) => {
    const found = change(from.get(name), to.get(name));
    return found ? [[name, found] as const] : [];
  });
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}

function setChange(from: object | null | undefined, to: object | null | undefined): SetChange | undefined {
  const [a, b] = [Object.keys(from ?? {}), Object.keys(to ?? {})];
  const added = b.filter((name) => !a.includes(name)).sort(compareBytes);
  const removed = a.filter((name) => !b.includes(name)).sort(compareBytes);
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}

function layerChange(from: Image, to: Image): LayerChange | undefined {
  const [a, b] = [layersOf(from), layersOf(to)];
  const only = (these: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>) =>
    [...these].flatMap(([digest, size]) => (others.has(digest) ? [] : [{ digest, size }]));
  const [added, removed] = [only(b, a), only(a, b)];
  if (added.length + removed.length === 0) return undefined;
  const shared = [...b].filter(([digest]) => a.has(digest));
  const size = shared.reduce((sum, [, bytes]) => sum + bytes, 0);
  return { shared: { count: shared.length, size }, added, removed };
}

/** Sizes by digest: a layer that is there twice is stored once. */
function layersOf({ dockerImageLayers: layers }: Image): Map<string, number> {
  return new Map((layers ?? []).map(({ name, size }) => [name, size]));
}
