import { type Arguments, type Flag, type FlagValues, refuse } from '../command.ts';

/** Which files a command reads, and the namespace that they must agree with. */
export interface FileArguments {
  files: readonly string[];
  recursive: boolean;
  /** The value of `-n`, where it was given: then the files may name no other. */
  namespace: string | undefined;
}

export const FILE_FLAGS: readonly Flag[] = [
  {
    name: 'filename',
    group: 'what',
    short: 'f',
    type: 'list',
    value: 'FILE',
    help: 'File, directory or URL that holds the objects; - for standard input',
  },
  { name: 'recursive', group: 'what', short: 'R', type: 'bool', help: 'Read directories with all that is below them' },
  { name: 'kustomize', short: 'k', type: 'string', value: 'DIRECTORY', help: 'Not supported', hidden: true },
];

export function parseFileFlags(flags: FlagValues): FileArguments {
  if (flags.string('kustomize')) {
    refuse('kustomizations cannot be built here', {
      hint: 'Let kustomize build them and read its output: kustomize build DIRECTORY | imagestream apply -f -',
    });
  }
  return {
    files: flags.list('filename').flatMap((value) => value.split(',')),
    recursive: flags.bool('recursive'),
    namespace: flags.string('namespace') || undefined,
  };
}

/** The files of a verb that takes nothing else. Fails with ARGUMENT where there are none, and with USAGE for arguments. */
export function parseFilesAlone({ args, flags, usage }: Arguments): FileArguments {
  const files = parseFileFlags(flags);
  if (files.files.length === 0) refuse('must specify one of -f and -k');
  if (args.length > 0) throw usage(`Unexpected args: [${args.join(' ')}]`);
  return files;
}
