import { SECRET } from '../../core/kinds/kind-names.ts';
import type { KeptText } from '../../core/ports/secret-vault.ts';
import { markOf } from '../../core/secrets/kept-data.ts';
import { parseLongDuration } from '../../core/time/duration.ts';
import type { Command, CommandSpec } from '../command.ts';

export interface SecretsPruneRequest {
  confirm: boolean;
  /** Milliseconds. */
  keepYoungerThan: number;
}

export interface SecretsPruneResult {
  request: SecretsPruneRequest;
  /** What is removed, or would be. */
  removed: readonly KeptText[];
  /** How many stay. */
  staying: number;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '',
  description: `Passwords of secrets are kept outside of the store, and stay there when their secret is changed or deleted: another clone of
the store, another branch or an older commit may still name them. This removes those that no secret of this store names and
that no store of this machine has asked for within --keep-younger-than. A copy of the store that is used later than that has
to get its password again. Without --confirm it shows what it would do.`,
  flags: [
    { name: 'confirm', type: 'bool', help: 'Remove, instead of showing what would be removed' },
    {
      name: 'keep-younger-than',
      type: 'string',
      value: 'DURATION',
      default: '90d',
      help: 'Keep what was kept or asked for within this time, such as 12h or 30d',
    },
  ],
  examples: [
    { what: 'Show which passwords nothing has needed for 90 days', run: 'imagestream secrets prune' },
    {
      what: 'Remove all that this store does not name',
      run: 'imagestream secrets prune --keep-younger-than=0 --confirm',
    },
  ],
};

export const command: Command<SecretsPruneRequest, SecretsPruneResult> = {
  spec,

  parse({ flags }) {
    return { confirm: flags.bool('confirm'), keepYoungerThan: parseLongDuration(flags.string('keep-younger-than')) };
  },

  async run(request, ports) {
    const kept = await ports.vault.kept();
    const named = new Set((await ports.api.list(SECRET, undefined)).items.map(markOf));
    const limit = ports.now().getTime() - request.keepYoungerThan;
    const removed = kept.filter(({ mark, used }) => !named.has(mark) && used.getTime() <= limit);
    if (request.confirm) for (const { mark } of removed) await ports.vault.forget(mark);
    return { request, removed, staying: kept.length - removed.length };
  },
};
