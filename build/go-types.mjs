// Writes src/core/schema/tables.ts and required.ts from the Go types of the APIs, which are the only full account of what a
// server decodes:
//
//   node build/go-types.mjs K8S.IO-API K8S.IO-APIMACHINERY OPENSHIFT-API
//
// The arguments are checkouts of k8s.io/api, k8s.io/apimachinery and github.com/openshift/api. Run it when a field is new.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [api, machinery, openshift] = process.argv.slice(2);
if (!openshift) throw new Error('usage: node build/go-types.mjs K8S.IO-API K8S.IO-APIMACHINERY OPENSHIFT-API');

/** Each package by the name of its table: the files of its types, and the kinds to begin with. */
const PACKAGES = {
  meta: { files: [`${machinery}/pkg/apis/meta/v1/types.go`], kinds: [] },
  core: {
    files: [`${api}/core/v1/types.go`],
    kinds: ['Pod', 'ReplicationController', 'Service', 'Secret', 'ConfigMap', 'ServiceAccount', 'Namespace'],
  },
  apps: {
    files: [`${api}/apps/v1/types.go`],
    kinds: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'ControllerRevision'],
  },
  batch: { files: [`${api}/batch/v1/types.go`], kinds: ['CronJob', 'Job'] },
  image: {
    files: [`${openshift}/image/v1/types.go`],
    kinds: [
      'ImageStream',
      'ImageStreamTag',
      'ImageStreamImage',
      'ImageTag',
      'Image',
      'ImageStreamImport',
      'ImageStreamMapping',
    ],
  },
  build: { files: [`${openshift}/build/v1/types.go`], kinds: ['BuildConfig', 'Build', 'BuildRequest'] },
  deploy: { files: [`${openshift}/apps/v1/types.go`], kinds: ['DeploymentConfig'] },
  config: {
    files: ['types', 'types_image', 'types_image_digest_mirror_set', 'types_image_tag_mirror_set'].map(
      (name) => `${openshift}/config/v1/${name}.go`,
    ),
    kinds: ['Image', 'ImageDigestMirrorSet', 'ImageTagMirrorSet'],
  },
  project: { files: [`${openshift}/project/v1/types.go`], kinds: ['Project'] },
  operator: {
    files: [`${openshift}/operator/v1alpha1/types_image_content_source_policy.go`],
    kinds: ['ImageContentSourcePolicy'],
  },
};

/** Types that read themselves, by the name that they have in the tables. */
const SPECIAL = {
  'meta.Time': 'time',
  'meta.MicroTime': 'time',
  'meta.Duration': 'duration',
  'time.Duration': 'int64',
  'meta.FieldsV1': 'any',
  'runtime.RawExtension': 'any',
  'resource.Quantity': 'quantity',
  'intstr.IntOrString': 'intOrString',
  'types.UID': '~types.UID',
  'types.NodeName': '~types.NodeName',
  '[]byte': 'bytes',
  'build.OptionalNodeSelector': 'map[string]string',
  'image.OptionalNames': '[]string',
};

const IMPORTS = { metav1: 'meta', corev1: 'core', kapi: 'core', v1: 'core', buildv1: 'build' };

const declared = Object.fromEntries(Object.entries(PACKAGES).map(([name, { files }]) => [name, declarationsOf(files)]));

