import type { Flag } from '../command.ts';

/** Of the commands that point tags at images. */
export const MIRROR_FLAG: Flag = {
  name: 'mirror',
  group: 'how',
  type: 'bool',
  help: 'Copy the image to the integrated registry before the tag points at it',
};
