import { AppError } from '../errors.ts';
import { parseAnnotationChanges } from './arguments/metadata.ts';
import { METADATA_FLAGS, metadataCommand } from './objects/change-metadata.ts';

/** Why somebody changed an object: everybody may overwrite it. */
const CHANGE_CAUSE = 'kubernetes.io/change-cause';

export const command = metadataCommand({
  field: 'annotations',
  what: 'annotation',
  parseChanges: parseAnnotationChanges,
  mayOverwrite: (key) => key === CHANGE_CAUSE,
  refusal(taken) {
    const list = taken.map(({ key, value }) => `'${key}' already has a value (${value})`);
    return new AppError(
      'ARGUMENT',
      `--overwrite is false but found the following declared annotation(s): ${list.join('; ')}`,
    );
  },
  operation: () => 'annotated',
  spec: {
    usage: '(TYPE NAME ... | TYPE/NAME ... | TYPE --all | -f FILE) KEY=VALUE ... KEY- ...',
    description: `Sets annotations (KEY=VALUE) and removes them (KEY-). An annotation that has a value keeps it unless --overwrite is given.`,
    flags: METADATA_FLAGS,
    examples: [
      {
        what: 'Let a stream be reached without verified TLS',
        run: 'imagestream annotate is marsview openshift.io/image.insecureRepository=true',
      },
    ],
  },
});
