import { type ContainerImage, withImages } from '../../core/containers/container-images.ts';
import { IMAGE_STREAM_IMAGE, IMAGE_STREAM_TAG } from '../../core/kinds/kind-names.ts';
import type { Image } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { exact, parseReference } from '../../core/references/reference.ts';
import { isStatusError } from '../../core/status.ts';
import { AppError, isAppError } from '../../errors.ts';
import { splitChanges } from '../arguments/metadata.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { parseWriteFlags, WRITE_FLAGS } from '../flags/write-flags.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import { type ObjectSelection, SET_SELECTION_FLAGS } from '../objects/object-selection.ts';
import { oneByOne } from '../objects/one-by-one.ts';
import {
  changeSetTarget,
  parseSetSelection,
  readSetTargets,
  type SetTarget,
  shownObject,
  targetName,
} from '../objects/set-targets.ts';

export interface SetImageRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  images: readonly ContainerImage[];
  source: string;
  local: boolean;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(-f FILE | TYPE NAME | TYPE/NAME) CONTAINER=IMAGE ...',
  description: `Changes the images of containers in whatever runs pods: deployments, deployment configs, stateful sets, daemon sets, replica
sets, jobs, cron jobs, pods. Init containers count too, and * means every container. With --source=istag an image is a tag of a
stream, which becomes the pull spec by digest that the tag has now. What is as it should be already is not mentioned.`,
  flags: [
    {
      name: 'source',
      group: 'what',
      type: 'string',
      value: 'docker|istag|isimage',
      default: 'docker',
      help: 'What the images name: something to pull, a tag of a stream (istag), or STREAM@DIGEST (isimage)',
    },
    ...SET_SELECTION_FLAGS,
    {
      name: 'local',
      group: 'how',
      type: 'bool',
      help: 'Change the objects of -f and print them; read and write nothing else',
    },
    ...WRITE_FLAGS,
  ],
  examples: [
    { what: 'Run what a tag of a stream has now', run: 'imagestream set image dc/web main=web:prod --source=istag' },
    {
      what: 'Change two containers of a deployment',
      run: 'imagestream set image deploy/web main=httpd:2.4 proxy=nginx:1.27',
    },
    { what: 'Change every container of all cron jobs', run: "imagestream set image cronjobs --all '*=busybox:1.37'" },
    {
      what: 'Change a file, and nothing in the store',
      run: 'imagestream set image -f deploy.yaml main=httpd:2.4 --local -o yaml',
    },
  ],
};

