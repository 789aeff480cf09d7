import { dryRunSuffix } from '../commands/flags/dry-run.ts';
import type { NewAppRequest } from '../commands/new-app/request.ts';
import type { Creation, NewAppResult, ReportedComponent } from '../commands/new-app.ts';
import { ownValue } from '../core/json/json-object.ts';
import { imageOf } from '../core/new-app/component.ts';
import { portsOf, runsAsRoot, volumesOf } from '../core/new-app/image-config.ts';
import type { DockerImageMetadata } from '../core/objects/image-stream.ts';
import { specTag } from '../core/stream/tag-history.ts';
import { type AppError, SeveralErrors } from '../errors.ts';
import { nameOf, prepareObjectPrinter } from './formats/object-printer.ts';
import type { PrintContext, Printed } from './printed.ts';
import { elapsedSince, humanDuration, isZeroTime } from './text/human-duration.ts';
import { safeLine, safeText } from './text/safe-text.ts';

/** `new-app`: what was found and made (oc CLI 10), or with `-o` the objects as one List. */
export async function prepare(
  request: NewAppRequest,
  context: PrintContext,
): Promise<(result: NewAppResult) => Printed> {
  const names = request.output.type === 'name';
  const document = names ? undefined : await prepareObjectPrinter(request.output, context, { asStruct: true });
  return (result) => {
    const stderr = result.warnings.map((warning) => `warning: ${safeText(warning)}\n`).join('');
    if (document) {
      const list = { kind: 'List', apiVersion: 'v1', metadata: {}, items: result.objects };
      return { stdout: document(list), data: true, stderr };
    }
    const creations = result.creations ?? [];
    const failures = creations.flatMap(({ error }) => error ?? []);
    const text = names ? printNames(creations) : printReport(result, creations, context.now());
    return {
      stdout: text,
      stderr: stderr + failures.map((error) => `${names ? '' : '    '}${failureText(error)}\n`).join(''),
      // What failed is told already.
      errors: failures.length > 0 ? [new SeveralErrors([])] : [],
    };
  };
}

const failureText = (error: AppError) => `error: ${safeText(error.message)}`;

function printNames(creations: readonly Creation[]): string {
  return creations.map(({ object, error }) => (error ? '' : `${nameOf(object)}\n`)).join('');
}

function printReport(result: NewAppResult, creations: readonly Creation[], now: Date): string {
  const { components, request } = result;
  const failed = creations.some(({ error }) => error);
  const suffix = dryRunSuffix(request.dryRun);
  const made = creations.map(({ object, error }) => {
    if (error) return '';
    const [kind, name = ''] = nameOf(object).split('/');
    return `    ${kind} ${JSON.stringify(name)} created${suffix}\n`;
  });
  return [
    ...components.map((component) => describeComponent(component, now, request)),
    `--> Creating resources${labelSuffix(request.labels)} ...\n`,
    ...made,
    `--> ${failed ? 'Failed' : 'Success'}${suffix}\n`,
    failed || request.dryRun !== 'none' ? '' : printWhatNext(creations, request.program),
  ].join('');
}

function labelSuffix(labels: Readonly<Record<string, string>>): string {
  const keys = Object.keys(labels).sort();
  return keys.length === 0 ? '' : ` with label ${keys.map((key) => `${key}=${labels[key]}`).join(',')}`;
}

/** What `oc` advises; called by its own name, commands that are here, and that nothing runs by itself. */
function printWhatNext(creations: readonly Creation[], program: string): string {
  if (program !== 'oc') {
    return `    Nothing runs it here: 'imagestream help events' tells how a cluster gets what changes.
    Run 'imagestream status' to view your app.
`;
  }
  const objects = creations.map(({ object }) => object);
  const services = objects.filter(({ kind }) => kind === 'Service');
  const nowhere = objects.some(
    ({ kind, status }) => kind === 'ImageStream' && !ownValue(status, 'dockerImageRepository'),
  );
  return [
    nowhere
      ? '    WARNING: No container image registry has been configured with the server. Automatic builds and deployments may not function.\n'
      : '',
    services.length > 0
      ? '    Application is not exposed. You can expose services to the outside world by executing one or more of the commands below:\n'
      : '',
    ...services.map(({ metadata }) => `     'oc expose service/${metadata.name}' \n`),
    "    Run 'oc status' to view your app.\n",
  ].join('');
}

