import { IMAGE_STREAM, IMAGE_STREAM_TAG } from '../../core/kinds/kind-names.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamImports } from '../imports/image-stream-imports.ts';
import type { ImageStreamStorage } from '../storage/image-streams.ts';
import { createImportController } from './import-controller.ts';
import { createTriggerController } from './trigger-controller.ts';

/**
 * What happens after a stream or an object was written, as a cluster's controllers do it a moment later: tags whose spec is
 * newer than what was imported are imported, image triggers of objects are followed, and who tells others of changes
 * hears of it. What is reported here is only noted; `settle` does what follows from it.
 *
 * A command settles once, at its end. What runs on, such as a watch, settles after each report: calls take turns.
 */
export interface Controllers {
  /** An object was created or updated through the image API. */
  objectWritten(kind: ResourceKind, namespace: string, name: string): void;
  /** What was made for the object goes with it. */
  objectDeleted(object: KubeObject): void;
  /** The images of a stream's tags may have changed: by an import, or by somebody else, who may not have settled. */
  imagesChanged(namespace: string, stream: string): void;
  /** Anything may have been changed by somebody who was killed before it was settled. */
  everythingMayHaveChanged(): void;
  /**
   * Does all that follows from what was reported until now. A failed import is a condition in its stream; what may not be
   * imported, and what a trigger cannot do, is a warning. Fails with the store's errors, and with INTERRUPTED.
   */
  settle(): Promise<void>;
}

/** @param imports loaded when a tag is to be imported */
export function createControllers(
  context: ApiContext,
  streams: ImageStreamStorage,
  imports: () => Promise<ImageStreamImports>,
): Controllers {
  const importing = createImportController(context, streams, imports);
  const triggers = createTriggerController(context, streams);
  let settling: Promise<void> = Promise.resolve();

  function imagesChanged(namespace: string, stream: string): void {
    triggers.streamWritten(namespace, stream);
    context.changes?.touchedStream(namespace, stream);
  }

  return {
    objectWritten(kind, namespace, name) {
      triggers.objectWritten(kind, namespace, name);
      context.changes?.touchedObject({ group: kind.group, resource: kind.plural, namespace, name });
      if (kind !== IMAGE_STREAM && kind !== IMAGE_STREAM_TAG) return;
      const stream = name.split(':')[0] as string;
      imagesChanged(namespace, stream);
      importing.streamWritten(namespace, stream);
    },
    objectDeleted: triggers.objectDeleted,
    imagesChanged,
    everythingMayHaveChanged: triggers.everythingMayHaveChanged,
    settle() {
      const settled = settling.then(async () => {
        await importing.run();
        await triggers.run();
      });
      settling = settled.catch(() => {});
      return settled;
    },
  };
}
