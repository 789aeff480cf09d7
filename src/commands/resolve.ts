import { IMAGE_STREAM } from '../core/kinds/kind-names.ts';
import type { ImageStream, TagEvent, TagReference } from '../core/objects/image-stream.ts';
import { orderTags } from '../core/references/tag-order.ts';
import { isStatusError } from '../core/status.ts';
import { pullSpecOf } from '../core/stream/pull-spec.ts';
import { latestEvent, specTag } from '../core/stream/tag-history.ts';
import { findImage } from '../core/stream/tag-source.ts';
import { AppError } from '../errors.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { parseOutputChoice } from './flags/output-format.ts';
import type { Resolution } from './resolve/resolution.ts';

export interface ResolveRequest {
  names: readonly string[];
  output: 'text' | 'json' | 'yaml';
}

export interface ResolveResult {
  request: ResolveRequest;
  resolutions: readonly Resolution[];
  errors: readonly unknown[];
  /** Sentences about pull specs that cannot be pulled, or could not be looked up. */
  warnings: readonly string[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'STREAM[:TAG|@DIGEST] [...]',
  description: `Prints one line for each name: what to pull to get exactly the image that the tag has now. No registry is asked, but for tags
with the reference policy Local: where the integrated registry does not have the image, standard error says so.
A stream without a tag means its tag "latest"; NAMESPACE/STREAM names another namespace; STREAM@DIGEST (also a prefix)
an image of the stream's history. When there is no such tag, the message names those that there are, and the exit code
is 1.`,
  flags: [
    {
      name: 'output',
      short: 'o',
      type: 'string',
      value: 'json|yaml',
      help: 'Print stream, tag, digest, reference and time',
    },
  ],
  examples: [
    { what: 'Run what a tag has now', run: 'docker run $(imagestream resolve approved-apache:2.4)' },
    { what: 'Print the digest alone', run: 'imagestream resolve approved-apache:2.4 -o json | jq -r .digest' },
  ],
};

export const command: Command<ResolveRequest, ResolveResult> = {
  spec,

  parse({ args, flags, usage }) {
    if (args.length === 0) throw usage('you must name at least one STREAM[:TAG] to resolve');
    return { names: args, output: parseOutputChoice(flags, ['json', 'yaml']) || 'text' };
  },

  async run(request, ports) {
    const resolutions: Resolution[] = [];
    const errors: unknown[] = [];
    const warnings: string[] = [];
    for (const name of request.names) {
      try {
        const { localTag, ...found } = await resolveName(name, ports);
        resolutions.push(found);
        if (localTag) {
          const { lookInIntegratedRegistry } = await import('./resolve/integrated-pull-spec.ts');
          warnings.push(...(await lookInIntegratedRegistry(found, localTag, ports)));
        }
      } catch (error) {
        if (!isExpected(error)) throw error;
        errors.push(error);
      }
    }
    return { request, resolutions, errors, warnings };
  },
};

const isExpected = (error: unknown) => isStatusError(error) || (error as AppError).code === 'ARGUMENT';

/** A resolution, with its spec tag where the pull spec is of the integrated registry: an image is there only when it was brought. */
type Found = Resolution & { localTag?: TagReference | undefined };

async function resolveName(name: string, ports: Ports): Promise<Found> {
  const slash = name.indexOf('/');
  const namespace = slash < 0 ? ports.namespace : name.slice(0, slash);
  const rest = slash < 0 ? name : name.slice(slash + 1);
  const at = rest.indexOf('@');
  if (at >= 0) return resolveImage(await streamOf(rest.slice(0, at), namespace, ports), rest.slice(at + 1));
  const colon = rest.indexOf(':');
  const tag = colon < 0 ? 'latest' : rest.slice(colon + 1);
  const stream = await streamOf(colon < 0 ? rest : rest.slice(0, colon), namespace, ports);
  return resolveTag(stream, tag);
}

function streamOf(name: string, namespace: string, ports: Ports): Promise<ImageStream> {
  return ports.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
}

function resolveTag(stream: ImageStream, tag: string): Found {
  const event = latestEvent(stream, tag);
  if (!event) throw noImage(stream, tag);
  const pullSpec = pullSpecOf(stream, tag, event);
  return {
    ...resolution(stream, event, pullSpec, tag),
    localTag: pullSpec === event.dockerImageReference ? undefined : specTag(stream, tag),
  };
}

function resolveImage(stream: ImageStream, id: string): Resolution {
  const result = findImage(stream, id);
  if (result.found) return resolution(stream, result.found, result.found.dockerImageReference);
  const { name } = stream.metadata;
  if (result.ambiguous.length > 1) refuse(`"${name}@${id}" means several images: ${result.ambiguous.join(', ')}`);
  refuse(`no image of the stream "${name}" has a digest that begins with "${id}"`, {
    hint: `imagestream describe is/${name} shows the images that it has had`,
  });
}

function resolution(stream: ImageStream, event: TagEvent, reference: string, tag?: string): Resolution {
  return {
    stream: stream.metadata.name,
    namespace: stream.metadata.namespace ?? '',
    ...(tag === undefined ? {} : { tag }),
    digest: event.image,
    reference,
    created: event.created,
  };
}

/** Says why there is nothing, and which tags there are. */
function noImage(stream: ImageStream, tag: string): AppError {
  const { name } = stream.metadata;
  const there = orderTags((stream.status.tags ?? []).filter((t) => t.items?.length).map((t) => t.tag));
  const hint = there.length > 0 ? `tags with an image: ${there.join(', ')}` : `the stream has no tag with an image`;
  const condition = stream.status.tags?.find((t) => t.tag === tag)?.conditions?.[0];
  if (condition)
    return new AppError('ARGUMENT', `the tag "${name}:${tag}" has no image: ${condition.message}`, { hint });
  if (specTag(stream, tag)) return new AppError('ARGUMENT', `the tag "${name}:${tag}" has no image yet`, { hint });
  return new AppError('ARGUMENT', `the stream "${name}" has no tag "${tag}"`, { hint });
}
