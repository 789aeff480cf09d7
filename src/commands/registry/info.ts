import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';

export interface RegistryInfoRequest {
  which: 'any' | 'public' | 'internal';
  check: boolean;
  quiet: boolean;
}

export interface RegistryInfoResult {
  host: string;
  quiet: boolean;
  notes: readonly string[];
}

const spec: CommandSpec = {
  usage: '',
  description: `Prints the host of the integrated registry, the one that --reference-policy=local and --mirror mean. It is a registry like any
other that somebody runs; imagestream runs none. Its name is that of IMAGESTREAM_INTERNAL_REGISTRY, else what
image.config.openshift.io/cluster says; the public name, which is printed first, is the first of externalRegistryHostnames there.`,
  flags: [
    { name: 'public', type: 'bool', help: 'Only the public host name' },
    { name: 'internal', type: 'bool', help: 'Only the internal host name' },
    { name: 'check', type: 'bool', help: 'Also try to reach it' },
    { name: 'quiet', short: 'q', type: 'bool', help: 'Print nothing; the exit code says whether there is one' },
  ],
  examples: [
    {
      what: 'Print the host of the integrated registry',
      run: 'IMAGESTREAM_INTERNAL_REGISTRY=registry.marsrover.space imagestream registry info',
    },
    {
      what: 'Fail where the integrated registry cannot be reached',
      run: 'imagestream registry info --check --quiet || echo "no registry"',
    },
  ],
};

/** `registry info`: whether there is an integrated registry, and where. */
export const command: Command<RegistryInfoRequest, RegistryInfoResult> = {
  spec,

  parse({ flags }) {
    const [internal, external] = [flags.bool('internal'), flags.bool('public')];
    if (internal && external) refuse('only one of --internal or --public may be specified at a time');
    const which = internal ? 'internal' : external ? 'public' : 'any';
    return { which, check: flags.bool('check'), quiet: flags.bool('quiet') };
  },

  async run({ which, check, quiet }, ports) {
    const { internal, external } = await ports.integratedRegistry();
    if (!internal && !external) {
      refuse('the integrated registry has not been configured', {
        hint: 'Set IMAGESTREAM_INTERNAL_REGISTRY to the host[:port] of a registry of yours',
      });
    }
    if (which === 'public' && !external) refuse('registry does not have public hostname');
    if (which === 'internal' && !internal) refuse('registry does not have an internal hostname');
    const host = (which === 'internal' ? internal : external || internal) ?? '';
    const notes = check && which === 'any' && !external ? ['info: Registry does not have a public hostname'] : [];
    if (check) await reach(host, ports);
    return { host, quiet, notes };
  },
};

/** Fails with ARGUMENT where nothing answers there. */
async function reach(host: string, ports: Ports): Promise<void> {
  const { problem } = await ports.checkRegistry({ namespace: ports.namespace, target: host, insecure: false });
  if (problem) refuse(`registry could not be contacted at ${host}: ${problem.message}`, { hint: problem.fix });
}
