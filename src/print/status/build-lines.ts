import { ownValue } from '../../core/json/json-object.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { BuildPipeline } from '../../core/project-status/build-pipelines.ts';
import type { ImageSource } from '../../core/project-status/groups.ts';
import { locationIn } from '../../core/project-status/image-location.ts';
import { textOf } from '../../core/triggers/policies.ts';
import { elapsed, type StatusView } from './view.ts';

/** An image, and the build that it comes from: `istag/app:latest <- bc/app docker builds ...`. */
export function sourceText({ location, build }: ImageSource, namespace: string | undefined): string {
  const image = locationIn(location, namespace);
  return build ? `${image} <- ${buildText(build, namespace, [])}` : image;
}

const STRATEGIES = [
  ['dockerStrategy', 'docker'],
  ['sourceStrategy', 'source'],
  ['customStrategy', 'custom'],
] as const;

/** What a configuration builds from what. @param makers the configurations that make its base */
export function buildText(
  { config, base, scheduled }: BuildPipeline,
  namespace: string | undefined,
  makers: readonly string[],
): string {
  const name = `bc/${config.metadata.name}`;
  const strategy = ownValue(config.spec, 'strategy');
  const [, type] = STRATEGIES.find(([field]) => ownValue(strategy, field)) ?? [];
  if (!type && ownValue(strategy, 'jenkinsPipelineStrategy')) return `${name} is a Jenkins Pipeline`;
  if (!type) return `${name} unrecognized build`;
  const source = sourceCode(ownValue(config.spec, 'source'));
  if (source === undefined) return `${name} unconfigured ${type} build`;
  const on = base ? ` on ${locationIn(base, namespace)}` : '';
  const from = makers.length > 0 ? ` (from ${makers.map((maker) => `bc/${maker}`).join(', ')})` : '';
  return `${name} ${type} builds ${source}${on}${from || (scheduled ? ' (import scheduled)' : '')}`;
}

function sourceCode(source: unknown): string | undefined {
  const git = ownValue(source, 'git');
  if (git) return [textOf(git, 'uri'), textOf(git, 'ref')].filter(Boolean).join('#');
  if (ownValue(source, 'dockerfile') !== undefined) return 'Dockerfile';
  if (ownValue(source, 'binary')) return 'uploaded code';
  const images = ownValue(source, 'images');
  return Array.isArray(images) && images.length > 0 ? 'contents in other images' : undefined;
}

/**
 * What became of builds: those that run, and of the others the last that went well and the last that did not.
 * @param withSuccess also the last that went well where nothing is newer
 */
export function buildDetail(pipeline: BuildPipeline | undefined, withSuccess: boolean, view: StatusView): string[] {
  if (!pipeline) return [];
  const { lastSuccessful: passed, lastUnsuccessful: failed, active } = pipeline;
  const isFailureNewer = failed !== undefined && timeOf(passed) < timeOf(failed);
  const both = isFailureNewer ? [failed, passed] : [passed, failed];
  const over = withSuccess || active.length > 0 ? both : isFailureNewer ? [failed] : [];
  const ended = over.flatMap((build) => (build ? [phaseText(build, pipeline, view)] : []));
  const running = active.map((build) => phaseText(build, pipeline, view));
  const isRunOlder = timeOf(active[0]) < Math.max(timeOf(passed), timeOf(failed));
  const lines = isRunOlder ? [...ended, ...running] : [...running, ...ended];
  return lines.length === 0 && !passed ? ['not built yet'] : lines;
}

function momentOf(build: KubeObject): string | null | undefined {
  const times = ['completionTimestamp', 'startTimestamp'].map((field) => textOf(build.status, field));
  return times.find((time) => time !== '') ?? build.metadata.creationTimestamp;
}

const timeOf = (build: KubeObject | undefined) => (build && Date.parse(momentOf(build) ?? '')) || 0;

function phaseText(build: KubeObject, { config, canPush }: BuildPipeline, view: StatusView): string {
  const since = elapsed(momentOf(build), view);
  const pushes = ownValue(ownValue(build.spec, 'output'), 'to');
  const rest = `${revisionText(ownValue(build.spec, 'revision'))}${pushes && !canPush ? " (can't push to image)" : ''}`;
  const name = numberedName(build.metadata.name, config.metadata.name);
  const phase = textOf(build.status, 'phase');
  switch (phase) {
    case 'Complete':
      return `${name} succeeded ${since} ago${rest}`;
    case 'Error':
      return `${name} stopped with an error ${since} ago${rest}`;
    case 'Failed':
      return `${name} failed ${since} ago${rest}`;
    default:
      return `${name} ${phase.toLowerCase()} for ${since}${rest}`;
  }
}

function numberedName(name: string, config: string): string {
  const number = name.startsWith(`${config}-`) ? name.slice(config.length + 1) : '';
  return /^\d+$/.test(number) ? `build #${Number(number)}` : `build/${name}`;
}

/** The commit that was built, with who made it. */
function revisionText(revision: unknown): string {
  const git = ownValue(revision, 'git');
  if (!git) return '';
  const author = personText(ownValue(git, 'author')) || personText(ownValue(git, 'committer'));
  const [subject = ''] = textOf(git, 'message').split('\n');
  return ` - ${textOf(git, 'commit').slice(0, 7)}: ${subject}${author ? ` (${author})` : ''}`;
}

function personText(person: unknown): string {
  const [name, email] = [textOf(person, 'name'), textOf(person, 'email')];
  return name && email ? `${name} <${email}>` : name || email;
}
