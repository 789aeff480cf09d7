import { compareBytes } from '../../../core/byte-order.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import { goDuration } from '../../text/go-duration.ts';
import { ago } from '../../text/human-duration.ts';
import { listAt, mapAt, numberAt, textAt, valueAt } from '../untyped.ts';
import { type Columns, named } from './columns.ts';

export const DEPLOYMENT_CONFIG_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Revision', 'Desired', 'Current', 'Triggered By'),
  cells: (object) => {
    const replicas = numberAt(object, ['spec', 'replicas']);
    return [
      object.metadata.name,
      `${numberAt(object, ['status', 'latestVersion'])}`,
      valueAt(object, 'spec', 'test') === true ? `${replicas} (during test)` : `${replicas}`,
      `${numberAt(object, ['status', 'updatedReplicas'])}`,
      triggerCell(object),
    ];
  },
};

/** What starts a rollout, sorted and without duplicates. Image triggers that are not automatic do not. */
function triggerCell(object: KubeObject): string {
  const containers = new Set(
    listAt(object, 'spec', 'template', 'spec', 'containers').map((container) => textAt(container, 'name')),
  );
  const triggers = listAt(object, 'spec', 'triggers').flatMap((trigger) => {
    const type = textAt(trigger, 'type');
    if (type === 'ConfigChange') return ['config'];
    if (type !== 'ImageChange') return [type];
    const params = mapAt(trigger, 'imageChangeParams');
    if (params.automatic !== true) return [];
    const names = listAt(params, 'containerNames').map(String).sort(compareBytes);
    const isForeign = containers.size !== 1 && !names.every((name) => containers.has(name));
    const kind = textAt(params, 'from', 'kind');
    const word = kind === 'ImageStreamTag' ? 'image' : kind;
    return [`${word}(${isForeign ? `${names.join(',')}:` : ''}${textAt(params, 'from', 'name')})`];
  });
  return [...new Set(triggers)].sort(compareBytes).join(',');
}

export const BUILD_CONFIG_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Type', 'From', 'Latest'),
  cells: (object) => [
    object.metadata.name,
    strategyType(object),
    textAt(object, 'spec', 'strategy', 'customStrategy', 'from', 'name') || sourceCell(object),
    `${numberAt(object, ['status', 'lastVersion'])}`,
  ],
};

export const BUILD_COLUMNS: Columns<KubeObject> = {
  columns: named('Name', 'Type', 'From', 'Status', 'Started', 'Duration'),
  cells: (build, now) => {
    const phase = textAt(build, 'status', 'phase');
    const reason = textAt(build, 'status', 'reason');
    const started = textAt(build, 'status', 'startTimestamp');
    const duration = numberAt(build, ['status', 'duration']);
    return [
      build.metadata.name,
      strategyType(build),
      sourceCell(build),
      reason ? `${phase} (${reason})` : phase,
      started ? ago(started, now) : '',
      duration > 0 ? goDuration(duration) : '',
    ];
  },
};

const STRATEGIES: readonly [string, string][] = [
  ['dockerStrategy', 'Docker'],
  ['customStrategy', 'Custom'],
  ['sourceStrategy', 'Source'],
  ['jenkinsPipelineStrategy', 'JenkinsPipeline'],
];

function strategyType(object: KubeObject): string {
  const strategy = mapAt(object, 'spec', 'strategy');
  return STRATEGIES.find(([field]) => strategy[field])?.[1] ?? '';
}

/** `Git@develop`, `Dockerfile,Git@1a2b3c4`, `Binary`, `Dockerfile`, or nothing. */
function sourceCell(object: KubeObject): string {
  const source = mapAt(object, 'spec', 'source');
  const isDockerfile = typeof source.dockerfile === 'string';
  const word = source.binary ? 'Binary' : [isDockerfile && 'Dockerfile', source.git && 'Git'].filter(Boolean).join(',');
  const revision = textAt(object, 'spec', 'revision', 'git', 'commit') || textAt(source, 'git', 'ref');
  if (!revision || word === '' || word === 'Dockerfile') return word;
  const isHash = revision.length > 20 && /^[a-fA-F0-9]*$/.test(revision);
  return `${word}@${isHash ? revision.slice(0, 7) : revision}`;
}
