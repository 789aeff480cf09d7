import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { type BuildCause, lastVersion, nextBuild } from '../rollout/build.ts';
import { strategyFrom } from './build-config.ts';
import { policiesOf, textOf } from './policies.ts';
import {
  type FindStream,
  type Reaction,
  referenceOf,
  resolveTag,
  type StreamReference,
  specList,
  type TriggeredImage,
  type TriggerProblem,
  unresolved,
} from './reaction.ts';

/** What triggers make of a BuildConfig: its status, and the build that was started. */
export interface BuildReaction extends Reaction {
  build?: KubeObject;
}

/** An image trigger with the tag that it means: its own, or the one that the strategy starts from. */
interface ImageChange {
  field: string;
  params: JsonObject;
  from: JsonObject;
  reference: StreamReference;
}

/** The tags that a configuration waits for: those of its image triggers, and before the first build also its strategy's. */
export function buildConfigTags(object: KubeObject): StreamReference[] {
  const own = object.metadata.namespace;
  const watched = imageChanges(object)
    .filter(({ params }) => params.paused !== true)
    .map(({ reference }) => reference);
  const strategy = strategyFrom(object);
  const waits = lastVersion(object) === 0 && strategy && hasConfigChange(object);
  return waits ? [...watched, referenceOf(strategy, own)] : watched;
}

/** Every stream that a reaction, or the build that it starts, has to look at. */
export function buildConfigReferences(object: KubeObject): StreamReference[] {
  const own = object.metadata.namespace;
  const source = ownValue(ownValue(object.spec, 'source'), 'images');
  const images = Array.isArray(source) ? source.map((image) => ownValue(image, 'from')) : [];
  const to = ownValue(ownValue(object.spec, 'output'), 'to');
  const all = [strategyFrom(object), ...images, to].filter(isJsonObject).map((from) => referenceOf(from, own));
  return [...imageChanges(object).map(({ reference }) => reference), ...all];
}

/** What the newest build started from, and from which tags. */
export function buildConfigImages(object: KubeObject): TriggeredImage[] {
  return imageChanges(object)
    .filter(({ params }) => params.paused !== true)
    .map(({ from, reference }) => ({ from: reference, image: lastTriggered(object, from) }));
}

/**
 * Starts one build where an image trigger's tag has an image that was not built yet, or where there was no build at all and
 * changes of the configuration start one (image-stream model 6.3, BuildConfig).
 * @param at RFC 3339
 */
export function reactToBuildTriggers(object: KubeObject, find: FindStream, at: string): BuildReaction {
  const problems: TriggerProblem[] = [];
  const changed: { change: ImageChange; image: string }[] = [];
  for (const change of imageChanges(object)) {
    if (change.params.paused === true) continue;
    const image = resolveTag(find, change.reference);
    if (image === undefined) problems.push(unresolved(`${change.field}.from`, change.reference));
    else if (![lastTriggered(object, change.from), textOf(change.params, 'lastTriggeredImageID')].includes(image)) {
      changed.push({ change, image });
    }
  }
  const causes = changed.map(
    ({ change, image }): BuildCause => ({
      message: 'Image change',
      imageChangeBuild: { imageID: image, fromRef: { ...change.from } },
    }),
  );
  if (causes.length === 0) {
    if (lastVersion(object) > 0 || !hasConfigChange(object)) return { object, problems };
    causes.push({ message: 'Build configuration change' });
  }
  const made = nextBuild(object, causes, find);
  if (!made.ok) {
    const { field, message } = made;
    const known = problems.some(({ field: other }) => other.startsWith('spec.triggers'));
    return { object, problems: known ? problems : [...problems, { field, message }] };
  }
  return { object: withBuild(object, find, changed[0]?.change, at), problems, build: made.build };
}

/** The status after a build was started: every trigger's image is recorded, the time only with the one that caused it. */
function withBuild(object: KubeObject, find: FindStream, by: ImageChange | undefined, at: string): KubeObject {
  const imageChangeTriggers = imageChanges(object).map((change) => {
    const image = resolveTag(find, change.reference) ?? lastTriggered(object, change.from);
    return {
      from: place(change.from),
      ...(image ? { lastTriggeredImageID: image } : {}),
      ...(change.field === by?.field ? { lastTriggerTime: at } : {}),
    };
  });
  const status = isJsonObject(object.status) ? object.status : {};
  const triggers = imageChangeTriggers.length > 0 ? { imageChangeTriggers } : {};
  return { ...object, status: { ...status, lastVersion: lastVersion(object) + 1, ...triggers } };
}

const place = (from: JsonObject): JsonObject => ({
  name: textOf(from, 'name'),
  ...(textOf(from, 'namespace') ? { namespace: textOf(from, 'namespace') } : {}),
});

function lastTriggered(object: KubeObject, from: JsonObject): string {
  const known = ownValue(object.status, 'imageChangeTriggers');
  const same = (entry: unknown) =>
    ['name', 'namespace'].every((key) => textOf(ownValue(entry, 'from'), key) === textOf(from, key));
  return textOf(Array.isArray(known) ? known.find(same) : undefined, 'lastTriggeredImageID');
}

function imageChanges(object: KubeObject): ImageChange[] {
  return specList(object, 'triggers').flatMap((policy, index) => {
    if (textOf(policy, 'type') !== 'ImageChange') return [];
    const given = ownValue(policy, 'imageChange');
    const params = isJsonObject(given) ? given : {};
    const from = isJsonObject(params.from) ? params.from : strategyFrom(object);
    if (!from || textOf(from, 'kind') !== 'ImageStreamTag') return [];
    const reference = referenceOf(from, object.metadata.namespace);
    return [{ field: `spec.triggers[${index}].imageChange`, params, from, reference }];
  });
}

const hasConfigChange = (object: KubeObject) => policiesOf(object).some((policy) => policy.type === 'ConfigChange');