/** What a package declares: structs with their fields, and other types by what they are made of. */
function declarationsOf(files) {
  const types = new Map();
  for (const file of files) {
    const text = readFileSync(path.resolve(file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm))
      types.set(name, fieldsIn(body));
    for (const [, name] of text.matchAll(/^type (\w+) struct ?\{\}$/gm)) types.set(name, []);
    for (const [, name, type] of text.matchAll(/^type (\w+) =? ?([^\s{]+)$/gm)) types.set(name, type);
  }
  return types;
}

function fieldsIn(body) {
  let comment = '';
  return body.split('\n').flatMap((line) => {
    if (/^\s*(?:\/\/|$)/.test(line)) {
      comment = line.trim() === '' ? '' : `${comment}\n${line.trim()}`;
      return [];
    }
    const field = /^\s*(?:(\w+)\s+)?([\w.*[\]{}]+)\s+`[^`]*json:"([^",]*)([^"]*)"[^`]*`/.exec(line);
    const optional = /^\/\/ ?\+(?:k8s:)?optional$/m.test(comment);
    comment = '';
    if (!field || field[3] === '-') return [];
    const [, , type, name, rest] = field;
    return [{ name, type, inline: name === '', required: !optional && !/omitempty|omitzero/.test(rest) }];
  });
}

/** A Go type, seen from a package, in the words of the tables. What it needs is told to `need`. */
function typeOf(type, pkg, need) {
  const bare = type.replace(/^\*/, '');
  if (SPECIAL[bare]) return SPECIAL[bare];
  if (bare.startsWith('[]')) return `[]${typeOf(bare.slice(2), pkg, need)}`;
  const map = /^map\[(\w[\w.]*)\](.+)$/.exec(bare);
  if (map) return `map[${typeOf(map[1], pkg, need)}]${typeOf(map[2], pkg, need)}`;
  if (/^(string|bool|int32|int64|float64)$/.test(bare)) return bare;
  if (bare === 'int') return 'int64';
  const [owner, name] = bare.includes('.') ? bare.split('.') : [pkg, bare];
  // Alpha fields refer to packages that are not read here.
  if (/alpha\d+$/.test(owner)) return 'any';
  const home = IMPORTS[owner] ?? owner;
  const full = `${home}.${name}`;
  if (SPECIAL[full]) return SPECIAL[full];
  const what = declared[home]?.get(name);
  if (what === undefined) throw new Error(`${pkg}: no type ${bare}`);
  if (what === 'string') return `~${name}`;
  if (typeof what === 'string' && declared[home].has(what)) return typeOf(`${home}.${what}`, home, need);
  need(home, name);
  return home === pkg ? name : full;
}

const tables = Object.fromEntries(Object.keys(PACKAGES).map((name) => [name, new Map()]));
function add(pkg, name) {
  if (tables[pkg].has(name)) return;
  tables[pkg].set(name, '');
  const what = declared[pkg].get(name);
  if (what === undefined) throw new Error(`no type ${pkg}.${name}`);
  tables[pkg].set(name, typeof what === 'string' ? `= ${typeOf(what, pkg, add)}` : fieldList(what, pkg).join(', '));
}

function fieldList(fields, pkg) {
  return fields.flatMap(({ name, type, inline }) => {
    if (!inline) return [`${name} ${typeOf(type, pkg, add)}`];
    const [owner, embedded] = type.includes('.') ? type.replace('*', '').split('.') : [pkg, type.replace('*', '')];
    const home = IMPORTS[owner] ?? owner;
    if (embedded === 'TypeMeta') return ['kind string', 'apiVersion string'];
    return fieldList(declared[home].get(embedded), home).map((field) => qualify(field, home, pkg));
  });
}

/** A field that is embedded from another package names the types of that one. */
function qualify(field, home, pkg) {
  return home === pkg ? field : field.replace(/(^| |\])([A-Z]\w*)$/, (_, before, name) => `${before}${home}.${name}`);
}

/** The fields of a struct that the API's own description calls required. */
function requiredOf(pkg, name) {
  const fields = declared[pkg].get(name);
  if (typeof fields === 'string') return [];
  return fields.flatMap((field) => {
    if (!field.inline) return field.required ? [field.name] : [];
    const [owner, embedded] = field.type.includes('.')
      ? field.type.replace('*', '').split('.')
      : [pkg, field.type.replace('*', '')];
    return embedded === 'TypeMeta' ? [] : requiredOf(IMPORTS[owner] ?? owner, embedded);
  });
}

for (const [pkg, { kinds }] of Object.entries(PACKAGES)) for (const kind of kinds) add(pkg, kind);

const text = Object.entries(tables).map(([pkg, types]) => {
  const lines = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `${name}: ${fields}`);
  return `  ${pkg}: \`\n${lines.join('\n')}\n\`,\n`;
});
writeFileSync(
  path.resolve(import.meta.dirname, '../src/core/schema/tables.ts'),
  `/**
 * The types of the APIs by Go package, a struct or other named type a line, each field with its type; made by
 * build/go-types.mjs from the Go sources. \`~X\` is a string that Go calls \`v1.X\`; \`types.ts\` reads it.
 */
export const TABLES = {
${text.join('')}};
`,
);

const required = Object.entries(tables).map(([pkg, types]) => {
  const lines = [...types.keys()]
    .sort()
    .map((name) => [name, requiredOf(pkg, name)])
    .filter(([, fields]) => fields.length > 0)
    .map(([name, fields]) => `${name}: ${fields.join(', ')}`);
  return `  ${pkg}: \`\n${lines.join('\n')}\n\`,\n`;
});
writeFileSync(
  path.resolve(import.meta.dirname, '../src/core/schema/required.ts'),
  `/** The fields of each type that objects must have, as the API describes itself; made by build/go-types.mjs with the types. */
export const REQUIRED = {
${required.join('')}};
`,
);
