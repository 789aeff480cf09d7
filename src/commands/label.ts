import { sameJson } from '../core/json/json-value.ts';
import { parseLabelChanges } from './arguments/metadata.ts';
import { METADATA_FLAGS, mapOf, metadataCommand, refusals } from './objects/change-metadata.ts';

export const command = metadataCommand({
  field: 'labels',
  what: 'label',
  parseChanges: parseLabelChanges,
  refusal: (taken) =>
    refusals(taken.map(({ key, value }) => `'${key}' already has a value (${value}), and --overwrite is false`)),
  operation(before, after, { changes, overwrite }) {
    const [was, is] = [mapOf(before, 'labels'), mapOf(after, 'labels')];
    if (sameJson(was, is)) return 'not labeled';
    const sets = Object.keys(changes.set).some((key) => was[key] !== is[key]);
    return sets || overwrite ? 'labeled' : 'unlabeled';
  },
  spec: {
    usage: '(TYPE NAME ... | TYPE/NAME ... | TYPE --all | -f FILE) KEY=VALUE ... KEY- ...',
    description: `Sets labels (KEY=VALUE) and removes them (KEY-). A label that has a value keeps it unless --overwrite is given.`,
    flags: METADATA_FLAGS,
    examples: [
      { what: 'Label a stream', run: 'imagestream label is marsview team=mars' },
      {
        what: 'Change a label, and remove another one',
        run: 'imagestream label is/marsview team=venus tier- --overwrite',
      },
    ],
  },
});
