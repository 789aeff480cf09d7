import { parseDuration } from '../../../core/time/duration.ts';
import { isAppError } from '../../../errors.ts';
import { type Command, type CommandSpec, type FlagValues, refuse, wrongFlag } from '../../command.ts';
import { type PruneRequest, type PruneResult, prune } from './images/pruning.ts';

const DEFAULT_WORKERS = 5;

const spec: CommandSpec = {
  needsStore: true,
  usage: '',
  description: `Shortens the histories of tags in every namespace, and then deletes the Image objects that no history names any more.
Without --confirm it shows what it would do. Only objects of the store are removed: images in registries are left alone.

An entry of a history is kept while it is younger than --keep-younger-than, while it is among the newest of its tag
(--keep-tag-revisions), and while a pod, a workload or a build of the store uses it; a stream that is younger is left
alone. Entries without an Image object, as those of --reference tags, are removed once they are old enough, unless their
tag is in use. With -n only streams of that namespace are looked at, and no Image object is deleted.`,
  flags: [
    { name: 'confirm', group: 'how', type: 'bool', help: 'Remove, instead of showing what would be removed' },
    {
      name: 'keep-younger-than',
      group: 'what',
      type: 'string',
      value: 'DURATION',
      default: '60m',
      help: 'Keep what is younger than this, such as 90m or 96h',
    },
    {
      name: 'keep-tag-revisions',
      group: 'what',
      type: 'int',
      value: 'N',
      default: '3',
      help: "Keep this many of each tag's newest images",
    },
    {
      name: 'all',
      group: 'how',
      type: 'bool',
      default: 'true',
      help: 'With --all=false, delete only Image objects that were pushed to an integrated registry',
    },
    {
      name: 'prune-over-size-limit',
      group: 'what',
      type: 'bool',
      help: "Remove the images that are larger than their namespace's LimitRange allows, instead of the old ones",
    },
    {
      name: 'ignore-invalid-refs',
      group: 'how',
      type: 'bool',
      help: 'Pass over image references that cannot be read, at the risk of removing what they mean',
    },
    {
      name: 'num-workers',
      group: 'how',
      type: 'int',
      value: 'N',
      default: '5',
      help: 'How many objects are written at the same time',
    },
    {
      name: 'prune-registry',
      type: 'bool',
      default: 'true',
      help: 'Accepted; registries are never changed',
      hidden: true,
    },
    { name: 'registry-url', type: 'string', help: 'Accepted; registries are never changed', hidden: true },
    { name: 'force-insecure', type: 'bool', help: 'Accepted; registries are never changed', hidden: true },
  ],
  examples: [
    { what: 'See what could go', run: 'imagestream adm prune images --keep-tag-revisions=3 --keep-younger-than=60m' },
    { what: 'Remove it', run: 'imagestream adm prune images --keep-tag-revisions=3 --keep-younger-than=60m --confirm' },
    {
      what: 'Shorten the histories of one namespace',
      run: 'imagestream adm prune images -n toms-project --keep-younger-than=96h --confirm',
    },
  ],
};

export const command: Command<PruneRequest, PruneResult> = {
  spec,

  parse({ args, flags, program, usage }) {
    const keepYoungerThan = durationFlag(flags, 'keep-younger-than', program);
    if (args.length > 0) throw usage('no arguments are allowed to this command');
    const request: PruneRequest = {
      confirm: flags.bool('confirm'),
      oneNamespace: flags.changed('namespace'),
      keepYoungerThan,
      keepTagRevisions: flags.int('keep-tag-revisions'),
      overSizeLimit: flags.bool('prune-over-size-limit'),
      allImages: flags.bool('all'),
      ignoreInvalidRefs: flags.bool('ignore-invalid-refs'),
      workers: flags.int('num-workers') < 1 ? DEFAULT_WORKERS : flags.int('num-workers'),
    };
    validate(request, flags);
    return request;
  },

  run: prune,
};

function durationFlag(flags: FlagValues, name: string, program: string): number {
  const text = flags.string(name);
  try {
    return parseDuration(text);
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    throw wrongFlag(
      name,
      text,
      `${error.message}
See '${program} adm prune images --help' for usage.`,
      error.hint,
    );
  }
}

/** oc CLI 13: the first rule that matches decides. */
function validate(request: PruneRequest, flags: FlagValues): void {
  if (
    flags.changed('prune-over-size-limit') &&
    (flags.changed('keep-younger-than') || flags.changed('keep-tag-revisions'))
  ) {
    refuse('--prune-over-size-limit cannot be specified with --keep-tag-revisions nor --keep-younger-than');
  }
  if (request.keepYoungerThan < 0) refuse('--keep-younger-than must be greater than or equal to 0');
  if (request.keepTagRevisions < 0) refuse('--keep-tag-revisions must be greater than or equal to 0');
  const url = flags.string('registry-url');
  const problem = url && registryUrlProblem(url);
  if (problem) refuse(`invalid --registry-url flag: ${problem}`);
  if (!flags.string('certificate-authority')) return;
  if (flags.bool('force-insecure')) refuse('--certificate-authority cannot be specified with --force-insecure');
  if (url.startsWith('http://')) refuse('--certificate-authority cannot be specified for insecure http protocol');
}

/** The registry's address is `[http://|https://]host[:port]` and nothing after it. */
function registryUrlProblem(text: string): string | undefined {
  const [, scheme, rest = ''] = /^(?:([^:/?#]*):\/\/)?(.*)$/s.exec(text) ?? [];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return `unsupported scheme: ${scheme}`;
  const [, host, path = '', query] = /^([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? [];
  if (path !== '' && path !== '/') return 'no path after <host>[:<port>] is allowed';
  if (query) return 'no query arguments are allowed after <host>[:<port>]';
  return host ? undefined : 'no host name specified';
}
