import { IMAGE_STREAM_HISTORY } from '../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { isAppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import { createPlainObjects } from './plain-objects.ts';
import type { ListView, ResourceStorage } from './storage.ts';

/** ImageStreamHistories as objects. One that does not agree with its stream is given out, and that is said. */
export function createImageStreamHistories(
  context: ApiContext,
  streams: ImageStreamStorage,
): Required<ResourceStorage> & ListView {
  const plain = createPlainObjects(context, IMAGE_STREAM_HISTORY);
  const said = new Set<string>();

  async function compare(namespace: string, name: string, found: KubeObject) {
    const [{ disagreements }, { historyFromStored }] = await Promise.all([
      import('../../core/consistency/history-findings.ts'),
      import('../../core/history/stored-history.ts'),
    ]);
    try {
      const stream = await streams.find(namespace, name);
      const [first, ...others] = stream ? disagreements(stream, historyFromStored(found)) : [];
      if (!first || said.has(`${namespace}/${name}`)) return;
      said.add(`${namespace}/${name}`);
      const more = others.length > 0 ? `, and ${others.length} more` : '';
      const message = `the history of ${namespace}/${name} does not agree with its stream: ${first.what}${more}`;
      context.warn(`${message}; to see all of it: imagestream git check`);
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  }

  return {
    ...plain,
    async get(namespace, name) {
      const found = await plain.get(namespace, name);
      await compare(namespace, name, found);
      return found;
    },
  };
}
