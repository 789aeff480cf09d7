/**
 * What makes a workload or a build start anew, in one form for all kinds: Kubernetes workloads keep it in an annotation,
 * DeploymentConfigs and BuildConfigs in `spec.triggers` (image-stream model 6.2, 6.3).
 */
export interface Triggers {
  /** Changes of the template roll out by themselves. */
  configChange: boolean;
  images: readonly ImageTrigger[];
  /** Only BuildConfigs have them. */
  webhooks: Readonly<Record<WebhookType, readonly Webhook[]>>;
}

/** A tag whose image goes into containers, or starts a build. */
export interface ImageTrigger {
  /** `STREAM:TAG`. */
  from: string;
  /** Empty for the namespace of the object itself. */
  namespace: string;
  /** Names of containers; empty for a build. */
  containers: readonly string[];
  /** Whether the image is taken over by itself. */
  automatic: boolean;
}

export type WebhookType = 'generic' | 'github' | 'gitlab' | 'bitbucket';

export interface Webhook {
  secret?: string;
  secretReference?: unknown;
  allowEnv?: boolean;
}

export const NO_TRIGGERS: Triggers = {
  configChange: false,
  images: [],
  webhooks: { generic: [], github: [], gitlab: [], bitbucket: [] },
};

/** The namespace as triggers keep it: empty for the object's own. */
export function relativeNamespace(namespace: string | undefined, own: string | undefined): string {
  return namespace === undefined || namespace === own ? '' : namespace;
}

/** How the errors of `set triggers` call a webhook. */
const WEBHOOK_WORDS: readonly (readonly [WebhookType, string])[] = [
  ['github', 'GitHub web hooks'],
  ['generic', 'web hooks'],
  ['gitlab', 'GitLab web hooks'],
  ['bitbucket', 'Bitbucket web hooks'],
];

/** The words for the first type of webhook that there is, for kinds that have none. */
export function firstWebhook(triggers: Triggers): string | undefined {
  return WEBHOOK_WORDS.find(([type]) => triggers.webhooks[type].length > 0)?.[1];
}
