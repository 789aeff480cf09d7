import type { KubeObject } from '../../../core/objects/meta.ts';
import { age } from '../../text/human-duration.ts';
import { labelText } from '../../text/label-text.ts';
import { listAt, mapAt, textAt } from '../untyped.ts';
import { type Columns, named } from './columns.ts';

const size = (object: KubeObject, field: string) => Object.keys(mapAt(object, field)).length;

/** For every kind that has no table of its own. */
export const NAME_AND_AGE: Columns<KubeObject> = {
  columns: named('Name', 'Age'),
  cells: ({ metadata }, now) => [metadata.name, age(metadata.creationTimestamp, now)],
};

export const NAMESPACE_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Status', 'Age'),
  cells: (namespace, now) => [
    namespace.metadata.name,
    textAt(namespace, 'status', 'phase'),
    age(namespace.metadata.creationTimestamp, now),
  ],
};

export const PROJECT_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Display Name', 'Status'),
  cells: (project) => [
    project.metadata.name,
    project.metadata.annotations?.['openshift.io/display-name'] ?? '',
    textAt(project, 'status', 'phase'),
  ],
};

export const SECRET_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Type', 'Data', 'Age'),
  cells: (secret, now) => [
    secret.metadata.name,
    textAt(secret, 'type') || 'Opaque',
    `${size(secret, 'data')}`,
    age(secret.metadata.creationTimestamp, now),
  ],
};

export const CONFIG_MAP_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Data', 'Age'),
  cells: (map, now) => [
    map.metadata.name,
    `${size(map, 'data') + size(map, 'binaryData')}`,
    age(map.metadata.creationTimestamp, now),
  ],
};

export const SERVICE_ACCOUNT_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Secrets', 'Age'),
  cells: (account, now) => [
    account.metadata.name,
    `${listAt(account, 'secrets').length}`,
    age(account.metadata.creationTimestamp, now),
  ],
};

export const SERVICE_COLUMNS: Columns<KubeObject> = {
  columns: [...named('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'), { name: 'Selector', wide: true }],
  cells: (service, now) => [
    service.metadata.name,
    textAt(service, 'spec', 'type') || 'ClusterIP',
    textAt(service, 'spec', 'clusterIPs', 0) || textAt(service, 'spec', 'clusterIP') || '<none>',
    externalAddresses(service),
    listAt(service, 'spec', 'ports').map(portText).join(',') || '<none>',
    age(service.metadata.creationTimestamp, now),
    labelText(mapAt(service, 'spec', 'selector')),
  ],
};

function externalAddresses(service: KubeObject): string {
  const external = listAt(service, 'spec', 'externalIPs').map(String);
  switch (textAt(service, 'spec', 'type')) {
    case 'ExternalName':
      return textAt(service, 'spec', 'externalName');
    case 'LoadBalancer': {
      const balancers = listAt(service, 'status', 'loadBalancer', 'ingress');
      const addresses = balancers.map((ingress) => textAt(ingress, 'ip') || textAt(ingress, 'hostname'));
      return [...addresses, ...external].filter((address) => address !== '').join(',') || '<pending>';
    }
    default:
      return external.join(',') || '<none>';
  }
}

function portText(port: unknown): string {
  const nodePort = textAt(port, 'nodePort');
  const numbers = nodePort && nodePort !== '0' ? `${textAt(port, 'port')}:${nodePort}` : textAt(port, 'port');
  return `${numbers}/${textAt(port, 'protocol') || 'TCP'}`;
}
