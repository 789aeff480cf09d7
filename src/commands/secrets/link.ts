import { compareBytes } from '../../core/byte-order.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';
import {
  checkLinkArguments,
  findLink,
  type LinkArguments,
  noSecrets,
  parseLinkArguments,
  referencesOf,
} from '../objects/linked-secrets.ts';
import { modifyObject } from '../objects/modify-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';

type Field = 'secrets' | 'imagePullSecrets';

export interface SecretsLinkRequest extends LinkArguments, ObjectMessagesRequest {
  fields: readonly Field[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'SERVICEACCOUNT SECRET ...',
  description: `Links secrets to a service account, for pulling images or for mounting. Imports use every pull secret of their
namespace, linked or not; workloads on a cluster use those of their account.`,
  flags: [
    {
      name: 'for',
      type: 'list',
      value: 'mount,pull',
      help: 'What the account uses the secrets for; mount if not given',
    },
  ],
  examples: [
    { what: 'Let workloads pull with a secret', run: 'imagestream secrets link default my-mars-secret --for=pull' },
    { what: 'Let builds push and pull with it', run: 'imagestream secrets link builder my-mars-secret' },
  ],
};

export const command: Command<SecretsLinkRequest, ObjectMessages> = {
  spec,

  parse({ args, flags }) {
    const link = parseLinkArguments(args);
    const words = flags.list('for').flatMap((value) => value.split(','));
    const fields: Field[] = words.length > 0 ? words.map(fieldOf) : ['secrets'];
    checkLinkArguments(link);
    return {
      ...link,
      fields: (['secrets', 'imagePullSecrets'] as const).filter((field) => fields.includes(field)),
      output: { type: 'default', argument: '', allowMissingKeys: true },
      dryRun: { mode: 'none' },
    };
  },

  async run({ fields, ...link }, ports) {
    const { target, found, notes } = await findLink(link, ports);
    if (found.length === 0) return { messages: [], warnings: [], notes, errors: [noSecrets()] };
    const names = [...new Set(found)].sort(compareBytes);
    const { changed } = await modifyObject(ports, target, (object) => withLinks(object, fields, names), 'none');
    const errors = !changed && notes.length > 0 ? [noSecrets('Some secrets could not be linked')] : [];
    return { messages: [], warnings: [], notes, errors };
  },
};

function fieldOf(word: string): Field {
  const lower = word.toLowerCase();
  if (lower === 'mount') return 'secrets';
  if (lower === 'pull') return 'imagePullSecrets';
  refuse(`unknown for: ${word}`);
}

/** The account with the links that it lacks behind those that it has. */
function withLinks(account: KubeObject, fields: readonly Field[], names: readonly string[]): KubeObject {
  const linked = fields.map((field) => {
    const before = referencesOf(account, field);
    const missing = names.filter((name) => !before.some((reference) => reference.name === name));
    return [field, [...before, ...missing.map((name) => ({ name }))]];
  });
  return { ...account, ...Object.fromEntries(linked) };
}
