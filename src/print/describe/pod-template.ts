import { compareBytes, sortedEntries } from '../../core/byte-order.ts';
import { listAt, mapAt, textAt, valueAt } from '../formats/untyped.ts';
import { kubectlAnnotations, kubectlLabels } from './kubectl-fields.ts';

/** The part `Pod Template:` of a workload's describe. */
export function podTemplateLines(template: unknown): string {
  const spec = valueAt(template, 'spec');
  const annotations = mapAt(template, 'metadata', 'annotations');
  const account = textAt(spec, 'serviceAccountName');
  const initContainers = listAt(spec, 'initContainers');
  const priority = textAt(spec, 'priorityClassName');
  return [
    'Pod Template:\n',
    kubectlLabels('  Labels', mapAt(template, 'metadata', 'labels')),
    Object.keys(annotations).length > 0 ? kubectlAnnotations('  Annotations', annotations) : '',
    account && `  Service Account:\t${account}\n`,
    initContainers.length > 0 ? containerLines('Init Containers', initContainers) : '',
    containerLines('Containers', listAt(spec, 'containers')),
    volumeLines(listAt(spec, 'volumes')),
    priority && `  Priority Class Name:\t${priority}\n`,
    kubectlLabels('  Node-Selectors', mapAt(spec, 'nodeSelector')),
    tolerationLines(listAt(spec, 'tolerations')),
  ].join('');
}

function containerLines(label: string, containers: readonly unknown[]): string {
  if (containers.length === 0) return `  ${label}: <none>\n`;
  return `  ${label}:\n${containers.map(oneContainer).join('')}`;
}

function oneContainer(container: unknown): string {
  const ports = listAt(container, 'ports');
  const port = (field: string) => ports.map((p) => portText(p, field));
  return [
    `   ${textAt(container, 'name')}:\n`,
    `    Image:\t${textAt(container, 'image')}\n`,
    portLine('Port', port('containerPort')),
    portLine('Host Port', port('hostPort')),
    wordLines('Command', listAt(container, 'command')),
    wordLines('Args', listAt(container, 'args')),
    quantityLines('Limits', mapAt(container, 'resources', 'limits')),
    quantityLines('Requests', mapAt(container, 'resources', 'requests')),
    sourceLines(listAt(container, 'envFrom')),
    environmentLines(listAt(container, 'env')),
    mountLines(listAt(container, 'volumeMounts')),
  ].join('');
}

function portText(port: unknown, field: string): string {
  const name = textAt(port, 'name');
  return `${textAt(port, field) || 0}/${textAt(port, 'protocol') || 'TCP'}${name ? ` (${name})` : ''}`;
}

function portLine(label: string, ports: readonly string[]): string {
  return `    ${label}${ports.length > 1 ? 's' : ''}:\t${ports.join(', ') || '<none>'}\n`;
}

function wordLines(label: string, words: readonly unknown[]): string {
  if (words.length === 0) return '';
  const lines = words.flatMap((word) => String(word).split('\n'));
  return `    ${label}:\n${lines.map((line) => `      ${line}\n`).join('')}`;
}

function quantityLines(label: string, quantities: Record<string, unknown>): string {
  const entries = sortedEntries(quantities);
  if (entries.length === 0) return '';
  return `    ${label}:\n${entries.map(([name, quantity]) => `      ${name}:\t${quantity}\n`).join('')}`;
}

function sourceLines(sources: readonly unknown[]): string {
  if (sources.length === 0) return '';
  const lines = sources.map((source) => {
    const field = valueAt(source, 'configMapRef') ? 'configMapRef' : 'secretRef';
    const prefix = textAt(source, 'prefix');
    const optional = valueAt(source, field, 'optional') === true;
    const kind = field === 'configMapRef' ? 'ConfigMap' : 'Secret';
    const suffix = prefix ? ` with prefix '${prefix}'` : '';
    return `      ${textAt(source, field, 'name')}\t${kind}${suffix}\tOptional: ${optional}\n`;
  });
  return `    Environment Variables from:\n${lines.join('')}`;
}

function environmentLines(variables: readonly unknown[]): string {
  if (variables.length === 0) return '    Environment:\t<none>\n';
  return `    Environment:\n${variables.map(oneVariable).join('')}`;
}

