import type { Flag } from '../command.ts';

/** Flags of the verbs that make or change tags. */
export const SCHEDULED_FLAG: Flag = {
  name: 'scheduled',
  group: 'future',
  type: 'bool',
  help: 'Look the image up again from time to time ("imagestream watch")',
};

export const INSECURE_FLAG: Flag = {
  name: 'insecure',
  group: 'registry',
  type: 'bool',
  help: 'Allow HTTPS without verification, and plain HTTP',
};

export const REFERENCE_POLICY_FLAG: Flag = {
  name: 'reference-policy',
  group: 'future',
  type: 'string',
  value: 'source|local',
  help: 'What the tag gives out: the image where it came from, or its place in the integrated registry',
};
