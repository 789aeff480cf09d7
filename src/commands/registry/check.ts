import type { RegistryCheck } from '../../core/registries/registry-check.ts';
import type { Command, CommandSpec } from '../command.ts';
import { parseOutputChoice } from '../flags/output-format.ts';
import { INSECURE_FLAG } from '../flags/tag-flags.ts';

export interface RegistryCheckArguments {
  target: string;
  insecure: boolean;
  output: 'text' | 'json' | 'yaml';
}

export interface RegistryCheckResult {
  check: RegistryCheck;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'HOST[/REPOSITORY]',
  description: `Looks at everything that decides how an import from a registry goes: the cluster's image configuration, registries.conf,
mirrors, proxies, authorities and client certificates, and the login, each with the file or object that says so. Then it asks
the registry, and its mirrors, as an import would. Passwords and tokens are never shown.

With a repository, its tags are asked for, so that a login that does not reach it is found. The exit code is 1 when an import
would not work; the last line then says what to do.`,
  flags: [
    INSECURE_FLAG,
    {
      name: 'output',
      short: 'o',
      group: 'output',
      type: 'string',
      value: 'json|yaml',
      help: 'Print the findings as a document',
    },
  ],
  examples: [
    {
      what: 'Find out why a registry cannot be imported from',
      run: 'imagestream registry check registry.marsrover.space',
    },
    {
      what: 'Check the login for one repository',
      run: 'imagestream registry check registry.marsrover.space/engine/marsview -n toms-project',
    },
  ],
};

export const command: Command<RegistryCheckArguments, RegistryCheckResult> = {
  spec,

  parse({ args, flags, usage }) {
    const [target = '', ...more] = args;
    if (target === '' || more.length > 0) throw usage('name one HOST or HOST/REPOSITORY');
    return { target, insecure: flags.bool('insecure'), output: parseOutputChoice(flags, ['json', 'yaml']) || 'text' };
  },

  async run({ target, insecure }, ports) {
    return { check: await ports.checkRegistry({ namespace: ports.namespace, target, insecure }) };
  },
};