function oneVariable(variable: unknown): string {
  const name = textAt(variable, 'name');
  const from = mapAt(variable, 'valueFrom');
  if (from.fieldRef) {
    const version = textAt(from, 'fieldRef', 'apiVersion') || 'v1';
    return `      ${name}:\t (${version}:${textAt(from, 'fieldRef', 'fieldPath')})\n`;
  }
  const fromKey = (field: string, place: string) => {
    const optional = valueAt(from, field, 'optional') === true;
    const key = `<set to the key '${textAt(from, field, 'key')}' ${place} '${textAt(from, field, 'name')}'>`;
    return `      ${name}:\t${key}\tOptional: ${optional}\n`;
  };
  if (from.secretKeyRef) return fromKey('secretKeyRef', 'in secret');
  if (from.configMapKeyRef) return fromKey('configMapKeyRef', 'of config map');
  const [first, ...others] = textAt(variable, 'value').split('\n');
  return `      ${name}:\t${first}\n${others.map((line) => `      \t${line}\n`).join('')}`;
}

function mountLines(mounts: readonly unknown[]): string {
  if (mounts.length === 0) return '    Mounts:\t<none>\n';
  const lines = mounts.map((mount) => {
    const subPath = textAt(mount, 'subPath');
    const flags = [valueAt(mount, 'readOnly') === true ? 'ro' : 'rw', ...(subPath ? [`path="${subPath}"`] : [])];
    return { path: textAt(mount, 'mountPath'), text: `${textAt(mount, 'name')} (${flags.join(',')})` };
  });
  lines.sort((a, b) => compareBytes(a.path, b.path));
  return `    Mounts:\n${lines.map(({ path, text }) => `      ${path} from ${text}\n`).join('')}`;
}

function volumeLines(volumes: readonly unknown[]): string {
  if (volumes.length === 0) return '  Volumes:\t<none>\n';
  const one = (volume: unknown) => `   ${textAt(volume, 'name')}:\n${volumeRows(volume)}`;
  return `  Volumes:\n${volumes.map(one).join('')}`;
}

function volumeRows(volume: unknown): string {
  const rows = (type: string, ...fields: [string, string][]) =>
    [['Type', type], ...fields].map(([label, value]) => `    ${label}:\t${value}\n`).join('');
  const optional = (field: string): [string, string] => ['Optional', `${valueAt(volume, field, 'optional') === true}`];
  const { secret, configMap, emptyDir, persistentVolumeClaim, hostPath } = mapAt(volume);
  if (secret) {
    const name = textAt(secret, 'secretName');
    return rows('Secret (a volume populated by a Secret)', ['SecretName', name], optional('secret'));
  }
  if (configMap) {
    const name = textAt(configMap, 'name');
    return rows('ConfigMap (a volume populated by a ConfigMap)', ['Name', name], optional('configMap'));
  }
  if (emptyDir) {
    const limit = textAt(emptyDir, 'sizeLimit') || '<unset>';
    const type = "EmptyDir (a temporary directory that shares a pod's lifetime)";
    return rows(type, ['Medium', textAt(emptyDir, 'medium')], ['SizeLimit', limit]);
  }
  if (persistentVolumeClaim) {
    const type = 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)';
    const readOnly = `${valueAt(persistentVolumeClaim, 'readOnly') === true}`;
    return rows(type, ['ClaimName', textAt(persistentVolumeClaim, 'claimName')], ['ReadOnly', readOnly]);
  }
  if (hostPath) {
    const type = textAt(hostPath, 'type') || '<none>';
    return rows('HostPath (bare host directory volume)', ['Path', textAt(hostPath, 'path')], ['HostPathType', type]);
  }
  return '  <unknown>\n';
}

function tolerationLines(tolerations: readonly unknown[]): string {
  const lines = tolerations.map((toleration) => {
    const key = textAt(toleration, 'key');
    const value = textAt(toleration, 'value');
    const effect = textAt(toleration, 'effect');
    const text = `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`;
    const exists = textAt(toleration, 'operator') === 'Exists' && !value ? `${text ? ' ' : ''}op=Exists` : '';
    const seconds = textAt(toleration, 'tolerationSeconds');
    return { key, text: `\t${text}${exists}${seconds ? ` for ${seconds}s` : ''}\n` };
  });
  lines.sort((a, b) => compareBytes(a.key, b.key));
  return `  Tolerations:${lines.map(({ text }) => text).join('') || '\t<none>\n'}`;
}
