import type { Flag } from '../command.ts';

/** Of verbs that change tags. It is read where the command begins, see `ChangeOrigin`. */
export const REASON_FLAG: Flag = {
  name: 'reason',
  group: 'writing',
  type: 'string',
  value: 'TEXT',
  help: 'Why; kept in the history of the tag',
};
