import { pauseCommand } from '../objects/pause-rollout.ts';

export const command = pauseCommand(
  {
    verb: 'resume',
    description:
      'Rolls out what has changed in a deployment or deployment config while it was paused, and what changes from now on.',
    example: 'Roll out the changes of a workload again',
    already: 'is not paused',
    noun: 'resuming',
    operation: 'resumed',
  },
  false,
);
