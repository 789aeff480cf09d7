import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { KubeObject } from '../objects/meta.ts';
import { cause, type StatusCause } from '../status.ts';
import { isStreamTag, mergePolicies, policiesOf, textOf, withSpec } from './policies.ts';
import { type ImageTrigger, relativeNamespace, type Triggers, type Webhook, type WebhookType } from './triggers.ts';

// build.openshift.io/v1 BuildConfig, spec.triggers (image-stream model 6.3).

/** The type of a policy and the field that holds its webhook, in the order in which `set triggers` writes them. */
const WEBHOOKS: readonly (readonly [WebhookType, string, string])[] = [
  ['generic', 'Generic', 'generic'],
  ['github', 'GitHub', 'github'],
  ['gitlab', 'GitLab', 'gitlab'],
  ['bitbucket', 'Bitbucket', 'bitbucket'],
];

/** The fields of `spec.strategy` that hold what a build starts from. */
export const STRATEGIES = ['sourceStrategy', 'dockerStrategy', 'customStrategy'] as const;

/** What a Build or BuildConfig starts from. */
export function strategyFrom(object: KubeObject): JsonObject | undefined {
  const strategy = ownValue(object.spec, 'strategy');
  return STRATEGIES.map((field) => ownValue(ownValue(strategy, field), 'from')).find(isJsonObject);
}

/** The tag that a build starts from: what an image trigger without `from` means. Undefined for anything but a tag. */
export function strategyTag(object: KubeObject): { name: string; namespace: string } | undefined {
  const input = strategyFrom(object);
  if (input?.kind !== 'ImageStreamTag') return undefined;
  return {
    name: textOf(input, 'name'),
    namespace: relativeNamespace(textOf(input, 'namespace'), object.metadata.namespace),
  };
}

/** A strategy's tag that no trigger names is among the images, as one that is not automatic. */
export function readBuildConfigTriggers(object: KubeObject): Triggers {
  const policies = policiesOf(object);
  const strategy = strategyTag(object);
  const ofStrategy = (automatic: boolean): ImageTrigger[] =>
    strategy ? [{ from: strategy.name, namespace: strategy.namespace, containers: [], automatic }] : [];
  const changes = policies.flatMap(({ type, imageChange }) => (type === 'ImageChange' ? [ownFrom(imageChange)] : []));
  const images = changes.flatMap((from): ImageTrigger[] => {
    if (!from) return ofStrategy(true);
    const namespace = relativeNamespace(textOf(from, 'namespace'), object.metadata.namespace);
    return [{ from: textOf(from, 'name'), namespace, containers: [], automatic: true }];
  });
  const webhooks = Object.fromEntries(
    WEBHOOKS.map(([key, type, field]) => [key, policies.flatMap((policy) => webhookOf(policy, type, field))]),
  ) as Record<WebhookType, Webhook[]>;
  return {
    configChange: policies.some((policy) => policy.type === 'ConfigChange'),
    images: changes.includes(undefined) ? images : [...images, ...ofStrategy(false)],
    webhooks,
  };
}

const ownFrom = (imageChange: unknown): JsonObject | undefined => {
  const from = ownValue(imageChange, 'from');
  return isJsonObject(from) ? from : undefined;
};

function webhookOf(policy: JsonObject, type: string, field: string): Webhook[] {
  const hook = policy[field];
  return policy.type === type && isJsonObject(hook) ? [hook] : [];
}

/** The object with other triggers; what is still wanted keeps its place, and what was last triggered. */
export function withBuildConfigTriggers(object: KubeObject, triggers: Triggers): KubeObject {
  const strategy = strategyTag(object);
  const wanted: JsonObject[] = [
    ...(triggers.configChange ? [{ type: 'ConfigChange' }] : []),
    ...WEBHOOKS.flatMap(([key, type, field]) => triggers.webhooks[key].map((hook) => ({ type, [field]: { ...hook } }))),
    ...triggers.images.filter(({ automatic }) => automatic).map((image) => imagePolicy(image, strategy)),
  ];
  const known = policiesOf(object).map((policy) => normalized(policy, object.metadata.namespace));
  return withSpec(object, { triggers: mergePolicies(known, wanted, samePolicy) });
}

function imagePolicy(image: ImageTrigger, strategy: ReturnType<typeof strategyTag>): JsonObject {
  const isStrategy =
    image.from === strategy?.name && image.namespace === strategy.namespace && image.containers.length === 0;
  if (isStrategy) return { type: 'ImageChange', imageChange: {} };
  const { from: name, namespace } = image;
  const from = { kind: 'ImageStreamTag', ...(namespace ? { namespace } : {}), name };
  return { type: 'ImageChange', imageChange: { from } };
}

/** Without the namespace of a tag where it is the object's own. */
function normalized(policy: JsonObject, own: string | undefined): JsonObject {
  const from = ownFrom(policy.imageChange);
  if (!from || from.namespace !== own) return policy;
  const { namespace: _own, ...rest } = from;
  return { ...policy, imageChange: { ...(policy.imageChange as JsonObject), from: rest } };
}

/** Of an image trigger only the tag counts. */
function samePolicy(a: JsonObject, b: JsonObject): boolean {
  const bare = (policy: JsonObject) =>
    isJsonObject(policy.imageChange) ? { ...policy, imageChange: { from: policy.imageChange.from } } : policy;
  return sameJson(bare(a), bare(b));
}

/** The default that the API server writes: an image trigger that names nothing has an empty description. */
export function defaultBuildConfig(object: KubeObject): KubeObject {
  const triggers = ownValue(object.spec, 'triggers');
  if (!Array.isArray(triggers)) return object;
  const defaulted = triggers.map((policy) =>
    isJsonObject(policy) && policy.type === 'ImageChange' && !policy.imageChange
      ? { ...policy, imageChange: {} }
      : policy,
  );
  return withSpec(object, { triggers: defaulted });
}

/** What is wrong with the image triggers, worded as the API server words it. */
export function validateBuildConfigTriggers(object: KubeObject): StatusCause[] {
  const strategy = strategyTag(object);
  const seen = new Set<string>();
  return policiesOf(object).flatMap((policy, index) => {
    if (policy.type !== 'ImageChange') return [];
    const path = `spec.triggers[${index}].imageChange`;
    const given = ownFrom(policy.imageChange);
    if (!given && !strategy) {
      const why =
        'a default ImageChange trigger can only be used when the build strategy includes an ImageStreamTag reference.';
      return [cause.invalid(path, '', why)];
    }
    const problems = given ? fromCauses(given, `${path}.from`) : [];
    const name = given ? textOf(given, 'name') : (strategy?.name ?? '');
    const namespace = given
      ? relativeNamespace(textOf(given, 'namespace'), object.metadata.namespace)
      : (strategy?.namespace ?? '');
    const key = `${namespace}/${name}`;
    if (seen.has(key))
      problems.push(cause.invalid(path, '', 'multiple ImageChange triggers refer to the same image stream tag'));
    seen.add(key);
    return problems;
  });
}

function fromCauses(from: JsonObject, path: string): StatusCause[] {
  const [kind, name] = [textOf(from, 'kind'), textOf(from, 'name')];
  if (kind !== 'ImageStreamTag') {
    const why = 'only an ImageStreamTag type of reference is allowed in an ImageChange trigger.';
    return [cause.invalid(`${path}.kind`, kind, why)];
  }
  if (!name) return [cause.required(`${path}.name`)];
  return isStreamTag(name) ? [] : [cause.invalid(`${path}.name`, name, 'must be <name>:<tag>')];
}
