import { IMAGE_STREAM, IMAGE_STREAM_TAG } from '../core/kinds/kind-names.ts';
import { kindOfObject, type ResourceKind } from '../core/kinds/kinds.ts';
import { appLabels, withLabels, withOrigin } from '../core/new-app/app-labels.ts';
import { type AppComponent, pullSpecOf, streamObject, streamTagObject, tagOf } from '../core/new-app/component.ts';
import { checkAppName, createNames } from '../core/new-app/names.ts';
import { type NoMatch, noMatchError } from '../core/new-app/no-match.ts';
import { deploymentConfigObject, deploymentObject, serviceObject, type Workload } from '../core/new-app/workload.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { parseReference, referenceProblem } from '../core/references/reference.ts';
import { ifFound } from '../core/status.ts';
import { type AppError, isAppError } from '../errors.ts';
import { type Command, type Ports, refuse } from './command.ts';
import type { DryRunMode } from './flags/dry-run.ts';
import { newAppSpec } from './new-app/flags.ts';
import { type NewAppRequest, parseNewApp } from './new-app/request.ts';
import { type AppInput, searchImage } from './new-app/search.ts';

/** What is told of one image. */
export interface ReportedComponent {
  component: AppComponent;
  /** The tag that is made to follow the image. */
  newTag: string | undefined;
  /** What it is deployed in, for DeploymentConfigs. */
  deploymentConfig: { name: string; shared: boolean } | undefined;
}

/** An object, as the API keeps it, or why it was not made. */
export type Creation = { object: KubeObject; error?: undefined } | { object: KubeObject; error: AppError };

export interface NewAppResult {
  request: NewAppRequest;
  components: readonly ReportedComponent[];
  /** As they are sent. */
  objects: readonly KubeObject[];
  /** Undefined where the objects are only printed. */
  creations: readonly Creation[] | undefined;
  warnings: readonly string[];
}

export const command: Command<NewAppRequest, NewAppResult> = {
  spec: newAppSpec,

  parse: parseNewApp,

  async run(request, ports) {
    const warnings = [...request.warnings];
    const components = await findComponents(request, ports);
    const groups = groupsOf(request.inputs, components);
    const workloads = groups.map((group): Workload => {
      const [first] = group as [AppComponent];
      return { name: first.name, components: group, environment: request.environment, labels: request.labels };
    });
    const objects = await generate(request, workloads, ports);
    for (const { found, value } of components) {
      if (found.type === 'missing') warnings.push(notFoundYet(value));
    }
    const printed = request.output.type !== 'default' && request.output.type !== 'name';
    return {
      request,
      components: workloads.flatMap((workload) => reported(workload, request)),
      objects,
      creations: printed ? undefined : await createAll(objects, request.dryRun, ports),
      warnings,
    };
  },
};

const notFoundYet = (value: string) =>
  `Could not find an image stream match for ${JSON.stringify(value)}. Make sure that a container image with that tag is available on the node for the deployment to succeed.`;

/** Fails with ARGUMENT for all inputs that mean nothing clear together, and for bad names. */
async function findComponents(request: NewAppRequest, ports: Ports): Promise<AppComponent[]> {
  const results = await Promise.all(request.inputs.map((input) => searchImage(input, request, ports)));
  const failures = results.flatMap((result): NoMatch[] => ('failure' in result ? [result.failure] : []));
  if (failures.length > 0) throw noMatchError(failures, request.program);
  if (request.name) {
    checkAppName(request.name);
    if (new Set(request.inputs.map(({ group }) => group)).size > 1) {
      refuse('only one component or source repository can be used when specifying a name');
    }
  }
  const nameFor = createNames();
  return results.flatMap((result, index) => {
    if ('failure' in result) return [];
    const value = request.inputs[index]?.value ?? '';
    const { found } = result;
    const suggested = found.type === 'stream' ? found.stream.metadata.name : parseReference(found.pullSpec).name;
    try {
      return [{ value, found, name: nameFor(request.name || suggested) }];
    } catch (error) {
      if (!isAppError(error, 'ARGUMENT')) throw error;
      return refuse(`can't include ${JSON.stringify(value)}: ${error.message}`);
    }
  });
}

function groupsOf(inputs: readonly AppInput[], components: readonly AppComponent[]): AppComponent[][] {
  const groups = new Map<number, AppComponent[]>();
  inputs.forEach(({ group }, index) => {
    groups.set(group, [...(groups.get(group) ?? []), components[index] as AppComponent]);
  });
  return [...groups.values()];
}

/** The objects in the order in which they are made: each workload after its streams, services at the end. */
async function generate(request: NewAppRequest, workloads: readonly Workload[], ports: Ports): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const workload of workloads) {
    const [first, ...others] = await Promise.all(workload.components.map((component) => streamsFor(component, ports)));
    const deployment = request.asDeploymentConfig
      ? deploymentConfigObject(workload, { asTest: request.asTest })
      : deploymentObject(workload);
    objects.push(...(first ?? []), deployment, ...others.flat());
  }
  const key = request.asDeploymentConfig ? 'deploymentconfig' : 'deployment';
  objects.push(...workloads.flatMap((workload) => serviceObject(workload, key) ?? []));
  const labels = appLabels(request.name || (workloads[0]?.name ?? ''), lastStreamFlag(request.inputs));
  return withLabels(objects, request.labels, labels).map(withOrigin);
}

/** The stream that the last `-i` names, as it is written. */
function lastStreamFlag(inputs: readonly AppInput[]): string | undefined {
  const values = inputs.filter(({ from }) => from === 'stream').map(({ value }) => value);
  const names = values.filter((value) => referenceProblem(value) === undefined).map((v) => parseReference(v).name);
  return names.filter(Boolean).at(-1);
}

/** The stream or the tag that is still missing for an image. */
async function streamsFor(component: AppComponent, ports: Ports): Promise<KubeObject[]> {
  const { found, name } = component;
  if (found.type === 'missing' || pullSpecOf(component) === '') return [];
  const namespace = (found.type === 'stream' && found.stream.metadata.namespace) || ports.namespace;
  if (found.type === 'registry' && !(await exists(IMAGE_STREAM, namespace, name, ports))) {
    return [streamObject(component)];
  }
  const tag = streamTagObject(component);
  return (await exists(IMAGE_STREAM_TAG, namespace, tag.metadata.name, ports)) ? [] : [tag];
}

async function exists(kind: ResourceKind, namespace: string, name: string, { api }: Ports): Promise<boolean> {
  return (await ifFound(api.get(kind, namespace, name))) !== undefined;
}

function reported(workload: Workload, request: NewAppRequest): ReportedComponent[] {
  return workload.components.map((component, index) => ({
    component,
    newTag: component.found.type === 'registry' ? tagOf(component)?.name : undefined,
    deploymentConfig: request.asDeploymentConfig ? { name: workload.name, shared: index > 0 } : undefined,
  }));
}

/** Makes every object; one that fails does not stop the others. */
async function createAll(objects: readonly KubeObject[], mode: DryRunMode, ports: Ports): Promise<Creation[]> {
  const creations: Creation[] = [];
  for (const object of objects) {
    try {
      creations.push({ object: await createOne(object, mode, ports) });
    } catch (error) {
      if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
      creations.push({ object, error });
    }
  }
  return creations;
}

async function createOne(object: KubeObject, mode: DryRunMode, { api, namespace }: Ports): Promise<KubeObject> {
  if (mode === 'client') return object;
  const kind = kindOfObject(object.apiVersion, object.kind) as ResourceKind;
  return api.create(kind, object.metadata.namespace ?? namespace, object, { dryRun: mode === 'server' });
}
