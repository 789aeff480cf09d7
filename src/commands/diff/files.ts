import { printYaml } from '../../codec/yaml.ts';
import { SECRET } from '../../core/kinds/kind-names.ts';
import { apiVersionOf } from '../../core/kinds/kinds.ts';
import { type KubeObject, LAST_APPLIED } from '../../core/objects/meta.ts';
import type { ComparedText, Comparison } from '../../core/ports/file-comparison.ts';
import { withMark } from '../../core/secrets/kept-data.ts';
import { maskSecrets } from '../../core/secrets/masked-secrets.ts';
import { readSecret } from '../../core/secrets/secret-data.ts';
import type { Selector } from '../../core/selection/selector.ts';
import { ifFound } from '../../core/status.ts';
import { isAppError } from '../../errors.ts';
import { type Ports, refuse } from '../command.ts';
import { checkedObject } from '../flags/field-validation.ts';
import type { FileArguments } from '../flags/file-flags.ts';
import { appliedTo } from '../objects/applied-object.ts';
import { createObject } from '../objects/create-object.ts';
import { recordOf, withoutRecord } from '../objects/last-applied.ts';
import { type ManifestObject, readManifestObjects } from '../objects/manifest-objects.ts';
import { modifyObject, readObject } from '../objects/modify-object.ts';

/** `diff -f`: what an apply of files would change. */
export interface FilesDiffRequest {
  type: 'files';
  files: FileArguments;
  labels: Selector;
  /** As a server applies: what is recorded as applied last changes as well. */
  serverSide: boolean;
}

export interface FilesDiff extends Comparison {
  type: 'files';
  warnings: readonly string[];
}

/**
 * Compares the objects of files, as they would be after an apply, with those that are there. Nothing is written. The first
 * object that cannot be applied ends it.
 */
export async function diffFiles({ files, labels, serverSide }: FilesDiffRequest, ports: Ports): Promise<FilesDiff> {
  const { objects, errors } = await readManifestObjects(files, ports, labels);
  if (errors.length > 0) throw errors[0];
  if (objects.length === 0) refuse('no objects passed to diff');
  const warnings: string[] = [];
  const texts: ComparedText[] = [];
  for (const manifest of objects) texts.push(await compared(manifest, serverSide, warnings, ports));
  return { type: 'files', warnings, ...(await ports.comparison.compare(texts)) };
}

async function compared(
  manifest: ManifestObject,
  serverSide: boolean,
  warnings: string[],
  ports: Ports,
): Promise<ComparedText> {
  const { kind, namespace, object } = manifest;
  const { name } = object.metadata;
  if (!name) refuse('resource name may not be empty');
  const { object: config } = await checkedObject(manifest, 'warn', 'server', warnings);
  const live = await liveObject(manifest, ports);
  const merged = await mergedObject(manifest, config, live, serverSide, ports);
  const [before, after] = kind === SECRET ? maskSecrets(live, merged) : [live, merged];
  const version = apiVersionOf(kind).replace('/', '.');
  return {
    name: `${version}.${kind.kind}.${kind.namespaced ? namespace : ''}.${name}`,
    before: before ? shown(before) : '',
    after: shown(after),
  };
}

function shown({ metadata, ...object }: KubeObject): string {
  const { managedFields: _managed, ...rest } = metadata as KubeObject['metadata'] & { managedFields?: unknown };
  return printYaml({ ...object, metadata: rest });
}

/** A secret comes with its values, where these can be had: they are compared, and not shown. */
async function liveObject({ kind, namespace, object }: ManifestObject, ports: Ports): Promise<KubeObject | undefined> {
  const { name } = object.metadata;
  if (kind !== SECRET) return await ifFound(readObject(ports, { kind, namespace, name }));
  try {
    return await ifFound(ports.api.get(kind, namespace, name, { showSecrets: true }));
  } catch (error) {
    if (!isAppError(error, 'CREDENTIALS')) throw error;
    return await ifFound(ports.api.get(kind, namespace, name));
  }
}

/** The object as the API would store it; asked in a dry run. */
async function mergedObject(
  { kind, namespace, object }: ManifestObject,
  config: KubeObject,
  live: KubeObject | undefined,
  serverSide: boolean,
  ports: Ports,
): Promise<KubeObject> {
  const whole = (merged: KubeObject, sent: KubeObject): KubeObject =>
    kind === SECRET ? withMark({ ...merged, data: readSecret(sent).data }, undefined) : merged;
  if (!live) return whole(await createObject(ports, kind, namespace, config, 'server'), config);
  const recorded = serverSide && live.metadata.annotations?.[LAST_APPLIED] !== undefined;
  const change = (before: KubeObject) => {
    const next = appliedTo(before, withoutRecord(config), kind) as KubeObject;
    if (!recorded) return next;
    const annotations = { ...next.metadata.annotations, [LAST_APPLIED]: recordOf(object) };
    return { ...next, metadata: { ...next.metadata, annotations } };
  };
  const target = { kind, namespace, name: object.metadata.name };
  const { after } = await modifyObject(ports, target, change, 'server');
  return whole(after, change(live));
}
