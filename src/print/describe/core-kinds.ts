import { sortedEntries } from '../../core/byte-order.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { listAt, mapAt, textAt, valueAt } from '../formats/untyped.ts';
import { labelText } from '../text/label-text.ts';
import { kubectlHead, NO_EVENTS } from './kubectl-fields.ts';

/** Sizes only: a secret's values are not shown, except the token of a service account, as in kubectl. */
export function describeSecret(secret: KubeObject): string {
  const type = textAt(secret, 'type') || 'Opaque';
  const isToken = type === 'kubernetes.io/service-account-token';
  const data = sortedEntries(mapAt(secret, 'data')).map(([key, value]) =>
    key === 'token' && isToken
      ? `${key}:\t${decoded(String(value))}\n`
      : `${key}:\t${decodedLength(String(value))} bytes\n`,
  );
  return `${kubectlHead(secret)}\nType:\t${type}\n\nData\n====\n${data.join('')}`;
}

export function describeConfigMap(map: KubeObject): string {
  const data = sortedEntries(mapAt(map, 'data')).map(([key, value]) => `${key}:\n----\n${value}\n\n`);
  const binary = sortedEntries(mapAt(map, 'binaryData')).map(
    ([key, value]) => `${key}: ${decodedLength(String(value))} bytes\n`,
  );
  return `${kubectlHead(map)}\nData\n====\n${data.join('')}\nBinaryData\n====\n${binary.join('')}\n${NO_EVENTS}`;
}

export function describeServiceAccount(account: KubeObject): string {
  const names = (field: string) => listAt(account, field).map((reference) => textAt(reference, 'name'));
  const rows = (header: string, values: string[]) =>
    (values.length > 0 ? values : ['<none>'])
      .map((value, i) => `${i === 0 ? header : ' '.repeat(header.length)}\t${value}\n`)
      .join('');
  return [
    kubectlHead(account),
    rows('Image pull secrets:', names('imagePullSecrets')),
    rows('Mountable secrets: ', names('secrets')),
    rows('Tokens:            ', []),
    NO_EVENTS,
  ].join('');
}

export function describeService(service: KubeObject): string {
  const spec = (field: string) => textAt(service, 'spec', field);
  const joined = (field: string) => listAt(service, 'spec', field).map(String).join(',') || '<none>';
  const ports = listAt(service, 'spec', 'ports').map((port) => {
    const name = textAt(port, 'name') || '<unset>';
    const protocol = textAt(port, 'protocol') || 'TCP';
    const nodePort = textAt(port, 'nodePort');
    return [
      `Port:\t${name}\t${textAt(port, 'port')}/${protocol}\n`,
      `TargetPort:\t${textAt(port, 'targetPort') || textAt(port, 'port')}/${protocol}\n`,
      nodePort && nodePort !== '0' ? `NodePort:\t${name}\t${nodePort}/${protocol}\n` : '',
      'Endpoints:\t<none>\n',
    ].join('');
  });
  const policy = spec('ipFamilyPolicy');
  return [
    kubectlHead(service),
    `Selector:\t${labelText(mapAt(service, 'spec', 'selector'))}\n`,
    `Type:\t${spec('type') || 'ClusterIP'}\n`,
    policy && `IP Family Policy:\t${policy}\n`,
    `IP Families:\t${joined('ipFamilies')}\n`,
    `IP:\t${spec('clusterIP')}\n`,
    `IPs:\t${joined('clusterIPs')}\n`,
    valueAt(service, 'spec', 'externalName') ? `External Name:\t${spec('externalName')}\n` : '',
    ...ports,
    `Session Affinity:\t${spec('sessionAffinity') || 'None'}\n`,
    NO_EVENTS,
  ].join('');
}

/** How many bytes a base64 text stands for. */
function decodedLength(base64: string): number {
  const digits = base64.replace(/[=\s]+/g, '').length;
  return Math.floor((digits * 3) / 4);
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '<invalid>';
  }
}
