import { ownValue } from '../../core/json/json-object.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { lineName, numberOf } from '../../core/project-status/project-objects.ts';
import { textOf } from '../../core/triggers/policies.ts';
import type { StatusView } from './view.ts';

/** A service with its address and ports. */
export function serviceLine(service: KubeObject, { namespace, asOc }: StatusView): string {
  const { spec } = service;
  const name = lineName(service, namespace);
  const [address, external] = [textOf(spec, 'clusterIP'), textOf(spec, 'externalName')];
  if (textOf(spec, 'type') === 'NodePort') return `${name} (all nodes)${portsText(spec)}`;
  if (address === 'None') return `${name} (headless)${portsText(spec)}`;
  // An address that only a cluster gives is not on its way here.
  if (!address && !external) return `${name}${asOc ? ' <initializing>' : ''}${portsText(spec)}`;
  return address ? `${name} - ${address}${portsText(spec)}` : `${name} - ${external}`;
}

function portsText(spec: unknown): string {
  const list = ownValue(spec, 'ports');
  const ports = Array.isArray(list) ? list : [];
  const [only] = ports;
  if (ports.length === 0) return ' no ports';
  const isHeadless = textOf(spec, 'clusterIP') === 'None';
  const isNode = textOf(spec, 'type') === 'NodePort';
  if (ports.length === 1) {
    const [port, target] = [portText(only, isNode), targetText(only)];
    return target === '0' || isHeadless || port === target ? `:${port}` : `:${port} -> ${target}`;
  }
  const pairs = ports.map((entry) => {
    const [port, target] = [portText(entry, isNode), targetText(entry)];
    if (target === '0' || isHeadless) return port;
    return String(numberOf(entry, 'port')) === target ? target : `${port}->${target}`;
  });
  return ` ports ${pairs.join(', ')}`;
}

function portText(port: unknown, isNode: boolean): string {
  if (!isNode) return String(numberOf(port, 'port'));
  const node = numberOf(port, 'nodePort');
  return node === 0 ? '<initializing>' : String(node);
}

/** A number or a name; 0 for none. */
function targetText(port: unknown): string {
  return textOf(port, 'targetPort') || String(numberOf(port, 'targetPort'));
}
