import { isAppError } from '../../errors.ts';
import type { KubeObject } from '../objects/meta.ts';
import { type FieldTrigger, parseFieldTriggers, TRIGGERS_ANNOTATION } from './annotation.ts';
import { containerAt } from './field-path.ts';
import { containerNames, podSpecOf } from './pod-spec.ts';
import { textOf } from './policies.ts';
import {
  type FindStream,
  type Reaction,
  referenceOf,
  resolveTag,
  type StreamReference,
  type TriggeredImage,
  type TriggerProblem,
  unresolved,
  whichContainers,
} from './reaction.ts';

const ANNOTATION_FIELD = `metadata.annotations[${TRIGGERS_ANNOTATION}]`;

/** The tags that the annotation has somebody watch: not those of paused triggers (image-stream model 6.2). */
export function annotationTags(object: KubeObject): StreamReference[] {
  return read(object)
    .triggers.filter(({ from, paused }) => !paused && from.kind === 'ImageStreamTag' && !from.apiVersion)
    .map(({ from }) => referenceOf(from, object.metadata.namespace));
}

/** What of the annotation cannot work, whatever its tags have. */
export function annotationProblems(object: KubeObject): TriggerProblem[] {
  const { triggers, problem } = read(object);
  if (problem) return [problem];
  return triggers.flatMap((trigger, index) => {
    const found = trigger.paused ? undefined : pathProblem(object, trigger, index);
    return found ? [found] : [];
  });
}

/**
 * Puts the images of tags into the containers that the annotation names (image-stream model 6.2). Triggers whose tag has
 * no image are passed over; a field path that leads nowhere stops all triggers of the object once its tag has an image.
 */
export function reactToAnnotation(object: KubeObject, find: FindStream): Reaction {
  const { triggers, problem } = read(object);
  if (problem) return { object, problems: [problem] };
  const problems: TriggerProblem[] = [];
  const next = structuredClone(object);
  let [changed, stopped] = [false, false];
  triggers.forEach((trigger, index) => {
    if (trigger.paused) return;
    const target = containerAt(next, trigger.fieldPath);
    if (target.type === 'foreign') return;
    const from = referenceOf(trigger.from, object.metadata.namespace);
    const image = resolveTag(find, from);
    const wrong = pathProblem(object, trigger, index);
    if (wrong) problems.push(wrong);
    if (image === undefined) problems.push(unresolved(`${ANNOTATION_FIELD}[${index}].from`, from));
    else if (wrong) stopped = true;
    else if (target.type === 'container' && target.container.image !== image) {
      target.container.image = image;
      changed = true;
    }
  });
  return { object: changed && !stopped ? next : object, problems };
}

function read(object: KubeObject): { triggers: FieldTrigger[]; problem?: TriggerProblem } {
  const annotation = object.metadata.annotations?.[TRIGGERS_ANNOTATION];
  if (annotation === undefined) return { triggers: [] };
  try {
    return { triggers: parseFieldTriggers(annotation) };
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    return { triggers: [], problem: { field: ANNOTATION_FIELD, message: `${error.message}; no trigger works` } };
  }
}

function pathProblem(object: KubeObject, trigger: FieldTrigger, index: number): TriggerProblem | undefined {
  const target = containerAt(object, trigger.fieldPath);
  const ok = target.type === 'foreign' || (target.type === 'container' && target.field === 'image');
  if (ok) return undefined;
  const why = target.type === 'invalid' ? target.message : `field path is not valid: ${trigger.fieldPath}`;
  const names = whichContainers(containerNames(podSpecOf(object)));
  return {
    field: `${ANNOTATION_FIELD}[${index}].fieldPath`,
    message: `${why}; ${names}`,
    from: referenceOf(trigger.from, object.metadata.namespace),
  };
}

/** What the containers have that triggers of the annotation fill, and from which tags. */
export function annotationImages(object: KubeObject): TriggeredImage[] {
  return read(object).triggers.flatMap(({ from, fieldPath, paused }) => {
    const target = containerAt(object, fieldPath);
    if (paused || target.type !== 'container' || target.field !== 'image') return [];
    return [{ from: referenceOf(from, object.metadata.namespace), image: textOf(target.container, 'image') }];
  });
}
