import { AppError } from '../../errors.ts';
import type { Candidate, Choice } from './candidate.ts';

/** An argument that means nothing, or nothing clear. */
export interface NoMatch {
  value: string;
  choice: Exclude<Choice, { type: 'one' }>;
  /** What was looked through, for the case that nothing came near. */
  searched: readonly string[];
  /** What went wrong on the way. */
  problems: readonly string[];
  /** Why a registry did not answer as it should. */
  notes: readonly string[];
  /** The argument stood alone, and could have been something else than an image. */
  positional: boolean;
}

const SHOWN = 5;

/** The error of all arguments that mean nothing clear, grouped by what to do about it (oc CLI 10). */
export function noMatchError(failures: readonly NoMatch[], program: string): AppError {
  const groups = new Map<string, NoMatch[]>();
  for (const failure of failures) {
    groups.set(failure.choice.type, [...(groups.get(failure.choice.type) ?? []), failure]);
  }
  const text = [...groups.values()].map((group) => groupText(group, program)).join('\n');
  // The printer ends the text with a newline of its own.
  const hint = failures.flatMap(({ notes }) => notes).join('; ');
  return new AppError('ARGUMENT', text.replace(/\n$/, ''), hint ? { hint } : {});
}

function groupText(group: readonly NoMatch[], program: string): string {
  const last = group.at(-1) as NoMatch;
  const errors = group.flatMap((failure) => [...failure.problems, sentence(failure)].map((line) => `error: ${line}\n`));
  const classified = last.positional
    ? `\nArgument '${last.value}' was classified as an image, image~source, or loaded template reference.\n`
    : '';
  return `${errors.join('')}${classified}\n${advice(last, program)}`;
}

function sentence({ value, choice, searched }: NoMatch): string {
  const quoted = JSON.stringify(value);
  switch (choice.type) {
    case 'none':
      return `unable to locate any ${searched.join(', ')} with name ${quoted}`;
    case 'partial':
      return `only a partial match was found for ${quoted}: ${JSON.stringify(choice.candidate.name)}`;
    case 'no-tags':
      return `no tags found on matching image stream: ${JSON.stringify(choice.candidate.name)}`;
    case 'several':
      return `multiple images or templates matched ${quoted}: ${choice.candidates.length}`;
  }
}

function advice({ value, choice }: NoMatch, program: string): string {
  const quoted = JSON.stringify(value);
  const things = 'container images, OpenShift image streams, or templates';
  switch (choice.type) {
    case 'none':
      return general(program);
    case 'partial':
      return `The argument ${quoted} only partially matched the following container image, OpenShift image stream, or template:\n\n${option(choice.candidate)}`;
    case 'no-tags':
      return `The image stream ${JSON.stringify(choice.candidate.name)} exists, but it has no tags.\n\n  Use --allow-missing-imagestream-tags to use this image stream\n\n`;
    case 'several': {
      const options = choice.candidates.slice(0, SHOWN).map(option).join('');
      const list = program === 'oc' ? `oc new-app -S ${quoted}` : 'imagestream get is';
      const more = choice.candidates.length > SHOWN ? `To view a full list of matches, use '${list}'` : '';
      return `The argument ${quoted} could apply to the following ${things}:\n\n${options}${more}`;
    }
  }
}

const option = ({ description, argument }: Candidate) =>
  `* ${description}\n  Use ${argument} to specify this image or template\n\n`;

/** What `oc` says that it looks for, of which only images are looked for here. */
const MORE_TYPES = `  2. Images in the container storage, on remote registries, or on the local container engine
  3. Templates in the current project or the 'openshift' project
  4. Git repository URLs or local paths that point to Git repositories`;

function general(program: string): string {
  return `The '${program} new-app' command will match arguments to the following types:

  1. Images tagged into image streams in the current project or the 'openshift' project
     - if you don't specify a tag, we'll add ':latest'
${program === 'oc' ? MORE_TYPES : '  2. Images on registries'}

--allow-missing-images can be used to point to an image that does not exist yet.

See '${program} new-app -h' for examples.
`;
}

/** The error of a command line that names nothing to make an application of. */
export function noInputs(program: string): AppError {
  if (program !== 'oc') {
    return new AppError('ARGUMENT', 'You must specify one or more images or image streams to create an application.', {
      hint: '"imagestream get is" lists the streams, "imagestream new-app -h" shows how to write an image',
    });
  }
  return new AppError(
    'ARGUMENT',
    `You must specify one or more images, image streams, templates, or source code locations to create an application.

To list all local templates and image streams, use:

  ${program} new-app -L

To search templates, image streams, and container images that match the arguments provided, use:

  ${program} new-app -S php
  ${program} new-app -S --template=rails
  ${program} new-app -S --image-stream=mysql
  ${program} new-app -S --image=registry.access.redhat.com/ubi8/python-38

For details on how to use the results from those searches to provide images, image streams, templates, or source code locations as inputs into '${program} new-app', use:

  ${program} help new-app


See '${program} new-app -h' for help and examples`,
  );
}
