import { sortedKeys } from '../core/byte-order.ts';
import { isJsonObject } from '../core/json/json-object.ts';
import { CONFIG_MAP, SECRET } from '../core/kinds/kind-names.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { decodeBytes } from '../core/secrets/base64.ts';
import { configKeyProblems } from '../core/secrets/config-keys.ts';
import { readSecret } from '../core/secrets/secret-data.ts';
import { AppError, throwAll } from '../errors.ts';
import { parseResources } from './arguments/resources.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { FILE_FLAGS, type FileArguments, parseFileFlags } from './flags/file-flags.ts';
import { readManifestObjects } from './objects/manifest-objects.ts';
import { type ObjectTarget, readObject } from './objects/modify-object.ts';
import { noResources } from './objects/object-selection.ts';
import { oneByOne } from './objects/one-by-one.ts';

export interface ExtractRequest {
  targets: readonly Pick<ObjectTarget, 'kind' | 'name'>[];
  files: FileArguments;
  /** A folder; `-` for standard output. */
  to: string;
  /** None for all. */
  keys: readonly string[];
  confirm: boolean;
}

export interface ExtractedEntry {
  key: string;
  bytes: Uint8Array;
}

export interface ExtractResult {
  /** The files that were written. */
  written: readonly string[];
  /** What goes to standard output instead. */
  entries: readonly ExtractedEntry[];
  warnings: readonly string[];
  errors: readonly unknown[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(secret/NAME | configmap/NAME) [...] [--to=DIRECTORY|-]',
  description: `Writes each key of secrets and config maps to a file of its name, as a container sees them where they are mounted; the passwords
come from where they are kept. The files are readable for you alone, and what is there is not replaced without --confirm.
With --to=- the values go to standard output, and their names to standard error.`,
  flags: [
    {
      name: 'to',
      group: 'how',
      type: 'string',
      value: 'DIRECTORY',
      default: '.',
      help: 'Where the files go; - for standard output',
    },
    { name: 'keys', group: 'what', type: 'list', value: 'KEY[,KEY]', help: 'Only these keys' },
    {
      name: 'confirm',
      group: 'how',
      type: 'bool',
      help: 'Replace files that are there, and make the directory where it is missing',
    },
    ...FILE_FLAGS.filter((flag) => flag.name === 'filename'),
    { name: 'recursive', short: 'R', type: 'bool', help: 'Without effect', hidden: true },
    { name: 'kustomize', short: 'k', type: 'string', value: 'DIRECTORY', help: 'Not supported', hidden: true },
  ],
  examples: [
    {
      what: 'Write the files of a config map into a folder',
      run: 'imagestream extract configmap/nginx --to=/etc/nginx --confirm',
    },
    { what: 'Look at one key of a secret', run: 'imagestream extract secret/db --keys=password --to=-' },
    {
      what: 'Use a pull secret with another program',
      run: 'imagestream extract secret/pull --to=. && podman pull --authfile=.dockerconfigjson quay.io/acme/web',
    },
  ],
};

export const command: Command<ExtractRequest, ExtractResult> = {
  spec,

  parse({ args, flags, program }) {
    const bare = args.find((arg) => !arg.includes('/'));
    if (bare !== undefined) refuse(`the argument ${JSON.stringify(bare)} must be RESOURCE/NAME`);
    const files = parseFileFlags(flags);
    if (args.length === 0 && files.files.length === 0) throw noResources();
    if (args.length > 0 && files.files.length > 0) {
      refuse('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    }
    const { selections } = args.length === 0 ? { selections: [] } : parseResources(args, program);
    return {
      targets: selections.flatMap(({ kind, names }) => names.map((name) => ({ kind, name }))),
      files,
      to: flags.string('to'),
      keys: flags.list('keys').flatMap((value) => value.split(',')),
      confirm: flags.bool('confirm'),
    };
  },

  async run(request, ports) {
    const { to, confirm, keys } = request;
    if (to !== '-') await ports.outputs.openFolder(to, { create: confirm });
    const objects = await readObjects(request, ports);
    const known = objects.filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap');
    const warnings = objects
      .filter((object) => !known.includes(object))
      .map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name} does not support extraction`);
    if (known.length === 0) return { ...NOTHING, warnings, errors: [new AppError('ARGUMENT', NO_OBJECT)] };
    const written: string[] = [];
    const found: ExtractedEntry[] = [];
    const errors: unknown[] = [];
    for (const object of known) {
      const entries = entriesOf(object);
      const missing = keys.filter((key) => !entries.some((entry) => entry.key === key));
      warnings.push(
        ...missing.map(
          (key) => `${object.kind.toLowerCase()}/${object.metadata.name} has no key ${JSON.stringify(key)}`,
        ),
      );
      const wanted = entries.filter(({ key }) => keys.length === 0 || keys.includes(key));
      if (to === '-') found.push(...wanted);
      else {
        await oneByOne(wanted, errors, async ({ key, bytes }) => {
          // What somebody wrote into the store leads nowhere but into the folder.
          if (configKeyProblems(key).length > 0) refuse(`${key}: not a file name`);
          const file = await ports.outputs.write(to, key, bytes, { replace: confirm });
          if (file === undefined) refuse(`${key}: file exists, pass --confirm to overwrite`);
          written.push(file);
        });
      }
    }
    return { written, entries: found, warnings, errors };
  },
};

const NOTHING = { written: [], entries: [] };
const NO_OBJECT = 'you must specify at least one resource to extract';

async function readObjects({ targets, files }: ExtractRequest, ports: Ports): Promise<KubeObject[]> {
  if (files.files.length > 0) {
    const { objects, errors } = await readManifestObjects(files, ports);
    throwAll(errors);
    return objects.map(({ object }) => object);
  }
  const found: KubeObject[] = [];
  const errors: unknown[] = [];
  await oneByOne(targets, errors, async ({ kind, name }) => {
    const { namespace } = ports;
    const isKept = kind === SECRET || kind === CONFIG_MAP;
    found.push(
      isKept
        ? await ports.api.get(kind, namespace, name, { showSecrets: true })
        : await readObject(ports, { kind, namespace, name }),
    );
  });
  throwAll(errors);
  return found;
}

/** In the order of the keys. Fails with a Status BadRequest for values that cannot be. */
function entriesOf(object: KubeObject): ExtractedEntry[] {
  const base64 = object.kind === 'Secret' ? readSecret(object).data : object.binaryData;
  const text = object.kind === 'Secret' ? undefined : object.data;
  const entries = new Map<string, Uint8Array>();
  for (const [key, value] of Object.entries(isJsonObject(text) ? text : {})) {
    entries.set(key, new TextEncoder().encode(String(value)));
  }
  for (const [key, value] of Object.entries(isJsonObject(base64) ? base64 : {})) {
    const decoded = decodeBytes(String(value));
    if (!decoded.ok) refuse(`${key}: illegal base64 data at input byte ${decoded.at}`);
    entries.set(key, decoded.bytes);
  }
  return sortedKeys(Object.fromEntries(entries)).map((key) => ({ key, bytes: entries.get(key) as Uint8Array }));
}
