import { isAppError } from '../../errors.ts';
import type { KubeObject } from '../objects/meta.ts';
import { triggerAccess } from '../triggers/object-triggers.ts';
import { textOf } from '../triggers/policies.ts';
import type { ImageTrigger } from '../triggers/triggers.ts';
import { triggerMistakes } from '../triggers/watched-tags.ts';
import { type DrawnKind, lineName, type ProjectObjects } from './project-objects.ts';
import { tagKey } from './tag-state.ts';
import { mainContainers } from './workload-images.ts';

/** An object that has, or is to have, its images from a tag. */
export interface Follower {
  object: KubeObject;
  /** The tag's `tagKey`. */
  tag: string;
  /** The containers that get the image; none for a build. */
  containers: readonly { name: string; image: string }[];
  /** Whether it takes a new image by itself. */
  automatic: boolean;
}

/** The kinds that may have image triggers. */
const FOLLOWING: readonly DrawnKind[] = [
  'deployment',
  'statefulset',
  'daemonset',
  'cronjob',
  'deploymentconfig',
  'buildconfig',
];

/** What follows tags by image triggers, and what is wrong with triggers. */
export function findFollowers({ of, namespace }: ProjectObjects): { followers: Follower[]; mistakes: string[] } {
  const objects = FOLLOWING.flatMap((kind) => of[kind]);
  const mistakes = objects.flatMap((object) =>
    triggerMistakes(object).map(({ field, message }) => `${lineName(object, namespace)}: ${field}: ${message}`),
  );
  return { followers: objects.flatMap(followersOf), mistakes };
}

function followersOf(object: KubeObject): Follower[] {
  const images = new Map(mainContainers(object).map((c) => [textOf(c, 'name'), textOf(c, 'image')]));
  return triggersOf(object).map(({ from, namespace, containers, automatic }) => {
    const colon = from.indexOf(':');
    const [stream, tag] = colon < 0 ? [from, 'latest'] : [from.slice(0, colon), from.slice(colon + 1)];
    return {
      object,
      tag: tagKey(namespace || (object.metadata.namespace ?? ''), stream, tag),
      containers: containers.map((name) => ({ name, image: images.get(name) ?? '' })),
      automatic,
    };
  });
}

function triggersOf(object: KubeObject): readonly ImageTrigger[] {
  try {
    return triggerAccess(object)?.read(object).images ?? [];
  } catch (error) {
    // Told among the mistakes.
    if (isAppError(error, 'ARGUMENT')) return [];
    throw error;
  }
}
