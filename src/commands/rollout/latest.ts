import { findKind, type ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { isPaused, MANUAL_CHANGE, withNextVersion } from '../../core/rollout/deployment-config.ts';
import { badRequest } from '../../core/status.ts';
import type { FindStream } from '../../core/triggers/reaction.ts';
import { withAllImages } from '../../core/triggers/reaction-deployment-config.ts';
import { parseResources } from '../arguments/resources.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';
import { DRY_RUN_FLAG } from '../flags/dry-run.ts';
import { PRINT_FLAGS } from '../flags/output-format.ts';
import { parseWriteFlags } from '../flags/write-flags.ts';
import { modifyObject, readObject } from '../objects/modify-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import { readReferencedStreams } from '../objects/referenced-streams.ts';

const DEPLOYMENT_CONFIG = findKind('deploymentconfig') as ResourceKind;

export interface RolloutLatestRequest extends ObjectMessagesRequest {
  name: string;
  kind: ResourceKind;
  again: boolean;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'DEPLOYMENTCONFIG',
  description: `Takes over the images of all image triggers, also of those that are not automatic, and rolls out, whether anything has
changed or not.`,
  flags: [
    { name: 'again', group: 'how', type: 'bool', help: 'Roll out what is there, and take no images over' },
    DRY_RUN_FLAG,
    ...PRINT_FLAGS,
  ],
  examples: [
    { what: 'Roll out the newest images', run: 'imagestream rollout latest dc/marsview' },
    { what: 'Roll the same out once more', run: 'imagestream rollout latest dc/marsview --again' },
  ],
};

export const command: Command<RolloutLatestRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, program, usage }) {
    if (args.length !== 1) throw usage('one deployment config name is needed as argument.');
    return {
      ...configTarget(args[0] as string, program),
      again: flags.bool('again'),
      ...parseWriteFlags(flags),
    };
  },

  async run({ name, kind, again, dryRun }, ports) {
    const target = { kind, namespace: ports.namespace, name };
    const object = await readObject(ports, target);
    if (kind !== DEPLOYMENT_CONFIG) refuse(`${name} is not a deployment config`);
    const find = await readReferencedStreams(ports, object);
    const change = (config: KubeObject) => rolledOut(config, again, find);
    const { after } = await modifyObject(ports, target, change, dryRun.mode);
    return { messages: [{ object: after, operation: 'rolled out' }], warnings: [], errors: [] };
  },
};

/** `NAME` or `dc/NAME`; what else there is by that name is looked for before it is refused. */
function configTarget(argument: string, program: string): Pick<RolloutLatestRequest, 'name' | 'kind'> {
  if (!argument.includes('/')) return { name: argument, kind: DEPLOYMENT_CONFIG };
  const [selected] = parseResources([argument], program).selections;
  return { name: selected?.names[0] ?? '', kind: selected?.kind ?? DEPLOYMENT_CONFIG };
}

/** Fails with ARGUMENT for one that is paused, with Status BadRequest where a trigger's tag has no image. */
function rolledOut(config: KubeObject, again: boolean, find: FindStream): KubeObject {
  if (isPaused(config)) refuse('cannot deploy a paused deployment config');
  const filled = again ? config : withAllImages(config, find);
  if (!filled) {
    const { name } = config.metadata;
    throw badRequest(`cannot trigger a deployment for "${name}" because it contains unresolved images`);
  }
  return withNextVersion(filled, MANUAL_CHANGE);
}
