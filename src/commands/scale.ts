import type { KubeObject } from '../core/objects/meta.ts';
import { scaled } from '../core/rollout/scale.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';
import { acceptedFlag, parseWriteFlags, WRITE_FLAGS } from './flags/write-flags.ts';
import { modifyObject } from './objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import {
  type ObjectSelection,
  parseSelection,
  SET_SELECTION_FLAGS,
  selectTargets,
} from './objects/object-selection.ts';
import { oneByOne } from './objects/one-by-one.ts';

export interface ScaleRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  replicas: number;
  /** Below 0 for any. */
  current: number;
  /** Empty for any. */
  version: string;
  /** Called as `oc`: what a server warns of is said. */
  asOc: boolean;
}

/** What the server says of the address that `oc` uses for them. */
const DEPRECATED = 'extensions/v1beta1 Scale is deprecated in v1.2+, unavailable in v1.16+';

const spec: CommandSpec = {
  needsStore: true,
  usage: '--replicas=COUNT (TYPE NAME ... | TYPE/NAME ... | -f FILE)',
  description: `Writes how many pods of a workload are wanted: deployments, deployment configs, stateful sets, replica sets and
replication controllers. Nothing runs them here; a cluster that gets the object does.`,
  flags: [
    { name: 'replicas', group: 'what', type: 'int', value: 'COUNT', default: '-1', help: 'How many pods are wanted' },
    {
      name: 'current-replicas',
      group: 'what',
      type: 'int',
      value: 'COUNT',
      default: '-1',
      help: 'Only where so many are wanted now; below 0 for any number',
    },
    {
      name: 'resource-version',
      group: 'what',
      type: 'string',
      value: 'VERSION',
      help: 'Only where the object has this version',
    },
    ...SET_SELECTION_FLAGS,
    acceptedFlag('timeout'),
    ...WRITE_FLAGS,
  ],
  examples: [
    { what: 'Want two pods of a deployment', run: 'imagestream scale deploy/web --replicas=2' },
    {
      what: 'Only where one is wanted now',
      run: 'imagestream scale dc/marsview --current-replicas=1 --replicas=2',
    },
  ],
};

export const command: Command<ScaleRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, program }) {
    const replicas = flags.int('replicas');
    if (replicas < 0) {
      refuse('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    }
    return {
      selection: parseSelection(args, flags, program, { byLabelsOnly: true }),
      replicas,
      current: flags.int('current-replicas'),
      version: flags.string('resource-version'),
      asOc: program === 'oc',
      ...parseWriteFlags(flags),
    };
  },

  async run({ selection, replicas, current, version, asOc, dryRun }, ports) {
    const { targets, errors } = await selectTargets(selection, ports);
    const messages: ObjectMessage[] = [];
    const warnings = new Set<string>();
    const change = (object: KubeObject): KubeObject => {
      if (asOc && object.kind === 'DeploymentConfig') warnings.add(DEPRECATED);
      if (version !== '' && version !== object.metadata.resourceVersion) {
        refuse(`Expected resource version to be ${version}, was ${object.metadata.resourceVersion ?? ''}`);
      }
      return scaled(object, replicas, current);
    };
    await oneByOne(targets, errors, async (target) => {
      const { after } = await modifyObject(ports, target, change, dryRun.mode);
      messages.push({ object: after, operation: 'scaled' });
    });
    return { messages, warnings: [...warnings], errors };
  },
};
