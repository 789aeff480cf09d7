import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { namesOf } from './deployment-config.ts';
import { containerNames, containersOf, podSpecOf } from './pod-spec.ts';
import { textOf } from './policies.ts';
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
  whichContainers,
} from './reaction.ts';

/** The parameters of an image trigger, not a copy, with their field path and the tag that they name. */
interface ImageChange {
  params: JsonObject;
  field: string;
  from: StreamReference;
}

/** The tags whose changes an object waits for. */
export function deploymentConfigTags(object: KubeObject): StreamReference[] {
  return imageChanges(object).map(({ from }) => from);
}

/** Containers that triggers name and that are not there: on a cluster nobody says so. */
export function deploymentConfigProblems(object: KubeObject): TriggerProblem[] {
  const known = containerNames(podSpecOf(object));
  return imageChanges(object).flatMap(({ params, field, from }) =>
    namesOf(params).flatMap((name, index) => {
      if (known.includes(name)) return [];
      const message = `no container is called ${JSON.stringify(name)}; ${whichContainers(known)}`;
      return [{ field: `${field}.containerNames[${index}]`, message, from }];
    }),
  );
}

/**
 * Puts the images of tags into containers and records them as `lastTriggeredImage` (image-stream model 6.3, reaction), also
 * where an object is paused: only its rollout waits. Nothing happens while one automatic trigger never had an image.
 */
export function reactToImageChanges(object: KubeObject, find: FindStream): Reaction {
  const next = structuredClone(object);
  const problems = deploymentConfigProblems(object);
  const resolved = imageChanges(next)
    .filter(({ params }) => params.automatic === true)
    .map(({ params, field, from }) => {
      const image = resolveTag(find, from);
      if (image === undefined) problems.push(unresolved(`${field}.from`, from));
      return { params, image: image ?? textOf(params, 'lastTriggeredImage') };
    });
  if (resolved.some(({ image }) => image === '')) return { object, problems };
  const changes = resolved.map(({ params, image }) => takeOver(next, params, image));
  return { object: changes.includes(true) ? next : object, problems };
}

/**
 * The object with the images of all its triggers, automatic or not, as `rollout latest` takes them.
 * @returns undefined where one of them has none
 */
export function withAllImages(object: KubeObject, find: FindStream): KubeObject | undefined {
  const next = structuredClone(object);
  for (const { params, from } of imageChanges(next)) {
    const image = resolveTag(find, from);
    if (image === undefined) return undefined;
    takeOver(next, params, image);
  }
  return next;
}

/** Whether an object has image triggers, and whether all of them had an image. */
export function imageTriggerState(object: KubeObject): { any: boolean; allTriggered: boolean } {
  const changes = imageChanges(object);
  return {
    any: changes.length > 0,
    allTriggered: changes.every(({ params }) => textOf(params, 'lastTriggeredImage') !== ''),
  };
}

/** What automatic triggers have given to the containers, and from which tags. */
export function deploymentConfigImages(object: KubeObject): TriggeredImage[] {
  return imageChanges(object)
    .filter(({ params }) => params.automatic === true)
    .map(({ params, from }) => ({ from, image: textOf(params, 'lastTriggeredImage') }));
}

/** The object with image triggers that do not act by themselves: what a rollback makes of it. */
export function withoutAutomaticImages(object: KubeObject): KubeObject {
  const next = structuredClone(object);
  for (const { params } of imageChanges(next)) delete params.automatic;
  return next;
}

/** The object as a user sent it, with the images that triggers have recorded for the same tags. */
export function keptTriggeredImages(sent: KubeObject, previous: KubeObject): KubeObject {
  const next = structuredClone(sent);
  const key = ({ params }: ImageChange) => JSON.stringify(referenceOf(params.from, previous.metadata.namespace));
  const known = new Map(imageChanges(previous).map((change) => [key(change), change.params.lastTriggeredImage]));
  for (const change of imageChanges(next)) {
    const image = known.get(key(change));
    if (image !== undefined) change.params.lastTriggeredImage ??= image;
  }
  return next;
}

function imageChanges(object: KubeObject): ImageChange[] {
  return specList(object, 'triggers').flatMap((policy, index) => {
    const params = ownValue(policy, 'imageChangeParams');
    if (textOf(policy, 'type') !== 'ImageChange' || !isJsonObject(params)) return [];
    const from = referenceOf(params.from, object.metadata.namespace);
    return [{ params, field: `spec.triggers[${index}].imageChangeParams`, from }];
  });
}

/** Changes `object`, of which `params` is a part. @returns whether it was another image */
function takeOver(object: KubeObject, params: JsonObject, image: string): boolean {
  let changed = params.lastTriggeredImage !== image;
  params.lastTriggeredImage = image;
  const names = namesOf(params);
  const spec = podSpecOf(object);
  for (const container of [...containersOf(spec, 'initContainers'), ...containersOf(spec, 'containers')]) {
    if (!container || !names.includes(textOf(container, 'name')) || container.image === image) continue;
    container.image = image;
    changed = true;
  }
  return changed;
}
