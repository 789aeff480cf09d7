import { AppError } from '../../errors.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { parseJson } from '../json/json-syntax.ts';
import { setOwn } from '../json/json-value.ts';

/** What an image's own configuration can say (OCI image configuration, and what Docker adds to it). */
const IMAGE_FIELDS =
  'Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts Tty OpenStdin StdinOnce Env Cmd Healthcheck ArgsEscaped Image Volumes WorkingDir Entrypoint NetworkDisabled MacAddress OnBuild Labels StopSignal StopTimeout Shell Memory MemorySwap CpuShares Cpuset PortSpecs SecurityOpts VolumesFrom'.split(
    ' ',
  );
/** What the configuration around it can. */
const META_FIELDS =
  'id parent comment created container container_config docker_version author config architecture size rootfs history os os.version os.features variant'.split(
    ' ',
  );

/** What `image append` makes of a configuration, apart from its layers. */
export interface ConfigChange {
  /** JSON; empty for none. */
  image: string;
  meta: string;
  dropHistory: boolean;
  /** RFC 3339. */
  created: string;
}

/**
 * The configuration of an image with the changes: fields are found whatever their case, objects are merged, null removes a field.
 * Fails with ARGUMENT for what is no JSON object, and for a field that there is not.
 */
export function patchedConfig(config: JsonObject, { image, meta, dropHistory, created }: ConfigChange): JsonObject {
  const { parent: _parent, ...rest } = config;
  let next: JsonObject = { ...rest, created };
  if (dropHistory) next = withoutHistory(next);
  const own = isJsonObject(next.config) ? next.config : {};
  if (image !== '') next.config = merged(own, parsed(image, '--image', IMAGE_FIELDS));
  return meta === '' ? next : merged(next, parsed(meta, '--meta', META_FIELDS));
}

function withoutHistory(config: JsonObject): JsonObject {
  const { container_config: _c, history: _h, container: _n, docker_version: _v, ...rest } = config;
  if (!isJsonObject(rest.config)) return rest;
  const { Image: _image, ...own } = rest.config;
  return { ...rest, config: own };
}

function parsed(text: string, flag: string, fields: readonly string[]): JsonObject {
  const refuse = (why: string): never => {
    throw new AppError('ARGUMENT', `unable to patch image from ${flag}: ${why}`);
  };
  const found = parseJson(text);
  if (!found.ok) return refuse(`not valid JSON at line ${found.position.line}, column ${found.position.column}`);
  if (!isJsonObject(found.value)) return refuse('it is no JSON object');
  const entries = Object.entries(found.value).map(([name, value]) => {
    const field = fields.find((known) => known.toLowerCase() === name.toLowerCase());
    return [field ?? refuse(`there is no field ${JSON.stringify(name)}`), value];
  });
  return Object.fromEntries(entries);
}

function merged(base: JsonObject, patch: JsonObject): JsonObject {
  const next = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const before = ownValue(next, key);
    if (value === null) delete next[key];
    else setOwn(next, key, isJsonObject(before) && isJsonObject(value) ? merged(before, value) : value);
  }
  return next;
}
