import { sortedBy } from '../byte-order.ts';
import type { DockerConfig } from '../objects/image-stream.ts';

export interface ImagePort {
  containerPort: number;
  protocol: 'TCP' | 'UDP';
}

/** The ports that an image exposes, by number; `invalid` says why others are left out (oc CLI 10). */
export function portsOf(config: DockerConfig | null | undefined): { ports: ImagePort[]; invalid: string[] } {
  const texts = Object.keys(config?.ExposedPorts ?? {}).flatMap((key) => key.split(' '));
  const ports: ImagePort[] = [];
  const invalid: string[] = [];
  for (const text of sortedBy(texts, (t) => t)) {
    const [number = '', protocol = 'tcp'] = text.split('/');
    const upper = protocol.toUpperCase();
    const problems: string[] = [];
    if (!/^\d{1,9}$/.test(number)) problems.push(`port number ${JSON.stringify(number)}: invalid syntax`);
    else if (Number(number) > 65535) problems.push(`port number ${JSON.stringify(number)}: value out of range`);
    if (upper !== 'TCP' && upper !== 'UDP') problems.push(`invalid transport protocol: ${protocol}`);
    if (problems.length > 0) invalid.push(problems.join(', '));
    else ports.push({ containerPort: Number(number), protocol: upper as 'TCP' | 'UDP' });
  }
  return { ports: ports.sort((a, b) => a.containerPort - b.containerPort), invalid };
}

/** The paths that an image declares as volumes, in byte order. */
export function volumesOf(config: DockerConfig | null | undefined): string[] {
  return sortedBy(Object.keys(config?.Volumes ?? {}), (path) => path);
}

/** Whether an image starts as root, because it says so or says nothing. */
export function runsAsRoot(config: DockerConfig | null | undefined): boolean {
  return config !== null && config !== undefined && ['', 'root', '0'].includes(config.User ?? '');
}
