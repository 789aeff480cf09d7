import type { StatusResult } from '../../commands/status.ts';
import { leaderOf } from '../../core/project-status/followed-source.ts';
import { locationText } from '../../core/project-status/image-location.ts';
import { keyOfObject } from '../../core/project-status/project-objects.ts';
import { tagKey } from '../../core/project-status/tag-state.ts';
import { safeText } from '../text/safe-text.ts';

/** What follows what, in the language of Graphviz: registries, tags, builds, workloads. An edge goes where an image goes. */
export function statusGraph({ namespace, tags, followers, arrangement, objects }: StatusResult): string {
  const nodes = new Map<string, number>();
  const edges: string[] = [];
  const node = (kind: string, name: string): number => {
    const label = `${kind}|${name}`;
    const known = nodes.get(label) ?? nodes.size;
    nodes.set(label, known);
    return known;
  };
  const edge = (from: number, to: number, label: string) =>
    void edges.push(`  ${from} -> ${to} [label=${quoted(label)}];`);
  for (const tag of tags) {
    const own = node('ImageStreamTag', tagKey(tag.namespace, tag.stream, tag.tag));
    const leader = leaderOf(tag);
    const label = tag.pin ? 'Pinned' : 'Follows';
    if (leader) edge(node('ImageStreamTag', leader), own, label);
    else if (tag.from.type === 'registry') edge(node('DockerImage', tag.from.pullSpec), own, 'Import');
  }
  for (const { object, tag, automatic } of followers) {
    edge(node('ImageStreamTag', tag), node(object.kind, keyOfObject(object)), automatic ? 'Triggers' : 'Manual');
  }
  const groups = [...arrangement.services.flatMap(({ configs, deployments }) => [...configs, ...deployments])];
  const used = [...groups, ...arrangement.configs, ...arrangement.deployments].flatMap(({ images }) => images);
  const builds = new Set([...arrangement.builds, ...used.flatMap(({ build }) => build ?? [])]);
  for (const { config, base, output } of builds) {
    const own = node('BuildConfig', keyOfObject(config));
    if (base)
      edge(
        node(base.type === 'registry' ? 'DockerImage' : 'ImageStreamTag', locationText(base)),
        own,
        'BuildInputImage',
      );
    if (output)
      edge(
        own,
        node(output.type === 'registry' ? 'DockerImage' : 'ImageStreamTag', locationText(output)),
        'BuildOutput',
      );
  }
  for (const service of objects.of.service) node('Service', keyOfObject(service));
  const names = [...nodes].map(([label, id]) => `  ${id} [label=${quoted(label)}];`);
  return [`digraph ${quoted(namespace ?? '')} {`, ...names, ...edges, '}', ''].join('\n');
}

function quoted(text: string): string {
  return `"${safeText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
