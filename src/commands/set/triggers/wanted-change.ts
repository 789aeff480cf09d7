import { nameString, parseReference, type Reference, referenceProblem } from '../../../core/references/reference.ts';
import type { TriggerChange } from '../../../core/triggers/change.ts';
import { relativeNamespace, type WebhookType } from '../../../core/triggers/triggers.ts';
import { type FlagValues, refuse } from '../../command.ts';

/** A change whose parts that hang on the current namespace, or on chance, are still open. */
export type WantedChange =
  | Exclude<TriggerChange, { type: 'add-image' } | { type: 'add-webhook' }>
  | { type: 'add-image'; reference: Reference; containers: readonly string[]; automatic: boolean }
  | { type: 'add-webhook'; webhook: WebhookType; allowEnv: boolean };

const WEBHOOK_FLAGS: readonly (readonly [flag: string, webhook: WebhookType, allowEnv: boolean])[] = [
  ['from-github', 'github', false],
  ['from-webhook', 'generic', false],
  ['from-webhook-allow-env', 'generic', true],
  ['from-gitlab', 'gitlab', false],
  ['from-bitbucket', 'bitbucket', false],
];

/** Reads `--from-image` (oc CLI 9.2). Fails with ARGUMENT. */
export function parseFromImage(value: string): Reference | undefined {
  if (value === '') return undefined;
  const problem = referenceProblem(value);
  if (problem !== undefined) {
    refuse(`the value of --from-image does not appear to be a valid reference to an image: ${problem}`);
  }
  const reference = parseReference(value);
  if (reference.registry || reference.id) {
    refuse('the value of --from-image must point to an image stream tag on this server');
  }
  if (!reference.tag) refuse('the value of --from-image must include the tag you wish to pull from');
  return reference;
}

/** What the flags ask for; undefined to list. Fails with ARGUMENT. */
export function parseChange(flags: FlagValues, reference: Reference | undefined): WantedChange | undefined {
  const [auto, manual, remove, removeAll] = ['auto', 'manual', 'remove', 'remove-all'].map((name) => flags.bool(name));
  const webhooks = WEBHOOK_FLAGS.filter(([name]) => flags.changed(name));
  const config = flags.bool('from-config');
  const count = webhooks.length + (config ? 1 : 0) + (reference ? 1 : 0);
  if (auto && manual) refuse('you must specify at most one of --auto or --manual');
  if (remove && removeAll) refuse('you must specify either --remove or --remove-all');
  if (removeAll && (count > 0 || auto || manual)) refuse('--remove-all may not be used with any other flag');
  if (remove && count === 0) refuse('--remove requires a flag defining a trigger type to be specified');
  if (count > 1) refuse('you may only set one trigger type at a time');

  if (removeAll) return { type: 'remove-all' };
  if (count === 0) return auto || manual ? { type: 'automatic', automatic: auto === true } : undefined;
  if (config) return { type: remove ? 'remove-config' : 'add-config' };
  if (reference) {
    if (remove) return { type: 'remove-image', from: nameString(reference) };
    const containers = flags.string('containers') === '' ? [] : flags.string('containers').split(',');
    return { type: 'add-image', reference, containers, automatic: !manual };
  }
  const [[name, webhook, allowEnv]] = webhooks as [(typeof WEBHOOK_FLAGS)[number]];
  if (!flags.bool(name)) return { type: 'nothing' };
  return remove ? { type: 'remove-webhooks', webhook } : { type: 'add-webhook', webhook, allowEnv };
}

/** A change with what was open. @param newSecret makes the secret of a webhook */
export function completed(change: WantedChange, namespace: string, newSecret: () => string): TriggerChange {
  if (change.type === 'add-image') {
    const { reference, containers, automatic } = change;
    const from = { from: nameString(reference), namespace: relativeNamespace(reference.namespace, namespace) };
    return { type: 'add-image', image: { ...from, containers, automatic } };
  }
  if (change.type === 'add-webhook') {
    const { webhook, allowEnv } = change;
    return { type: 'add-webhook', webhook, value: { secret: newSecret(), ...(allowEnv ? { allowEnv } : {}) } };
  }
  return change;
}
