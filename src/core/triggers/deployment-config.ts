import { AppError } from '../../errors.ts';
import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { KubeObject } from '../objects/meta.ts';
import { cause, type StatusCause } from '../status.ts';
import { checkContainers } from './containers.ts';
import { podSpecOf } from './pod-spec.ts';
import { isStreamTag, mergePolicies, policiesOf, textOf, withSpec } from './policies.ts';
import { firstWebhook, type ImageTrigger, NO_TRIGGERS, relativeNamespace, type Triggers } from './triggers.ts';

// apps.openshift.io/v1 DeploymentConfig, spec.triggers (image-stream model 6.3).

/** The containers that an image trigger names. */
export function namesOf(params: unknown): string[] {
  const names = ownValue(params, 'containerNames');
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
}

export function readDeploymentConfigTriggers(object: KubeObject): Triggers {
  const policies = policiesOf(object);
  return {
    ...NO_TRIGGERS,
    configChange: policies.some((policy) => policy.type === 'ConfigChange'),
    images: policies.flatMap((policy) => imageTrigger(policy, object.metadata.namespace)),
  };
}

function imageTrigger(policy: JsonObject, own: string | undefined): ImageTrigger[] {
  const params = ownValue(policy, 'imageChangeParams');
  if (policy.type !== 'ImageChange' || !isJsonObject(params)) return [];
  return [
    {
      from: textOf(params.from, 'name'),
      namespace: relativeNamespace(textOf(params.from, 'namespace'), own),
      containers: namesOf(params),
      automatic: params.automatic === true,
    },
  ];
}

/** The object with other triggers; those that stay as they were keep their place. Fails with ARGUMENT. */
export function withDeploymentConfigTriggers(object: KubeObject, triggers: Triggers): KubeObject {
  const webhook = firstWebhook(triggers);
  if (webhook) throw new AppError('ARGUMENT', `deployment configs do not support ${webhook}`);
  checkContainers(podSpecOf(object), triggers.images, { exclusive: false });
  const wanted: JsonObject[] = [
    ...(triggers.configChange ? [{ type: 'ConfigChange' }] : []),
    ...triggers.images.map(imageChange),
  ];
  const known = policiesOf(object).filter((policy) => policy.type !== 'ConfigChange');
  return withSpec(object, { triggers: mergePolicies(known, wanted, sameJson) });
}

function imageChange({ from, namespace, containers, automatic }: ImageTrigger): JsonObject {
  return {
    type: 'ImageChange',
    imageChangeParams: {
      ...(automatic ? { automatic } : {}),
      containerNames: [...containers],
      from: { kind: 'ImageStreamTag', ...(namespace ? { namespace } : {}), name: from },
    },
  };
}

/**
 * The defaults that the API server writes into an object: no list of triggers means one for changes of the template, an
 * empty list stays empty, and a tag's kind and namespace are spelled out.
 * @param options.creating what was last triggered belongs to another object then, and is dropped
 */
export function defaultDeploymentConfig(
  object: KubeObject,
  { namespace, creating }: { namespace: string; creating: boolean },
): KubeObject {
  const triggers = ownValue(object.spec, 'triggers');
  if (triggers === undefined || triggers === null) return withSpec(object, { triggers: [{ type: 'ConfigChange' }] });
  if (!Array.isArray(triggers)) return object;
  return withSpec(object, { triggers: triggers.map((policy) => defaultPolicy(policy, namespace, creating)) });
}

function defaultPolicy(policy: unknown, namespace: string, creating: boolean): unknown {
  const params = ownValue(policy, 'imageChangeParams');
  if (!isJsonObject(policy) || !isJsonObject(params)) return policy;
  const { lastTriggeredImage, ...rest } = params;
  const from = isJsonObject(params.from) ? params.from : {};
  const named = {
    ...from,
    kind: from.kind || 'ImageStreamTag',
    ...(from.namespace || namespace ? { namespace: from.namespace || namespace } : {}),
  };
  return {
    ...policy,
    imageChangeParams: {
      ...rest,
      from: named,
      ...(creating || lastTriggeredImage === undefined ? {} : { lastTriggeredImage }),
    },
  };
}

/** What is wrong with the triggers, worded as the API server words it. */
export function validateDeploymentConfigTriggers(object: KubeObject): StatusCause[] {
  const triggers = ownValue(object.spec, 'triggers');
  if (triggers !== undefined && triggers !== null && !Array.isArray(triggers)) {
    return [cause.invalidBare('spec.triggers', stringifyExactJson(triggers), 'must be a list')];
  }
  return ((triggers as unknown[] | undefined) ?? []).flatMap((policy, i) =>
    policyCauses(policy, `spec.triggers[${i}]`),
  );
}

function policyCauses(policy: unknown, path: string): StatusCause[] {
  if (!textOf(policy, 'type')) return [cause.required(`${path}.type`)];
  if (textOf(policy, 'type') !== 'ImageChange') return [];
  const params = ownValue(policy, 'imageChangeParams');
  if (!isJsonObject(params)) return [cause.required(`${path}.imageChangeParams`)];
  return [
    ...fromCauses(params.from, `${path}.imageChangeParams.from`),
    ...(namesOf(params).length === 0 ? [cause.required(`${path}.imageChangeParams.containerNames`)] : []),
  ];
}

function fromCauses(from: unknown, path: string): StatusCause[] {
  const [kind, name, namespace] = [textOf(from, 'kind'), textOf(from, 'name'), textOf(from, 'namespace')];
  if (!name) return [cause.required(path)];
  const causes: StatusCause[] = [];
  if (kind && kind !== 'ImageStreamTag') {
    causes.push(cause.invalid(`${path}.kind`, kind, 'kind must be an ImageStreamTag'));
  }
  if (!isStreamTag(name)) {
    causes.push(cause.invalid(`${path}.name`, name, 'must be in the form of <name>:<tag>'));
  }
  if (namespace && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(namespace)) {
    causes.push(cause.invalid(`${path}.namespace`, namespace, 'namespace must be a valid subdomain'));
  }
  return causes;
}
