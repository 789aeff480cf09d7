import type { CommandSpec, Flag } from '../command.ts';
import { DRY_RUN_FLAG } from '../flags/dry-run.ts';
import { IMPORT_MODE_FLAG } from '../flags/import-mode.ts';
import { PRINT_FLAGS } from '../flags/output-format.ts';

const NO_BUILDS = 'there are no builds here';
const NO_TEMPLATES = 'there are no templates here';
const NO_SEARCH = 'there is no search here';
const PUSH = 'Build and push the image with another tool, and use it with --image=REGISTRY/NAME:TAG';
const PROCESS = 'Let "oc process --local" make objects of the template, and create these: imagestream create -f -';
const LIST = 'List the streams that can be used: imagestream get is';

/** Flags of `oc new-app` that ask for what is not here: the name, why not, and what to do instead. */
export const UNSUPPORTED_FLAGS: readonly (readonly [name: string, what: string, hint: string])[] = [
  ...['code', 'context-dir', 'strategy', 'binary', 'source-secret', 'build-env', 'build-env-file'].map(
    (name) => [name, NO_BUILDS, PUSH] as const,
  ),
  ...['template', 'file', 'param', 'param-file', 'ignore-unknown-parameters'].map(
    (name) => [name, NO_TEMPLATES, PROCESS] as const,
  ),
  ['env-file', 'files of variables are not read', 'Set each variable with --env=NAME=VALUE'],
  ['group', 'images are grouped as arguments', 'Write the images of one pod as IMAGE+IMAGE'],
  ['list', NO_SEARCH, LIST],
  ['search', NO_SEARCH, LIST],
];

const hidden = (name: string, type: Flag['type'], short?: string): Flag => ({
  name,
  type,
  ...(short ? { short } : {}),
  help: 'Not supported',
  hidden: true,
});

export const newAppSpec: CommandSpec = {
  usage: '(IMAGE_STREAM[:TAG] | IMAGE)[+...] ... [NAME=VALUE ...]',
  description: `Makes a deployment that runs the image of a stream's tag and follows it by an image trigger, with a service for the ports
that the image exposes. Streams are looked for in the current namespace and in "openshift". An image of a registry gets a
stream of its own.

With -o the objects are printed and nothing is made: good for a real cluster, and for git.`,
  flags: [
    {
      name: 'image-stream',
      group: 'what',
      short: 'i',
      type: 'list',
      value: '[NAMESPACE/]STREAM[:TAG]',
      help: 'A stream whose image is run',
    },
    {
      name: 'image',
      group: 'what',
      type: 'list',
      value: 'PULLSPEC',
      help: 'An image of a registry; a stream is made for it',
    },
    { name: 'docker-image', type: 'list', value: 'PULLSPEC', help: 'The same as --image', hidden: true },
    {
      name: 'name',
      group: 'how',
      type: 'string',
      value: 'NAME',
      help: 'The name of what is made, instead of that of the image',
    },
    {
      name: 'env',
      group: 'how',
      short: 'e',
      type: 'list',
      value: 'NAME=VALUE',
      help: 'An environment variable of the containers',
    },
    {
      name: 'labels',
      group: 'how',
      short: 'l',
      type: 'string',
      value: 'NAME=VALUE,...',
      help: 'Labels of everything that is made',
    },
    {
      name: 'as-deployment-config',
      group: 'how',
      type: 'bool',
      help: 'Make a DeploymentConfig instead of a Deployment',
    },
    {
      name: 'as-test',
      group: 'how',
      type: 'bool',
      help: 'Make a test deployment, which scales down when it succeeded',
    },
    {
      name: 'allow-missing-imagestream-tags',
      group: 'how',
      type: 'bool',
      help: 'Use a tag that has no image yet',
    },
    { name: 'allow-missing-images', group: 'how', type: 'bool', help: 'Use an image that no registry has yet' },
    {
      name: 'insecure-registry',
      group: 'registry',
      type: 'bool',
      help: 'Allow HTTPS without verification, and plain HTTP',
    },
    IMPORT_MODE_FLAG,
    { ...DRY_RUN_FLAG, bare: 'client' },
    ...PRINT_FLAGS.filter(({ name }) => name !== 'template'),
    hidden('template', 'list'),
    hidden('file', 'list', 'f'),
    hidden('param', 'list', 'p'),
    hidden('param-file', 'list'),
    hidden('ignore-unknown-parameters', 'bool'),
    hidden('code', 'list'),
    hidden('context-dir', 'string'),
    hidden('strategy', 'string'),
    hidden('binary', 'bool'),
    hidden('source-secret', 'string'),
    hidden('build-env', 'list'),
    hidden('build-env-file', 'list'),
    hidden('env-file', 'list'),
    hidden('group', 'list'),
    hidden('list', 'bool', 'L'),
    hidden('search', 'bool', 'S'),
    { ...hidden('grant-install-rights', 'bool'), help: 'Accepted; images do not install anything here' },
    { ...hidden('no-install', 'bool'), help: 'Accepted; images do not install anything here' },
  ],
  examples: [
    { what: 'Run the image of a stream', run: 'imagestream new-app --image-stream=my-python' },
    {
      what: 'Print the objects instead of making them',
      run: 'imagestream new-app -i my-python:latest --name=web -o yaml',
    },
    {
      what: 'Run an image of a registry with variables and labels',
      run: 'imagestream new-app --image=quay.io/example/mysql:8 MYSQL_USER=user -l tier=db',
    },
  ],
};
