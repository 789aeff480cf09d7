import { parseMinAge } from '../../core/history/min-age.ts';
import { type Flag, type FlagValues, readFlagValue } from '../command.ts';

/** Of verbs that make tags follow something. */
export const MIN_AGE_FLAG: Flag = {
  name: 'min-age',
  group: 'future',
  type: 'string',
  value: 'DURATION',
  help: 'From now on take a new image only when it has been seen for so long, such as 7d or 36h; 0 for at once',
};

/** The minimal age as it is written into the tag; undefined where none is given. Fails with FLAG. */
export function parseMinAgeFlag(flags: FlagValues): string | undefined {
  if (!flags.changed('min-age')) return undefined;
  const text = flags.string('min-age').trim();
  readFlagValue('min-age', text, parseMinAge);
  return text;
}
