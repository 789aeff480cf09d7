import { type ImageTrigger, NO_TRIGGERS, type Triggers, type Webhook, type WebhookType } from './triggers.ts';

/** One change of an object's triggers, as the flags of `set triggers` describe it (oc CLI 9.2). */
export type TriggerChange =
  | { type: 'remove-all' }
  /** Sets the config change trigger and all image triggers to automatic or not. */
  | { type: 'automatic'; automatic: boolean }
  | { type: 'add-config' }
  | { type: 'remove-config' }
  | { type: 'add-image'; image: ImageTrigger }
  /** Every trigger from the tag of this name, whatever its namespace. */
  | { type: 'remove-image'; from: string }
  | { type: 'add-webhook'; webhook: WebhookType; value: Webhook }
  | { type: 'remove-webhooks'; webhook: WebhookType }
  /** A flag that was given as false. */
  | { type: 'nothing' };

export function changeTriggers(triggers: Triggers, change: TriggerChange): Triggers {
  const { images, webhooks } = triggers;
  switch (change.type) {
    case 'remove-all':
      return NO_TRIGGERS;
    case 'automatic': {
      const { automatic } = change;
      return { ...triggers, configChange: automatic, images: images.map((image) => ({ ...image, automatic })) };
    }
    case 'add-config':
      return { ...triggers, configChange: true };
    case 'remove-config':
      return { ...triggers, configChange: false };
    case 'add-image':
      return { ...triggers, images: withImage(images, change.image) };
    case 'remove-image':
      return { ...triggers, images: images.filter((image) => image.from !== change.from) };
    case 'add-webhook':
      return { ...triggers, webhooks: { ...webhooks, [change.webhook]: [...webhooks[change.webhook], change.value] } };
    case 'remove-webhooks':
      return { ...triggers, webhooks: { ...webhooks, [change.webhook]: [] } };
    case 'nothing':
      return triggers;
  }
}

/** The first trigger from the same tag takes the new containers; a tag that is new goes to the end. */
function withImage(images: readonly ImageTrigger[], image: ImageTrigger): ImageTrigger[] {
  const at = images.findIndex((known) => known.from === image.from && known.namespace === image.namespace);
  return at < 0 ? [...images, image] : images.map((known, index) => (index === at ? image : known));
}
