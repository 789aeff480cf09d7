import { isJsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { grouped } from './project-objects.ts';
import { podTemplateOf } from './workload-images.ts';

/**
 * What each service selects among workloads and pods of its namespace, in their order. Looks only at those that have the
 * first label of a selector: a store may hold thousands of both.
 */
export function selectedBy(workloads: readonly KubeObject[]): (service: KubeObject) => readonly KubeObject[] {
  const labelled = workloads.map((object) => ({ object, labels: labelsOf(object) }));
  const pairs = labelled.flatMap((entry) => [...entry.labels].map((label) => ({ entry, label })));
  const byPair = grouped(pairs, ({ entry, label }) => pairKey(entry.object, label));
  return (service) => {
    const selector = ownValue(service.spec, 'selector');
    const wanted = isJsonObject(selector) ? Object.entries(selector) : [];
    const [first] = wanted;
    if (!first) return [];
    const candidates = byPair.get(pairKey(service, first)) ?? [];
    return candidates
      .filter(({ entry }) => wanted.every(([key, value]) => entry.labels.get(key) === value))
      .map(({ entry }) => entry.object);
  };
}

const pairKey = ({ metadata }: KubeObject, label: readonly [string, unknown]) =>
  JSON.stringify([metadata.namespace ?? '', ...label]);

function labelsOf(object: KubeObject): Map<string, unknown> {
  const labels = ownValue(ownValue(podTemplateOf(object), 'metadata'), 'labels');
  return new Map(isJsonObject(labels) ? Object.entries(labels) : []);
}
