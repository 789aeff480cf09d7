import { CONFIG_MAP } from '../../core/kinds/kind-names.ts';
import { certificateProblem } from '../../core/registries/pem.ts';
import { TRUSTED_CA_NAMESPACE } from '../../core/registries/trusted-authorities.ts';
import { encodeBytes, utf8Text } from '../../core/secrets/base64.ts';
import { configKeyProblems } from '../../core/secrets/config-keys.ts';
import { AppError } from '../../errors.ts';
import {
  type KeyValue,
  type KeyValueSources,
  parseLiteral,
  parseSources,
  readEnvFiles,
  readFileSources,
  sourceFlags,
} from '../arguments/key-value-sources.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';
import { type CreateKeyedRequest, createKeyed, keyedFlags, parseCreateKeyed } from '../objects/create-keyed.ts';
import type { ObjectMessages } from '../objects/object-messages.ts';

export interface CreateConfigMapRequest extends CreateKeyedRequest {
  sources: KeyValueSources;
}

type ConfigMapContent = {
  data: Record<string, string>;
  binaryData: Record<string, string>;
};

const spec: CommandSpec = {
  usage: 'NAME [--from-file=[KEY=]PATH] [--from-literal=KEY=VALUE] [--from-env-file=PATH]',
  description: `Creates a config map from files, directories or values, such as the certificates of registries (ca.crt files by host)
that image.config.openshift.io/cluster names. Files that are not UTF-8 become binary data.`,
  flags: [...sourceFlags('config map'), ...keyedFlags('config map')],
  examples: [
    {
      what: 'Create a config map with the certificate authority of a registry',
      run: 'imagestream create configmap registry-cas --from-file=registry.marsrover.space=ca.crt',
    },
    { what: 'Create one with a value', run: 'imagestream create configmap settings --from-literal=level=debug' },
  ],
};

export const command: Command<CreateConfigMapRequest, ObjectMessages> = {
  spec,

  parse: (input) => ({ ...parseCreateKeyed(input), sources: parseSources(input.flags) }),

  async run(request, ports) {
    const { sources, name } = request;
    const files = await readFileSources(sources.files, ports.files);
    if (ports.namespace === TRUSTED_CA_NAMESPACE) checkAuthorities(files);
    const content = configMapContent(name, [
      ...files,
      ...sources.literals.map(parseLiteral),
      ...(await readEnvFiles(sources.envFiles, ports.files, 'config')),
    ]);
    const { data, binaryData } = content;
    const hashed = Object.keys(binaryData).length > 0 ? content : { data };
    return createKeyed({ kind: CONFIG_MAP, content, hashed, failed: 'failed to create configmap:' }, request, ports);
  },
};

/**
 * Authorities that are none would be found out at the next import only: a file of certificates, or one for `host..port`,
 * must hold some.
 */
function checkAuthorities(files: readonly KeyValue[]): void {
  for (const { key, bytes, path = '' } of files) {
    if (!/\.\.\d+$/.test(key) && !/\.(crt|cer|pem)$/i.test(path)) continue;
    const problem = certificateProblem(utf8Text(bytes) ?? '');
    if (problem === undefined) continue;
    refuse(`the certificate authority of the key "${key}" cannot be used: ${path}: ${problem}`, {
      hint: `give a file with lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----`,
    });
  }
}

function configMapContent(name: string, entries: readonly KeyValue[]): ConfigMapContent {
  const texts = new Map<string, string>();
  const binaries = new Map<string, string>();
  for (const { key, bytes, isFile } of entries) {
    const problems = configKeyProblems(key);
    if (problems.length > 0) {
      refuse(`${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${problems.join(',')}`);
    }
    if (texts.has(key)) throw twice(key, 'Data', name);
    if (binaries.has(key)) throw twice(key, 'BinaryData', name);
    const text = utf8Text(bytes);
    if (text === undefined && isFile) binaries.set(key, encodeBytes(bytes));
    else texts.set(key, text ?? '');
  }
  return { data: Object.fromEntries(texts), binaryData: Object.fromEntries(binaries) };
}

function twice(key: string, field: string, name: string): AppError {
  return new AppError(
    'ARGUMENT',
    `cannot add key ${JSON.stringify(key)}, another key by that name already exists in ${field} for ConfigMap ${JSON.stringify(name)}`,
  );
}