/** What one image is, and what becomes of it. Ends with an empty line. */
function describeComponent(
  reported: ReportedComponent,
  now: Date,
  { asTest, program }: Pick<NewAppRequest, 'asTest' | 'program'>,
): string {
  const { component, newTag, deploymentConfig } = reported;
  const lines = describeImage(reported, now);
  if (newTag) {
    lines.push(`    * An image stream tag will be created as ${JSON.stringify(newTag)} that will track this image`);
  }
  if (deploymentConfig) {
    const how = `${asTest ? 'test ' : ''}deployed ${deploymentConfig.shared ? 'as part of' : 'in'}`;
    lines.push(`    * This image will be ${how} deployment config ${JSON.stringify(deploymentConfig.name)}`);
    const image = imageOf(component);
    if (image) lines.push(...describeDeployed(image, deploymentConfig.name, matchName(reported), program));
  }
  return [...lines, ''].map((line) => `${line}\n`).join('');
}

function matchName({ component: { found } }: ReportedComponent): string {
  if (found.type !== 'stream') return found.pullSpec;
  return `${found.stream.metadata.namespace ?? ''}/${found.stream.metadata.name}:${found.tag}`;
}

function describeImage({ component }: ReportedComponent, now: Date): string[] {
  const { found, value } = component;
  if (found.type === 'missing') return [];
  const lines = [`--> ${locatedText(component.found, value, now)}`, ''];
  const facts = factsOf(component.found);
  const title = safeLine(facts['io.k8s.display-name'] ?? '');
  if (title) lines.push(`    ${title} `, `    ${'-'.repeat(new TextEncoder().encode(title).length)} `);
  const description = safeText(facts['io.k8s.description'] ?? '');
  if (description) lines.push(`    ${description}`, '');
  const tags = safeLine(facts['io.openshift.tags'] ?? '');
  if (tags) lines.push(`    Tags: ${tags.split(',').join(', ')}`, '');
  return lines;
}

function locatedText(found: ReportedComponent['component']['found'], value: string, now: Date): string {
  if (found.type === 'missing') return '';
  const asked = JSON.stringify(value);
  if (found.type === 'registry') {
    return `Found container image ${shortId(found.image, now)} from ${found.registry} for ${asked}`;
  }
  const { name, namespace } = found.stream.metadata;
  const stream = JSON.stringify(namespace ? `${namespace}/${name}` : name);
  if (!found.image) return `Found tag :${found.tag} in image stream ${stream} for ${asked}`;
  const tag = JSON.stringify(found.tag);
  return `Found image ${shortId(found.image, now)} in image stream ${stream} under tag ${tag} for ${asked}`;
}

/** The first digits of an image's id, with its age where it is known. */
function shortId(image: DockerImageMetadata, now: Date): string {
  const id = safeLine((image.Id ?? '').replace(/^[a-z0-9]+:/, '').slice(0, 7));
  if (isZeroTime(image.Created)) return id;
  const elapsed = elapsedSince(image.Created, now);
  return `${id} (${Number.isNaN(elapsed) ? '<invalid>' : humanDuration(elapsed)} old)`;
}

/** An image's labels, and over them the annotations of the spec tag. */
function factsOf(found: ReportedComponent['component']['found']): Record<string, string> {
  if (found.type === 'missing') return {};
  const annotations = found.type === 'stream' ? specTag(found.stream, found.tag)?.annotations : undefined;
  const facts = Object.entries({ ...found.image?.Config?.Labels, ...annotations });
  // Labels come from a registry, and may be anything.
  return Object.fromEntries(facts.filter(([, value]) => typeof value === 'string'));
}

/** What a DeploymentConfig makes of an image. Deployments are not told of. */
function describeDeployed(
  { Config: config }: DockerImageMetadata,
  name: string,
  image: string,
  program: string,
): string[] {
  const isOc = program === 'oc';
  const lines: string[] = [];
  const { ports, invalid } = portsOf(config);
  if (invalid.length > 0) {
    const problems = safeLine(invalid.join(' '));
    lines.push(`    * WARNING: The Dockerfile has some invalid ports in EXPOSE instruction: [${problems}]`);
  }
  const quoted = JSON.stringify(name);
  const texts = ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol.toLowerCase()}`);
  if (texts.length === 0) {
    lines.push(
      '    * The image does not expose any ports - if you want to load balance or send traffic to this component',
      `      you will need to create a service with '${isOc ? `oc expose dc/${name} --port=[port]` : 'imagestream create -f FILE'}' later`,
    );
  } else {
    lines.push(
      `    * Port${texts.length > 1 ? 's' : ''} ${texts.join(', ')} will be load balanced by service ${quoted}`,
      `      * Other containers can access this service through the hostname ${quoted}`,
    );
  }
  if (volumesOf(config).length > 0) {
    lines.push(
      '    * This image declares volumes and will default to use non-persistent, host-local storage.',
      `      You can add persistent volumes later by running '${isOc ? `oc set volume dc/${name} --add ...` : `imagestream edit dc/${name}`}'`,
    );
  }
  if (runsAsRoot(config)) {
    lines.push(
      `    * WARNING: Image ${JSON.stringify(image)} runs as the 'root' user which may not be permitted by your cluster administrator`,
    );
  }
  return lines;
}
