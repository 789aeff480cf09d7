import { isAppError } from '../../errors.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { POD_TEMPLATES } from '../objects/pod-template.ts';
import { parseFieldTriggers, TRIGGERS_ANNOTATION } from '../triggers/annotation.ts';
import { namesOf } from '../triggers/deployment-config.ts';
import { containerAt } from '../triggers/field-path.ts';
import { containersOf } from '../triggers/pod-spec.ts';
import { textOf } from '../triggers/policies.ts';
import { referenceOf, specList } from '../triggers/reaction.ts';
import { type ImageLocation, locationText, registryLocation } from './image-location.ts';

/** The pod template of a workload, of a pod the pod itself. */
export function podTemplateOf(object: KubeObject): JsonObject | undefined {
  const template = POD_TEMPLATES[groupKind(object)]?.reduce<unknown>(ownValue, object);
  return isJsonObject(template) ? template : undefined;
}

/** The containers that stay, without those that only begin. */
export function mainContainers(object: KubeObject): JsonObject[] {
  const spec = ownValue(podTemplateOf(object), 'spec');
  return containersOf(isJsonObject(spec) ? spec : undefined, 'containers').filter((c) => c !== undefined);
}

/** The images of the containers as they are written. */
export function writtenImages(object: KubeObject): string[] {
  return mainContainers(object).map((container) => textOf(container, 'image'));
}

/**
 * Where a DeploymentConfig has its images from: the tags of its triggers, then the images of containers that no trigger
 * fills, each once.
 */
export function deploymentConfigSources(config: KubeObject): ImageLocation[] {
  const spec = ownValue(podTemplateOf(config), 'spec');
  const podSpec = isJsonObject(spec) ? spec : undefined;
  const params = specList(config, 'triggers').map((policy) => ownValue(policy, 'imageChangeParams'));
  const triggered: ImageLocation[] = [];
  const written: ImageLocation[] = [];
  for (const container of [...containersOf(podSpec, 'containers'), ...containersOf(podSpec, 'initContainers')]) {
    const name = textOf(container, 'name');
    const trigger = params.find((param) => namesOf(param).includes(name) && textOf(ownValue(param, 'from'), 'name'));
    const image = trigger ? undefined : registryLocation(textOf(container, 'image'));
    if (trigger) triggered.push(tagLocation(ownValue(trigger, 'from'), config.metadata.namespace));
    else if (image) written.push(image);
  }
  return distinct([...triggered, ...written]);
}

/** The tag that the annotation of a workload says first; what cannot be read says none. */
export function annotatedSource(object: KubeObject): ImageLocation | undefined {
  const annotation = object.metadata.annotations?.[TRIGGERS_ANNOTATION];
  if (annotation === undefined || mainContainers(object).length === 0) return undefined;
  try {
    const trigger = parseFieldTriggers(annotation).find(({ fieldPath, from }) => {
      const target = containerAt(object, fieldPath);
      return target.type === 'container' && target.field === 'image' && from.name !== '';
    });
    return trigger && tagLocation(trigger.from, object.metadata.namespace);
  } catch (error) {
    if (isAppError(error, 'ARGUMENT')) return undefined;
    throw error;
  }
}

function tagLocation(from: unknown, own: string | undefined): ImageLocation {
  const { namespace, name } = referenceOf(from, own);
  return { type: 'tag', namespace, name: name.includes(':') ? name : `${name}:latest` };
}

function distinct(locations: readonly ImageLocation[]): ImageLocation[] {
  return [...new Map(locations.map((location) => [locationText(location), location])).values()];
}
