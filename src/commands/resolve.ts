import { inParallel } from '../core/concurrency/parallel.ts';
import { isVariableName } from '../core/references/variable-name.ts';
import { isStatusError } from '../core/status.ts';
import type { AppError } from '../errors.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { parseOutputChoice } from './flags/output-format.ts';
import { firstErrors } from './objects/first-errors.ts';
import { type Found, findImageOf, resolveTag } from './resolve/find-image.ts';
import type { NamedReference, ResolveRequest } from './resolve/request.ts';
import type { Resolution } from './resolve/resolution.ts';
import type { Variable } from './resolve/variables.ts';

export interface ResolveResult {
  request: ResolveRequest;
  resolutions: readonly Resolution[];
  /** With `-o env`, one for each resolution. */
  variables: readonly Variable[];
  errors: readonly unknown[];
  /** Sentences about pull specs that cannot be pulled, or could not be looked up. */
  warnings: readonly string[];
}

/** How many images are looked up in the integrated registry at a time. */
const AT_A_TIME = 8;

const spec: CommandSpec = {
  needsStore: true,
  usage: '[NAME=]STREAM[:TAG|@DIGEST] [...]',
  description: `Prints one line for each name: what to pull to get exactly the image that the tag has now. No registry is asked, but for tags
with the reference policy Local: where the integrated registry does not have the image, standard error says so.
A stream without a tag means its tag "latest"; NAMESPACE/STREAM names another namespace; STREAM@DIGEST (also a prefix)
an image of the stream's history. When there is no such tag, the message names those that there are, and the exit code
is 1. --all means every tag of the named streams, or of all streams of the namespace.

-o env prints a file for docker compose, systemd and shells. Its variables are made of stream and tag: web:prod is
WEB_PROD_IMAGE; NAME=STREAM:TAG names one otherwise. Where two would have one name, and where a tag has no image, nothing
is printed; the same with --all.`,
  flags: [
    { name: 'all', type: 'bool', help: 'Every tag of the named streams; of all of them where none is named' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      value: 'env|json|yaml',
      help: 'Print variables, or stream, tag, digest, reference and time',
    },
  ],
  examples: [
    { what: 'Run what a tag has now', run: 'docker run $(imagestream resolve httpd:2.4)' },
    { what: 'Print the digest alone', run: 'imagestream resolve httpd:2.4 -o json | jq -r .digest' },
    { what: 'Write all images into a file for docker compose', run: 'imagestream resolve --all -o env > images.env' },
    { what: 'Choose the names of the variables', run: 'imagestream resolve -o env WEB=web:prod API=api:prod' },
  ],
};

export const command: Command<ResolveRequest, ResolveResult> = {
  spec,

  parse({ args, flags, usage }) {
    const all = flags.bool('all');
    if (args.length === 0 && !all) throw usage('you must name at least one STREAM[:TAG] to resolve, or give --all');
    const wrong = all ? args.find((arg) => /[:@=]/.test(arg)) : undefined;
    if (wrong !== undefined) throw usage(`--all takes names of streams, and was given "${wrong}"`);
    const output = parseOutputChoice(flags, ['env', 'json', 'yaml']) || 'text';
    return { names: args.map(namedReference), all, output };
  },

  async run(request, ports) {
    const found: Found[] = [];
    const errors: unknown[] = [];
    for (const find of await searches(request, ports)) {
      try {
        found.push(await find());
      } catch (error) {
        if (!isExpected(error)) throw error;
        errors.push(error);
      }
    }
    const whole = request.all || request.output === 'env';
    if (whole && errors.length > 0)
      return { request, resolutions: [], variables: [], errors: firstErrors(errors), warnings: [] };
    const resolutions = found.map(({ localTag: _local, ...resolution }) => resolution);
    const variables = request.output === 'env' ? (await import('./resolve/variables.ts')).variablesOf(resolutions) : [];
    return { request, resolutions, variables, errors, warnings: await warningsOf(found, ports) };
  },
};

/** Fails with ARGUMENT for a name that no variable can have. */
function namedReference(text: string): NamedReference {
  const equals = text.indexOf('=');
  if (equals < 0) return { reference: text };
  const [variable, reference] = [text.slice(0, equals), text.slice(equals + 1)];
  if (!isVariableName(variable)) {
    refuse(`"${variable}" cannot name a variable`, {
      hint: 'Its name has letters, digits and underscores, and does not begin with a digit',
    });
  }
  return { variable, reference };
}

async function searches({ names, all }: ResolveRequest, ports: Ports): Promise<(() => Promise<Found>)[]> {
  if (all) {
    const { everyTag } = await import('./resolve/every-tag.ts');
    const tags = await everyTag(names, ports);
    return tags.map(
      ({ stream, tag }) =>
        async () =>
          resolveTag(stream, tag),
    );
  }
  return names.map(({ variable, reference }) => async () => {
    const found = await findImageOf(reference, ports);
    return variable === undefined ? found : { name: variable, ...found };
  });
}

const isExpected = (error: unknown) => isStatusError(error) || (error as AppError).code === 'ARGUMENT';

async function warningsOf(found: readonly Found[], ports: Ports): Promise<string[]> {
  const local = found.filter(({ localTag }) => localTag !== undefined);
  if (local.length === 0) return [];
  const { lookInIntegratedRegistry } = await import('./resolve/integrated-pull-spec.ts');
  const warnings = await inParallel(local, AT_A_TIME, async ({ localTag, ...resolution }) =>
    localTag ? lookInIntegratedRegistry(resolution, localTag, ports) : [],
  );
  return warnings.flat();
}
