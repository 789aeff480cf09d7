import { type ResourceKind, resourceName } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { triggerMistakes } from '../../core/triggers/watched-tags.ts';
import { safeText } from '../text/safe-text.ts';
import { KUBECTL_DESCRIBE_TABS, tabWriter } from '../text/tab-writer.ts';
import { describeConfigMap, describeSecret, describeService, describeServiceAccount } from './core-kinds.ts';
import { describeGeneric } from './generic.ts';
import { describeDeployment } from './workloads.ts';

const DESCRIBERS: Readonly<Record<string, (object: KubeObject) => string>> = {
  secrets: describeSecret,
  configmaps: describeConfigMap,
  serviceaccounts: describeServiceAccount,
  services: describeService,
  'deployments.apps': describeDeployment,
};

/**
 * The text of `describe` for every kind but image streams, their tags and images: kubectl's layout for the kinds that
 * it knows and that are kept in the store most, every field for the others. Ends with a newline.
 */
export function describeObject(kind: ResourceKind, object: KubeObject): string {
  const describe = DESCRIBERS[resourceName(kind)] ?? describeGeneric;
  return tabWriter(safeText(describe(object) + triggerWarnings(object)), KUBECTL_DESCRIBE_TABS);
}

/** Triggers that cannot work: on a cluster nobody would say so. */
function triggerWarnings(object: KubeObject): string {
  const lines = triggerMistakes(object).map(({ field, message }) => `  ${field}: ${message}\n`);
  return lines.length > 0 ? `Warnings:\n${lines.join('')}` : '';
}
