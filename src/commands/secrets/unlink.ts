import type { KubeObject } from '../../core/objects/meta.ts';
import type { Command, CommandSpec } from '../command.ts';
import { PRINT_FLAGS, parseOutputFormat } from '../flags/output-format.ts';
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

export interface SecretsUnlinkRequest extends LinkArguments, ObjectMessagesRequest {}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'SERVICEACCOUNT SECRET ...',
  description:
    'Takes secrets from a service account, also those that do not exist any more. The secrets themselves stay.',
  flags: PRINT_FLAGS,
  examples: [{ what: 'Take a secret from an account', run: 'imagestream secrets unlink default my-mars-secret' }],
};

export const command: Command<SecretsUnlinkRequest, ObjectMessages> = {
  spec,

  parse({ args, flags }) {
    const link = parseLinkArguments(args);
    const output = parseOutputFormat(flags, { tables: false });
    checkLinkArguments(link);
    return { ...link, output, dryRun: { mode: 'none' } };
  },

  async run(link, ports) {
    const { target, found, missing, notes } = await findLink(link, ports);
    const names = [...found, ...missing];
    const { after, changed } = await modifyObject(ports, target, (object) => withoutLinks(object, names), 'none');
    const fail = (message: string) => ({ messages: [], warnings: [], notes, errors: [noSecrets(message)] });
    if (!changed) return fail('No valid secrets found or secrets not linked to service account');
    if (missing.length > 0) {
      return fail(`Unlinked deleted secrets from ${target.namespace}/${target.name} service account`);
    }
    return { messages: [{ object: after, operation: 'updated' }], warnings: [], notes, errors: [], asStruct: true };
  },
};

function withoutLinks(account: KubeObject, names: readonly string[]): KubeObject {
  const { secrets: _mounted, imagePullSecrets: _pulled, ...rest } = account;
  const fields = (['secrets', 'imagePullSecrets'] as const).flatMap((field) => {
    const kept = referencesOf(account, field).filter(({ name }) => !names.includes(name));
    return kept.length > 0 ? [[field, kept] as const] : [];
  });
  return { ...rest, ...Object.fromEntries(fields) };
}
