import type { Selector } from '../../core/selection/selector.ts';
import { type Ports, refuse } from '../command.ts';
import type { FileArguments } from '../flags/file-flags.ts';
import { type ManifestObject, readManifestObjects } from './manifest-objects.ts';
import type { ObjectMessage, ObjectMessages } from './object-messages.ts';
import { oneByOne } from './one-by-one.ts';

/** In what `create`, `apply` and `replace` differ. */
export interface Sending {
  verb: 'create' | 'apply' | 'replace';
  /** What is done to an object, for what the server says of those that cannot be read. */
  doing: 'creating' | 'replacing';
  /** Sends one object. @param warnings gets sentences for stderr */
  send(manifest: ManifestObject, warnings: string[]): Promise<readonly ObjectMessage[]>;
}

/** Sends each object of files; one that fails does not stop the others. Fails with ARGUMENT where there is none. */
export async function sendManifests(
  { files, labels }: { files: FileArguments; labels?: Selector },
  ports: Ports,
  { verb, doing, send }: Sending,
): Promise<ObjectMessages> {
  const { objects, errors } = await readManifestObjects(files, ports, labels, doing);
  const messages: ObjectMessage[] = [];
  const warnings: string[] = [];
  await oneByOne(objects, errors, async (manifest) => void messages.push(...(await send(manifest, warnings))));
  if (messages.length === 0 && errors.length === 0) refuse(`no objects passed to ${verb}`);
  return { messages, warnings, errors };
}
