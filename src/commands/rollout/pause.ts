import { pauseCommand } from '../objects/pause-rollout.ts';

export const command = pauseCommand(
  {
    verb: 'pause',
    description: `Changes of a paused deployment or deployment config are kept and not rolled out until it is resumed. Image triggers of
it still take new images over.`,
    example: 'Stop rolling out changes of a workload',
    already: 'is already paused',
    noun: 'pausing',
    operation: 'paused',
  },
  true,
);