export const command: Command<SetImageRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, program }) {
    const { resources, changes } = splitChanges(args, 'image');
    const images = parseImages(changes);
    const options = parseWriteFlags(flags);
    const local = flags.bool('local');
    if (local && resources.length > 0) {
      refuse(`you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`);
    }
    const selection = parseSetSelection(resources, flags, program, { byLabelsOnly: true });
    if (images.length === 0) refuse('at least one image update is required');
    if (images.length > 1 && images.some(({ container }) => container === '*')) {
      refuse('all containers are already specified by *, but saw more than one container_name=container_image pairs');
    }
    if (local && options.dryRun.mode === 'server') {
      refuse('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    return { selection, images, source: flags.string('source'), local, ...options };
  },

  async run(request, ports) {
    const targets = await readSetTargets(request, ports);
    const errors: unknown[] = [];
    const messages: ObjectMessage[] = [];
    const resolve = resolverOf(request.source, ports);
    await oneByOne(targets, errors, async (target) => {
      const images = await resolvedImages(request.images, resolve, errors);
      const object = await changeImages(target, images, request, ports, errors);
      if (object) messages.push({ object, operation: 'image updated' });
    });
    const asStruct = request.local || request.dryRun.mode === 'client';
    return { messages, warnings: [], errors, asStruct };
  },
};

/** Of a container that is named twice, the last image counts. Fails with ARGUMENT. */
function parseImages(changes: readonly string[]): ContainerImage[] {
  const wrong = changes.filter((change) => !(change.indexOf('=') > 0));
  if (wrong.length > 0) refuse(`invalid image format: ${wrong.join(', ')}`);
  const images = new Map<string, string>();
  for (const change of changes) {
    const equals = change.indexOf('=');
    images.set(change.slice(0, equals), change.slice(equals + 1));
  }
  return [...images].map(([container, image]) => ({ container, image }));
}

/** The images as pull specs; one that cannot be resolved is an error, and left out. */
async function resolvedImages(
  images: readonly ContainerImage[],
  resolve: (image: string) => Promise<string>,
  errors: unknown[],
): Promise<ContainerImage[]> {
  const resolved: ContainerImage[] = [];
  await oneByOne(images, errors, async ({ container, image }) => {
    try {
      resolved.push({ container, image: await resolve(image) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      const what = `unable to resolve image ${JSON.stringify(image)} for container ${JSON.stringify(container)}`;
      throw new AppError('ARGUMENT', `${what}: ${error.message}`, { cause: error });
    }
  });
  return resolved;
}

const SOURCES = {
  istag: { kind: IMAGE_STREAM_TAG, what: 'image stream tag' },
  imagestreamtag: { kind: IMAGE_STREAM_TAG, what: 'image stream tag' },
  isimage: { kind: IMAGE_STREAM_IMAGE, what: 'image stream image' },
  imagestreamimage: { kind: IMAGE_STREAM_IMAGE, what: 'image stream image' },
} as const;

/** What `[NAMESPACE/]NAME` of a source is to be pulled as. Each name is read once. */
function resolverOf(source: string, ports: Ports): (image: string) => Promise<string> {
  if (source === 'docker') return async (image) => image;
  const known = Object.hasOwn(SOURCES, source) ? SOURCES[source as keyof typeof SOURCES] : undefined;
  const found = new Map<string, Promise<string>>();
  const read = async (image: string): Promise<string> => {
    const parts = image.split('/');
    const [namespace, name] = parts.length === 2 ? (parts as [string, string]) : [ports.namespace, image];
    let pullSpec = '';
    if (known && parts.length <= 2) {
      const { kind, what } = known;
      try {
        const view = await ports.api.get<KubeObject & { image: Image }>(kind, namespace || ports.namespace, name);
        pullSpec = view.image.dockerImageReference;
      } catch (error) {
        if (!isStatusError(error)) throw error;
        throw new AppError('ARGUMENT', `failed to get ${what} ${JSON.stringify(name)}: ${error.message}`);
      }
    }
    if (pullSpec === '') refuse(`unable to resolve ${source} ${JSON.stringify(image)}`);
    return exact(parseReference(pullSpec));
  };
  return (image) => {
    const reading = found.get(image) ?? read(image);
    found.set(image, reading);
    return reading;
  };
}

/** @returns what is to be shown; undefined where nothing changes */
async function changeImages(
  target: SetTarget,
  images: readonly ContainerImage[],
  { dryRun, output }: SetImageRequest,
  ports: Ports,
  errors: unknown[],
): Promise<KubeObject | undefined> {
  const now = withImages(target.object, images);
  if (!now) throw noPodSpec(target);
  for (const name of now.missing) {
    errors.push(new AppError('ARGUMENT', `unable to find container named ${JSON.stringify(name)}`));
  }
  try {
    const change = (object: KubeObject) => withImages(object, images)?.object ?? object;
    const { after, asked } = await changeSetTarget(target, change, dryRun.mode, ports);
    return asked ? shownObject(target, after, output) : undefined;
  } catch (error) {
    if (!isStatusError(error)) throw error;
    throw new AppError('ARGUMENT', `failed to patch image update to pod template: ${error.message}`, { cause: error });
  }
}

/** In kubectl's words, which name the Go type. */
function noPodSpec(target: SetTarget): AppError {
  const { version, kind } = target.kind;
  const why = `the object is not a pod or does not have a pod template: *${version}.${kind}`;
  return new AppError('ARGUMENT', `${targetName(target)} ${why}`);
}
