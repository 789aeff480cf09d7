import { parseLabels } from '../../core/new-app/app-labels.ts';
import {
  type EnvironmentVariable,
  isEnvironmentArgument,
  looksLikeSeveral,
  parseEnvironment,
} from '../../core/new-app/environment.ts';
import { noInputs } from '../../core/new-app/no-match.ts';
import { type Arguments, type FlagValues, refuse } from '../command.ts';
import { type DryRunMode, parseDryRun } from '../flags/dry-run.ts';
import { parseImportMode } from '../flags/import-mode.ts';
import { type OutputFormat, parseOutputFormat } from '../flags/output-format.ts';
import { UNSUPPORTED_FLAGS } from './flags.ts';
import type { AppInput, SearchOptions } from './search.ts';

export interface NewAppRequest extends SearchOptions {
  inputs: readonly AppInput[];
  /** Empty for the name of the first image. */
  name: string;
  environment: readonly EnvironmentVariable[];
  labels: Readonly<Record<string, string>>;
  asDeploymentConfig: boolean;
  asTest: boolean;
  dryRun: DryRunMode;
  output: OutputFormat;
  program: string;
  warnings: readonly string[];
}

/** Reads the command line of `new-app` (oc CLI 10). Fails with ARGUMENT. */
export function parseNewApp({ args, flags, program }: Arguments): NewAppRequest {
  refuseUnsupported(flags);
  const output = parseOutputFormat(flags, { tables: false });
  const assignments = [...flags.list('env'), ...args.filter(isEnvironmentArgument)];
  const { variables, repeated } = parseEnvironment(assignments);
  const inputs = parseInputs(
    args.filter((arg) => arg !== '' && !isEnvironmentArgument(arg)),
    flags,
  );
  if (inputs.length === 0) throw noInputs(program);
  return {
    inputs,
    name: flags.string('name'),
    environment: variables,
    labels: parseLabels(flags.string('labels')),
    asDeploymentConfig: flags.bool('as-deployment-config'),
    asTest: flags.bool('as-test'),
    allowMissingImages: flags.bool('allow-missing-images'),
    allowMissingTags: flags.bool('allow-missing-imagestream-tags'),
    insecure: flags.bool('insecure-registry'),
    importMode: parseImportMode(flags.string('import-mode')),
    dryRun: parseDryRun(flags).mode,
    output,
    program,
    warnings: [
      ...flags.list('env').filter(looksLikeSeveral).map(notSeveral),
      ...repeated.map((name) => `Environment variable ${JSON.stringify(name)} was overwritten`),
    ],
  };
}

const notSeveral = (value: string) =>
  `--env no longer accepts comma-separated lists of values. ${JSON.stringify(value)} will be treated as a single key-value pair.`;

/** Fails with ARGUMENT for what needs builds or templates, which are not there. */
function refuseUnsupported(flags: FlagValues): void {
  for (const [name, what, hint] of UNSUPPORTED_FLAGS) {
    if (flags.changed(name)) refuse(`--${name} is not supported: ${what}`, { hint });
  }
}

/** Images, then streams, then what stands alone; `a+b` is a group. */
function parseInputs(args: readonly string[], flags: FlagValues): AppInput[] {
  const split = (name: string) => flags.list(name).flatMap((value) => value.split(','));
  const all: [AppInput['from'], string[]][] = [
    ['image', [...split('image'), ...split('docker-image')]],
    ['stream', split('image-stream')],
    ['any', [...args]],
  ];
  let group = 0;
  return all.flatMap(([from, values]) =>
    values.filter(Boolean).flatMap((text) => {
      group++;
      return text.split('+').map((value) => ({ value: checkedInput(value, from), from, group }));
    }),
  );
}

const SOURCE = /^([a-z][a-z0-9+.-]*:\/\/|git@|\.{0,2}\/)|^\.{1,2}$|\.git$/;

/** Fails with ARGUMENT for a source repository. */
function checkedInput(value: string, from: AppInput['from']): string {
  if (value.startsWith('~')) {
    const text = JSON.stringify(value);
    refuse(`when using '[image]~[code]' form for ${text}, you must specify a image name`);
  }
  if (value.includes('~') || (from === 'any' && SOURCE.test(value))) {
    refuse(`${JSON.stringify(value)} is source code, and there are no builds here`, {
      hint: 'Build and push the image with another tool, and use it with --image=REGISTRY/NAME:TAG',
    });
  }
  return value;
}
