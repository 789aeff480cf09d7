import { goJson, serverOrder } from '../../codec/go-json.ts';
import { repeatedJsonKeys, unusualNumbers } from '../../core/json/exact-json.ts';
import { isJsonObject } from '../../core/json/json-object.ts';
import { parseJson } from '../../core/json/json-syntax.ts';
import { jsonSyntaxError } from '../../core/json/json-syntax-error.ts';
import { apiVersionOf, KINDS, type ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { shapeOfObject } from '../../core/objects/object-shape.ts';
import { badRequest, cause, failure, invalid, StatusError } from '../../core/status.ts';
import type { Ports } from '../command.ts';
import { checkedObject, type Validation } from '../flags/field-validation.ts';
import type { RawRequest } from '../flags/raw.ts';
import { createObject } from './create-object.ts';
import type { ObjectMessages } from './object-messages.ts';

/** Posts the file, and gives the object that the API answers with. Fails with a status as the API server words it. */
export async function createRaw({ path, file }: RawRequest, ports: Ports): Promise<ObjectMessages> {
  const { kind, namespace, query } = target(path);
  const options = createOptions(query);
  const bytes = file === '-' ? await ports.files.readStdin() : await ports.files.read(file);
  const body = Buffer.from(bytes).toString();
  const parsed = parseJson(body);
  if (!parsed.ok) throw unrecognised(body, kind);
  const object = objectOf(parsed.value, kind, namespace);
  const warnings: string[] = [];
  const repeated = repeatedJsonKeys(body)[0] ?? [];
  const manifest = { kind, namespace, object, file, repeated };
  const mode = options.dryRun ? 'server' : 'none';
  const checked = await checkedObject(manifest, options.validation, mode, warnings, unusualNumbers(body));
  if (checked.object.metadata.name === undefined || checked.object.metadata.name === '') {
    throw invalid(kind.kind, '', [cause.required('metadata.name', 'name or generateName is required')]);
  }
  const created = await createObject(ports, kind, namespace, checked.object, mode);
  return { messages: [{ text: goJson(created, { keys: serverOrder, indent: '' }) }], warnings, errors: [] };
}

/** The objects of a path: `/api/v1/...` or `/apis/GROUP/VERSION/...`, and `namespaces/NAMESPACE/` for what is in one. */
function target(path: string): { kind: ResourceKind; namespace: string; query: URLSearchParams } {
  const url = new URL(path, 'http://api.invalid');
  const parts = /^\/(?:api\/([^/]+)|apis\/([^/]+)\/([^/]+))(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(url.pathname);
  const [, core, group = '', version = core, namespace = '', plural] = parts ?? [];
  const kind = KINDS.find((known) => known.group === group && known.version === version && known.plural === plural);
  if (!kind || kind.namespaced !== (namespace !== '')) {
    throw new StatusError(failure('NotFound', 'the server could not find the requested resource'));
  }
  return { kind, namespace: decodeURIComponent(namespace), query: url.searchParams };
}

const VALIDATIONS: Readonly<Record<string, Validation>> = {
  '': 'warn',
  Ignore: 'ignore',
  Strict: 'strict',
  Warn: 'warn',
};

function createOptions(query: URLSearchParams): { validation: Validation; dryRun: boolean } {
  const field = query.get('fieldValidation') ?? '';
  const dryRuns = query.getAll('dryRun').filter((value) => value !== '');
  const causes = [];
  if (dryRuns.some((value) => value !== 'All')) {
    const values = dryRuns.map((value) => JSON.stringify(value)).join(', ');
    causes.push({ field: 'dryRun', message: `Unsupported value: []string{${values}}: supported values: "All"` });
  }
  const validation = Object.hasOwn(VALIDATIONS, field) ? VALIDATIONS[field] : undefined;
  if (!validation) causes.push(cause.notSupported('fieldValidation', field, Object.keys(VALIDATIONS)));
  if (!validation || causes.length > 0) throw invalid('CreateOptions', '', causes);
  return { validation, dryRun: dryRuns.length > 0 };
}

/** Characters of a body that a message shows. */
const SHOWN = 30;

function unrecognised(body: string, { kind }: ResourceKind): StatusError {
  const start = [...body].slice(0, SHOWN).join('');
  const shown = body.startsWith('{') ? start : Buffer.from(start).toString('hex');
  const summary = body === '' ? '<empty>' : start.length < body.length ? `${shown} ...` : shown;
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${jsonSyntaxError(body)} (${summary})`,
  );
}

/** The body as an object of the kind that the path means; without a type it is one. */
function objectOf(body: unknown, kind: ResourceKind, namespace: string): KubeObject {
  const apiVersion = apiVersionOf(kind);
  const value = isJsonObject(body)
    ? { ...body, apiVersion: body.apiVersion || apiVersion, kind: body.kind || kind.kind }
    : body;
  const shape = shapeOfObject(value);
  if (!shape.ok) {
    throw badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${shape.why}`);
  }
  const { object } = shape;
  if (object.kind !== kind.kind || object.apiVersion !== apiVersion) {
    const version = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
    const internal = `${kind.group.split('.')[0] || 'core'}.${kind.kind}`;
    throw badRequest(
      `${object.kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: converting (${version}.${object.kind}) to (${internal}): unknown conversion`,
    );
  }
  const own = object.metadata.namespace;
  if (kind.namespaced && own && own !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...object.metadata, ...(kind.namespaced ? { namespace } : {}) } };
}
